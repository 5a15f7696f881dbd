import { Command, Option } from "commander";
import { entropyEstimator, entropyEstimators } from "../../entropy/index.js";
import {
  fileInput,
  type GoalFields,
  type GoalFormat,
  goalFormats,
  type Input,
  readGoals,
  streamInput,
} from "../../ingest/index.js";
import { UserError } from "../exit.js";
import { type IntervalKind, intervalFor } from "../measure/entropy.js";
import { columns, goalList, level } from "../measure/options.js";
import { measureResult } from "../measure/result.js";
import { measureTable } from "../measure/table.js";
import { tallyGoals } from "../measure/tally.js";
import { seed } from "../options.js";

interface MeasureOptions {
  goals?: string[];
  intended?: string;
  estimator: string;
  interval?: IntervalKind;
  level: number;
  seed: number;
  format?: GoalFormat;
  columns?: GoalFields;
  json?: true;
}

const notes = `
Input: CSV with a header, columns goal or goal,count; or JSON Lines, {"goal":"x"} or {"goal":"x","count":3}.

The default estimator is nsb because its prior is nearly flat in S: a fixed Dirichlet prior decides S before the
data do as soon as there are more than two or three goals.`;

/** Goal labels or counts in; goal distribution, S, fidelity and divergence out. */
export function measure(): Command {
  return new Command("measure")
    .description("goal distribution p(g) and ethical entropy S, with intervals, from goal labels or counts")
    .argument("[file]", 'CSV or JSON Lines; "-" or nothing reads standard input')
    .option("--goals <list>", "every goal there could be, between commas, the intended one first", goalList)
    .option("--intended <name>", "the intended goal (default: the first of --goals)")
    .addOption(
      new Option("--estimator <name>", "estimator of S")
        .choices([...entropyEstimators.keys()])
        .default("nsb"),
    )
    .addOption(
      new Option(
        "--interval <kind>",
        "interval of S (default: posterior for nsb and wolpert-wolf, else bootstrap)",
      ).choices(["posterior", "bootstrap"]),
    )
    .option("--level <p>", "coverage of the intervals", level, 0.95)
    .option("--seed <n>", "seed of everything random", seed, 1)
    .addOption(
      new Option("--format <name>", "format of the input (default: by extension, else by content)").choices(
        goalFormats,
      ),
    )
    .option("--columns <names>", "columns to read, such as goal=intent,count=times", columns)
    .option("--json", "print the result as JSON instead of a table")
    .addHelpText("after", notes)
    .action(run);
}

async function run(file: string | undefined, options: MeasureOptions): Promise<void> {
  const { goals, intended = goals?.[0], level, seed, format, columns } = options;
  if (goals && intended !== undefined && !goals.includes(intended)) {
    throw new UserError(`--intended ${intended} is not one of --goals: ${goals.join(", ")}`);
  }
  const estimator = entropyEstimator(options.estimator);
  const interval = intervalFor(estimator, options.interval);

  const input = open(file);
  const tally = await tallyGoals(readGoals(input, { format, fields: columns }), input.name, goals);
  const declared = goals !== undefined;
  const result = measureResult(tally, {
    source: input.name,
    estimator,
    interval,
    level,
    seed,
    intended,
    declared,
  });
  process.stdout.write(`${options.json ? JSON.stringify(result) : measureTable(result)}\n`);
}

function open(file: string | undefined): Input {
  if (file !== undefined && file !== "-") return fileInput(file);
  if (file === undefined && process.stdin.isTTY) {
    throw new UserError(
      "no file given and nothing piped in; expected: telostat measure FILE, or ... | telostat measure",
    );
  }
  return streamInput("stdin", process.stdin);
}
