import { Command } from "commander";
import { newKeySchema, scopeSchema } from "../../contracts/index.js";
import { exitCode, UserError } from "../exit.js";
import { explained } from "./explained.js";

/** Where a service keeps its data. */
export interface Where {
  data: string;
  database?: string;
}

type Keys = Awaited<ReturnType<typeof import("../../service/index.js")["openKeys"]>>;

/** The keys of a service that does not run; one that runs has /api/v1/keys. */
export function keys(): Command {
  return new Command("keys")
    .description("API keys of a service that does not run, in --data or --database of serve")
    .addCommand(
      new Command("add")
        .description("makes a key and prints it, this once")
        .argument("<name>", "whose it is")
        .argument("<scopes...>", scopeSchema.options.join(", "))
        .action(add),
    )
    .addCommand(new Command("list").description("the keys, without what is secret of them").action(list))
    .addCommand(
      new Command("remove").description("removes a key").argument("<id>", "as in the list").action(remove),
    )
    .configureHelp({ showGlobalOptions: true });
}

async function add(name: string, scopes: string[], _options: unknown, command: Command): Promise<void> {
  const { data, error } = newKeySchema.safeParse({ name, scopes });
  if (error)
    throw new UserError(
      `${error.issues[0]?.path[0] === "name" ? `name '${name}'` : `scopes '${scopes.join(" ")}'`}: ${error.issues[0]?.message}`,
      exitCode.badInput,
    );
  await withKeys(command, async (keys) => {
    const { id, key } = await keys.make(data, by());
    process.stdout.write(`${key}\n`);
    process.stderr.write(`Keep it: it is not stored and not told again. Its id is ${id}.\n`);
  });
}

async function list(_options: unknown, command: Command): Promise<void> {
  await withKeys(command, async (keys) => {
    for (const { id, name, scopes, created, lastUsed } of await keys.list())
      process.stdout.write(`${[id, name, scopes.join(","), day(created), day(lastUsed)].join("\t")}\n`);
  });
}

async function remove(id: string, _options: unknown, command: Command): Promise<void> {
  await withKeys(command, async (keys) => {
    if (!(await keys.remove(id, by()))) throw new UserError(`there is no key '${id}'`, exitCode.badInput);
  });
}

async function withKeys(command: Command, work: (keys: Keys) => Promise<void>): Promise<void> {
  const { data, database } = command.optsWithGlobals<Where>();
  const { openKeys } = await import("../../service/index.js");
  const keys = await openKeys(data, database).catch(explained);
  try {
    await work(keys).catch(explained);
  } finally {
    await keys.close();
  }
}

const by = () => ({ actor: "command line", time: Date.now() / 1000 });

const day = (seconds: number | null): string =>
  seconds === null ? "never used" : new Date(seconds * 1000).toISOString().slice(0, 10);
