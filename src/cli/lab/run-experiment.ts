import { type ExperimentResult, reportableResultSchema } from "../../contracts/index.js";
import type { DataExperiment, Experiment, Parameters } from "../../lab/index.js";
import { exitCode, UserError } from "../exit.js";
import { ensureWritable, writeReport } from "../files.js";
import { suggestion } from "../nearest.js";
import { version } from "../version.js";
import { parametersOf, type Settings } from "./settings.js";

export interface RunSettings extends Settings {
  readonly seed: number;
  readonly data?: string;
  readonly out?: string;
  readonly workers?: number;
  readonly resume?: true;
}

/** @throws UserError with the nearest name. */
export async function experimentNamed(name: string): Promise<Experiment | DataExperiment> {
  const { experiments } = await import("../../lab/index.js");
  const experiment = experiments.get(name);
  if (experiment) return experiment;
  const names = [...experiments.keys()];
  const expected = suggestion(name, names) || `; expected one of: ${names.join(", ")}`;
  throw new UserError(`no experiment named '${name}'${expected}`);
}

/** Runs one experiment by its name; nothing is written but the finished trials. */
export async function runExperimentNamed(name: string, settings: RunSettings): Promise<ExperimentResult> {
  const { seed, data, out, workers, resume } = settings;
  const experiment = await experimentNamed(name);
  const parameters: Parameters = parametersOf(experiment, settings);
  if (out !== undefined) await ensureWritable(out);
  const ready = "on" in experiment ? experiment.on(await dataOf(experiment, data)) : experiment;
  const [{ runWithProgress }, { NotEnoughData }] = await Promise.all([
    import("../run.js"),
    import("../../lab/index.js"),
  ]);
  const how = { workers, data, out, resume };
  return reportableResultSchema.parse(
    await runWithProgress(ready, parameters, seed, how).catch((error: Error) => {
      throw error instanceof NotEnoughData ? new UserError(error.message, exitCode.notEnoughData) : error;
    }),
  );
}

async function dataOf({ name, dataFormat }: DataExperiment, folder: string | undefined): Promise<unknown> {
  if (folder === undefined)
    throw new UserError(`${name} reads files: expected --data DIR (format ${dataFormat})`);
  const { readData } = await import("../data.js");
  return readData(dataFormat, folder);
}

/** Writes `result.json` and the page of it into `out`. */
export async function writePage(out: string, result: ExperimentResult, settings: RunSettings): Promise<void> {
  const { renderExperiment } = await import("../../report/index.js");
  const command = rerunCommand(result.experiment, settings);
  const page = renderExperiment(result, { version, command });
  const paths = await writeReport(out, page, { telostat: version, command, ...result });
  process.stderr.write(`Report: ${paths.page}\nNumbers: ${paths.result}\n`);
}

/** What to type to get the same result again. */
function rerunCommand(name: string, { seed, quick, trials, set, data }: RunSettings): string {
  return [
    `telostat lab run ${name} --seed ${seed}`,
    ...(quick ? ["--quick"] : []),
    ...(trials === undefined ? [] : [`--trials ${trials}`]),
    ...set.map((setting) => `--set ${quoted(setting)}`),
    ...(data === undefined ? [] : [`--data ${quoted(data)}`]),
  ].join(" ");
}

/** `text` as one word of a shell. */
const quoted = (text: string): string =>
  /^[\w./:,=+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
