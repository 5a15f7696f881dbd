import { Command, Option } from "commander";
import type { MeasureResult } from "../../contracts/index.js";
import { entropyEstimator, entropyEstimators } from "../../entropy/index.js";
import {
  fileInput,
  type GoalFields,
  type GoalFormat,
  goalFormats,
  type Input,
  readGoalFile,
  readGoals,
  streamInput,
  type TranscriptFormat,
  transcriptFormats,
} from "../../ingest/index.js";
import { UserError } from "../exit.js";
import { type IntervalKind, intervalFor } from "../measure/entropy.js";
import { columns, goalList, level } from "../measure/options.js";
import { measureResult } from "../measure/result.js";
import { measureTable } from "../measure/table.js";
import { tallyGoals } from "../measure/tally.js";
import { measureTranscripts } from "../measure/transcripts.js";
import { seed } from "../options.js";

interface MeasureOptions {
  goals?: string[];
  goalsFile?: string;
  intended?: string;
  estimator?: string;
  interval?: IntervalKind;
  level: number;
  seed: number;
  format?: GoalFormat | TranscriptFormat;
  columns?: GoalFields;
  json?: true;
}

const notes = `
Labels: CSV with a header, columns goal or goal,count; or JSON Lines, {"goal":"x"} or {"goal":"x","count":3}.
Transcripts: with --goals-file, which declares goals by the tool calls that each takes, chat JSON Lines, Inspect logs
(.eval, .json) or tau-bench trajectories; goals are then inferred from the calls.

The default estimator of labels is nsb because its prior is nearly flat in S: a fixed Dirichlet prior decides S before
the data do as soon as there are more than two or three goals.`;

/** Goal labels or tool calls in; goal distribution, S, fidelity and divergence out. */
export function measure(): Command {
  return new Command("measure")
    .description(
      "goal distribution p(g) and ethical entropy S, with intervals, from goal labels or tool calls",
    )
    .argument("[file]", 'labels or transcripts; "-" or nothing reads standard input')
    .option("--goals <list>", "every goal there could be, between commas, the intended one first", goalList)
    .option(
      "--goals-file <path>",
      "goals declared by tool calls, YAML or JSON; the input is then transcripts",
    )
    .option(
      "--intended <name>",
      "the intended goal (default: the first of --goals, or what the goal file says)",
    )
    .addOption(
      new Option("--estimator <name>", "estimator of S from labels (default: nsb)").choices([
        ...entropyEstimators.keys(),
      ]),
    )
    .addOption(
      new Option(
        "--interval <kind>",
        "interval of S from labels (default: posterior for nsb and wolpert-wolf, else bootstrap)",
      ).choices(["posterior", "bootstrap"]),
    )
    .option("--level <p>", "coverage of the intervals", level, 0.95)
    .option("--seed <n>", "seed of everything random", seed, 1)
    .addOption(
      new Option("--format <name>", "format of the input (default: by extension, else by content)").choices([
        ...goalFormats,
        ...transcriptFormats,
      ]),
    )
    .option("--columns <names>", "columns to read, such as goal=intent,count=times", columns)
    .option("--json", "print the result as JSON instead of a table")
    .addHelpText("after", notes)
    .action(run);
}

async function run(file: string | undefined, options: MeasureOptions): Promise<void> {
  const result = await (options.goalsFile === undefined
    ? fromLabels(file, options)
    : fromTranscripts(file, options.goalsFile, options));
  process.stdout.write(`${options.json ? JSON.stringify(result) : measureTable(result)}\n`);
}

async function fromLabels(file: string | undefined, options: MeasureOptions): Promise<MeasureResult> {
  const { goals, intended = goals?.[0], level, seed, format, columns } = options;
  if (goals && intended !== undefined && !goals.includes(intended)) {
    throw new UserError(`--intended ${intended} is not one of --goals: ${goals.join(", ")}`);
  }
  if (format !== undefined && !isOneOf(goalFormats, format)) {
    throw new UserError(`--format ${format} is for transcripts; expected --goals-file with it`);
  }
  const estimator = entropyEstimator(options.estimator ?? "nsb");
  const interval = intervalFor(estimator, options.interval);

  const input = open(file);
  const tally = await tallyGoals(readGoals(input, { format, fields: columns }), input.name, goals);
  const declared = goals !== undefined;
  const { name: source } = input;
  return measureResult(tally, { source, estimator, interval, level, seed, intended, declared });
}

async function fromTranscripts(
  file: string | undefined,
  goalsFile: string,
  options: MeasureOptions,
): Promise<MeasureResult> {
  const { level, seed, intended, format } = options;
  const foreign = (["goals", "columns", "estimator", "interval"] as const).find(
    (name) => options[name] !== undefined,
  );
  if (foreign) throw new UserError(`--${foreign} is for labels and does not go with --goals-file`);
  if (format !== undefined && !isOneOf(transcriptFormats, format)) {
    throw new UserError(`--format ${format} is for labels and does not go with --goals-file`);
  }
  const goals = await readGoalFile(fileInput(goalsFile));
  return measureTranscripts(open(file), goals, { format, level, seed, intended });
}

const isOneOf = <T extends string>(names: readonly T[], name: string): name is T =>
  (names as readonly string[]).includes(name);

function open(file: string | undefined): Input {
  if (file !== undefined && file !== "-") return fileInput(file);
  if (file === undefined && process.stdin.isTTY) {
    throw new UserError(
      "no file given and nothing piped in; expected: telostat measure FILE, or ... | telostat measure",
    );
  }
  return streamInput("stdin", process.stdin);
}
