import { Command, InvalidArgumentError } from "commander";
import { fileInput, readRedactionFile } from "../../ingest/index.js";
import { exitCode, UserError } from "../exit.js";
import { integer } from "../options.js";
import { explained } from "../serve/explained.js";
import { keys, type Where } from "../serve/keys.js";

interface ServeOptions extends Where {
  port: number;
  host: string;
  allowedHost: string[];
  redact?: string;
  allowPrivateTargets?: boolean;
  publicUrl?: URL;
}

/** The monitoring service. */
export function serve(): Command {
  return new Command("serve")
    .description("the monitoring service: takes observations, keeps S(t), raises alarms")
    .option("--port <n>", "port; 0 takes any that is free", integer(0, 65_535), 4318)
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--data <dir>", "folder of the embedded database", "telostat-data")
    .option("--database <url>", "a PostgreSQL server in its place: postgres://user:password@host/name")
    .option("--allowed-host <name>", "another name under which it may be asked; repeatable", collected, [])
    .option(
      "--public-url <url>",
      "where people reach it, for links in alarms; default where it listens",
      pageUrl,
    )
    .option("--redact <file>", "what is taken out of messages before they are stored, YAML or JSON")
    .option("--allow-private-targets", "send alarms also to addresses of this machine and its network")
    .addCommand(keys())
    .action(run);
}

function pageUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  throw new InvalidArgumentError("expected a URL of http or https.");
}

const collected = (name: string, before: string[]): string[] => [...before, name.toLowerCase()];

async function run(options: ServeOptions): Promise<void> {
  const { port, host, data, database, allowPrivateTargets } = options;
  const allowedHosts = [...options.allowedHost, ...(options.publicUrl ? [options.publicUrl.hostname] : [])];
  let site = options.publicUrl?.href;
  const redact = options.redact === undefined ? undefined : await redactionOf(options.redact);
  const { listen, openService } = await import("../../service/index.js");
  const onError = (error: unknown) => {
    process.stderr.write(`${new Date().toISOString()} ${error instanceof Error ? error.message : error}\n`);
  };
  const now = () => Date.now() / 1000;
  const service = await openService({
    folder: data,
    url: database,
    now,
    onError,
    redact,
    allowPrivateTargets,
    link: ({ id }) => (site === undefined ? null : new URL(`/alarms/${encodeURIComponent(id)}`, site).href),
  }).catch(explained);
  const { pages } = await import("../serve/pages.js");
  const dashboard = await pages(onError);
  const server = await listen(service, { host, port, allowedHosts, onError, dashboard }).catch(
    async (error: unknown) => {
      await service.close();
      return explained(error);
    },
  );
  site ??= server.address;
  process.stderr.write(
    `telostat listens on ${server.address} (Ctrl-C ends it); data in ${database === undefined ? data : "PostgreSQL"}\n`,
  );
  await interrupted();
  process.stderr.write("Ending: requests under way are answered, what was acknowledged is kept.\n");
  await server.close();
  await service.close();
}

async function redactionOf(path: string): Promise<(text: string) => string> {
  const { redaction } = await import("../../service/index.js");
  const file = await readRedactionFile(fileInput(path));
  try {
    return redaction(file);
  } catch (error) {
    if (error instanceof RangeError) throw new UserError(`${path}: ${error.message}`, exitCode.badInput);
    throw error;
  }
}

const interrupted = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
