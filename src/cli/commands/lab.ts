import { Command } from "commander";
import { experimentResultSchema } from "../../contracts/index.js";
import type { DataExperiment, ExperimentDescription, Parameters } from "../../lab/index.js";
import { UserError } from "../exit.js";
import { seed } from "../options.js";
import { summaryTable } from "../tables.js";

interface RunOptions {
  seed: number;
  set: string[];
  data?: string;
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
    .option("--json", "print the result as JSON")
    .action(run);
  return command;
}

const collect = (item: string, items: string[]): string[] => [...items, item];

async function run(name: string, { seed, set, data, json }: RunOptions): Promise<void> {
  const { experiments } = await import("../../lab/index.js");
  const { runWithProgress } = await import("../run.js");
  const experiment = experiments.get(name);
  if (!experiment) {
    throw new UserError(
      `no experiment named '${name}'; expected one of: ${[...experiments.keys()].join(", ")}`,
    );
  }
  const parameters = withSettings(experiment, set);
  const ready = "on" in experiment ? experiment.on(await dataOf(experiment, data)) : experiment;
  const result = experimentResultSchema.parse(await runWithProgress(ready, parameters, seed));
  process.stdout.write(`${json ? JSON.stringify(result) : summaryTable(result)}\n`);
}

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
