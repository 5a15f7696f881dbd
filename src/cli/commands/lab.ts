import { Command } from "commander";
import { type ExperimentResult, reportableResultSchema } from "../../contracts/index.js";
import type { DataExperiment, ExperimentDescription, Parameters } from "../../lab/index.js";
import { exitCode, UserError } from "../exit.js";
import { ensureWritable, writeReport } from "../files.js";
import { integer, seed } from "../options.js";
import { summaryTable } from "../tables.js";
import { version } from "../version.js";

interface RunOptions {
  seed: number;
  set: string[];
  data?: string;
  out?: string;
  workers?: number;
  resume?: true;
  json?: true;
}

/** The laboratory: list and run experiments. */
export function lab(): Command {
  const command = new Command("lab").description("list and run experiments");
  command
    .command("list")
    .description("every experiment, with its question and parameters")
    .option("--json", "print as JSON")
    .action(async ({ json }: { json?: true }) => {
      const { experiments } = await import("../../lab/index.js");
      const list = [...experiments.values()].map(({ name, version, question, rule, defaults }) => ({
        name,
        version,
        question,
        rule,
        defaults,
      }));
      const text = list.map(({ name, question, defaults }) => {
        const parameters = Object.entries(defaults).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
        return `${name}\n  ${question}\n  ${parameters.join(" ")}`;
      });
      process.stdout.write(`${json ? JSON.stringify(list) : text.join("\n\n")}\n`);
    });
  command
    .command("run <name>")
    .description("run one experiment")
    .option("--seed <n>", "seed of everything random", seed, 1)
    .option("--set <name=value>", "a parameter other than its default; repeatable", collect, [])
    .option("--data <dir>", "folder of the files that an experiment on data reads")
    .option("-o, --out <dir>", "folder of the result, its page and its finished trials")
    .option("--workers <n>", "threads that run trials (default: one a core)", integer(1, 256))
    .option("--resume", "go on with the unfinished run in --out")
    .option("--json", "print the result as JSON")
    .action(run);
  return command;
}

const collect = (item: string, items: string[]): string[] => [...items, item];

async function run(name: string, options: RunOptions): Promise<void> {
  const { seed, set, data, out, workers, resume, json } = options;
  const { experiments, NotEnoughData } = await import("../../lab/index.js");
  const { runWithProgress } = await import("../run.js");
  const experiment = experiments.get(name);
  if (!experiment) {
    throw new UserError(
      `no experiment named '${name}'; expected one of: ${[...experiments.keys()].join(", ")}`,
    );
  }
  const parameters = withSettings(experiment, set);
  if (out !== undefined) await ensureWritable(out);
  const ready = "on" in experiment ? experiment.on(await dataOf(experiment, data)) : experiment;
  const result = reportableResultSchema.parse(
    await runWithProgress(ready, parameters, seed, { workers, data, out, resume }).catch((error: Error) => {
      throw error instanceof NotEnoughData ? new UserError(error.message, exitCode.notEnoughData) : error;
    }),
  );
  process.stdout.write(`${json ? JSON.stringify(result) : summaryTable(result)}\n`);
  if (out !== undefined) await writePage(out, result, commandLine(name, options));
}

/** After the result is on stdout: whatever happens here, it is not lost. */
async function writePage(out: string, result: ExperimentResult, command: string): Promise<void> {
  const { renderExperiment } = await import("../../report/index.js");
  const page = renderExperiment(result, { version, command });
  const paths = await writeReport(out, page, { telostat: version, command, ...result });
  process.stderr.write(`Report: ${paths.page}\nNumbers: ${paths.result}\n`);
}

/** What to type to get the same result again. */
function commandLine(name: string, { seed, set, data }: RunOptions): string {
  const settings = set.map((setting) => `--set ${quoted(setting)}`);
  const folder = data === undefined ? [] : [`--data ${quoted(data)}`];
  return ["telostat lab run", name, `--seed ${seed}`, ...settings, ...folder].join(" ");
}

/** `text` as one word of a shell. */
const quoted = (text: string): string =>
  /^[\w./:,=+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

async function dataOf({ name, dataFormat }: DataExperiment, folder: string | undefined): Promise<unknown> {
  if (folder === undefined)
    throw new UserError(`${name} reads files: expected --data DIR (format ${dataFormat})`);
  const { readData } = await import("../data.js");
  return readData(dataFormat, folder);
}

/** The defaults with `name=value` settings; a value is JSON and must be of its default's type. */
function withSettings(
  { name, defaults, problem }: ExperimentDescription,
  settings: readonly string[],
): Parameters {
  const parameters: Record<string, unknown> = { ...defaults };
  for (const setting of settings) {
    const [key = "", text = ""] = setting.split(/=(.*)/s);
    if (!(key in defaults)) {
      throw new UserError(
        `--set ${setting}: ${name} has no parameter '${key}'; it has: ${Object.keys(defaults).join(", ")}`,
      );
    }
    const value = parseJson(text);
    const expected = kind(defaults[key]);
    if (kind(value) !== expected) throw new UserError(`--set ${setting}: expected ${expected} for '${key}'`);
    parameters[key] = value;
  }
  const wrong = problem(parameters);
  if (wrong !== undefined) throw new UserError(`--set: ${wrong}`);
  return parameters;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const kind = (value: unknown): string =>
  Array.isArray(value) ? "a JSON list" : value === null ? "null" : `a ${typeof value}`;
