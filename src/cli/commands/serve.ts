import { once } from "node:events";
import { Command, InvalidArgumentError, Option } from "commander";
import { ensureWritable } from "../files.js";
import { onInterrupt } from "../interrupt.js";
import { integer } from "../options.js";
import { openInBrowser } from "../serve/browser.js";
import { keys } from "../serve/keys.js";
import type { StartOptions } from "../serve/start.js";

interface ServeOptions extends StartOptions {
  /** Networks, or true for as many as `telostat demo` has. */
  demo?: number | true;
  open?: true;
}

/** Folders of the demo: its data, and its report as `telostat demo` writes it. */
const DEMO_DATA = "telostat-demo";
const DEMO_REPORT = "telostat-report";

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
    .addOption(
      new Option(
        "--demo [networks]",
        `train the networks of 'telostat demo' and watch them, in a folder of its own: ${DEMO_DATA}`,
      )
        .argParser(integer(1, 100))
        .conflicts("database"),
    )
    .option("--open", "open the dashboard in the browser, where there is one")
    .addCommand(keys())
    .action(run);
}

function pageUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  throw new InvalidArgumentError("expected a URL of http or https.");
}

const collected = (name: string, before: string[]): string[] => [...before, name.toLowerCase()];

async function run(given: ServeOptions, command: Command): Promise<void> {
  const options = given.demo === undefined ? given : demoDefaults(given, command);
  const { demo, data, database } = options;
  if (demo !== undefined) await ensureWritable(DEMO_REPORT);
  let page: string | undefined;
  const { start } = await import("../serve/start.js");
  const { address, close } = await start(options, demo === undefined ? undefined : () => page);
  process.stderr.write(
    `telostat listens on ${address} (Ctrl-C ends it); data in ${database === undefined ? data : "PostgreSQL"}\n`,
  );
  if (options.open) openInBrowser(address);
  const ended = new AbortController();
  // To the end of the process: the same Ctrl-C may be heard again when all is closed.
  onInterrupt(() => ended.abort());
  try {
    if (demo !== undefined) page = await filled(address, options, ended.signal);
    if (!ended.signal.aborted) await once(ended.signal, "abort");
    process.stderr.write("Ending: requests under way are answered, what was acknowledged is kept.\n");
  } finally {
    await close();
  }
}

/** What was not asked for otherwise: a folder of the demo's own, and another port where the usual one is taken. */
function demoDefaults(options: ServeOptions, command: Command): ServeOptions {
  const usual = (name: keyof ServeOptions): boolean => command.getOptionValueSource(name) === "default";
  return { ...options, data: usual("data") ? DEMO_DATA : options.data, anyPort: usual("port") };
}

/** The page of the demo's report; undefined where the demo was ended before. */
async function filled(
  address: string,
  { data, demo }: ServeOptions,
  signal: AbortSignal,
): Promise<string | undefined> {
  const [{ fill }, { closedLoop }] = await Promise.all([
    import("../serve/demo/fill.js"),
    import("../../lab/index.js"),
  ]);
  const networks = typeof demo === "number" ? demo : closedLoop.defaults.seeds;
  process.stderr.write(
    `The demo trains ${networks === 1 ? "a network" : `${networks} networks, each`} under four policies, and the dashboard shows it; what is trained stays.\n`,
  );
  try {
    const { page, paths } = await fill({ address, data, networks, report: DEMO_REPORT, signal });
    process.stderr.write(`All are trained. Report: ${paths.page}, and ${address}/report\n`);
    return page;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}
