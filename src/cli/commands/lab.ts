import { Command } from "commander";
import { exitCode, UserError } from "../exit.js";
import { listed } from "../lab/list.js";
import { findingsTable, reportOn } from "../lab/report.js";
import { type RunSettings, runExperimentNamed, writePage } from "../lab/run-experiment.js";
import { runSuite, type SuiteSettings } from "../lab/suite.js";
import { integer, seed } from "../options.js";
import { summaryTable } from "../tables.js";

interface RunOptions extends RunSettings {
  readonly json?: true;
}

/** The laboratory: list and run experiments. */
export function lab(): Command {
  const command = new Command("lab").description("list and run experiments");
  command
    .command("list")
    .description("every experiment, with its question and parameters")
    .option("--json", "print as JSON")
    .action(list);
  command
    .command("run <name>")
    .description("run one experiment")
    .option("--seed <n>", "seed of everything random", seed, 1)
    .option("--quick", "a run of under a minute, to see that it works: its verdict is worth little")
    .option("--trials <n>", "its sample size: sets the parameter that `lab list` names", integer(1, 1e9))
    .option("--set <name=value>", "a parameter other than its default; repeatable", collect, [])
    .option("--data <dir>", "folder of the files that an experiment on data reads")
    .option("-o, --out <dir>", "folder of the result, its page and its finished trials")
    .option("--workers <n>", "threads that run trials (default: one a core)", integer(1, 256))
    .option("--resume", "go on with the unfinished run in --out")
    .option("--json", "print the result as JSON")
    .action(run);
  command
    .command("suite [names...]")
    .description("run all experiments, or those named, and report on them; those on files need --data")
    .option("--seed <n>", "seed of everything random", seed, 1)
    .option("--quick", "runs of under a minute each")
    .option("--data <dir>", "folder with a folder of files for each experiment on data, by its name")
    .option("-o, --out <dir>", "folder of the report, with a folder for each experiment", "telostat-lab")
    .option("--workers <n>", "threads that run trials (default: one a core)", integer(1, 256))
    .option("--resume", "keep the results that are there, go on with the unfinished run")
    .option("--json", "print the findings as JSON")
    .action(suite);
  command
    .command("report")
    .description("one page over all results: every claim, where it stands, and the figure that decides")
    .option("--results <dir>", "folder that has the results, at any depth", "telostat-lab")
    .option("-o, --out <dir>", "folder of report.html and findings.json (default: that of the results)")
    .option("--json", "print the findings as JSON")
    .action(report);
  return command;
}

const collect = (item: string, items: string[]): string[] => [...items, item];

async function list({ json }: { json?: true }): Promise<void> {
  const { experiments } = await import("../../lab/index.js");
  const all = [...experiments.values()];
  const print = (experiment: (typeof all)[number]) => {
    const { name, version, question, rule, defaults, quick, sampleSize } = experiment;
    const dataFormat = "on" in experiment ? experiment.dataFormat : null;
    return { name, version, question, rule, defaults, quick, sampleSize, dataFormat };
  };
  process.stdout.write(`${json ? JSON.stringify(all.map(print)) : all.map(listed).join("\n\n")}\n`);
}

async function run(name: string, { json, ...settings }: RunOptions): Promise<void> {
  const result = await runExperimentNamed(name, settings);
  process.stdout.write(`${json ? JSON.stringify(result) : summaryTable(result)}\n`);
  // After the result is on stdout: whatever happens here, it is not lost.
  if (settings.out !== undefined) await writePage(settings.out, result, settings);
}

async function suite(names: string[], { json, ...settings }: SuiteSettings & { json?: true }): Promise<void> {
  const failed = await runSuite(names, settings);
  await report({ results: settings.out, ...(json && { json }) });
  if (failed.length > 0) throw new UserError(`failed: ${failed.join(", ")}`, exitCode.failure);
}

interface ReportOptions {
  readonly results: string;
  readonly out?: string;
  readonly json?: true;
}

async function report({ results, out = results, json }: ReportOptions): Promise<void> {
  const findings = await reportOn(results, out);
  process.stdout.write(`${json ? JSON.stringify(findings) : findingsTable(findings)}\n`);
}
