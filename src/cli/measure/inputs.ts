/** The kinds of input of `telostat measure`: which reader goes with which method. */
import type { MeasureResult } from "../../contracts/index.js";
import { entropyEstimator } from "../../entropy/index.js";
import {
  type EpisodeFormat,
  fileInput,
  type GoalFields,
  type GoalFormat,
  type Input,
  Omissions,
  readCalibration,
  readEpisodes,
  readGoalFile,
  readGoals,
  readProbabilities,
  readTranscripts,
  readWorldFile,
  type TranscriptFormat,
} from "../../ingest/index.js";
import type { Activity } from "./activity.js";
import { type IntervalKind, intervalFor } from "./entropy.js";
import { episodeMethod } from "./episodes.js";
import { intendedFirst } from "./intended.js";
import { labelMethod } from "./labels.js";
import type { Observation } from "./method.js";
import { predictionMethod } from "./predictions.js";
import { probabilityMethod } from "./probabilities.js";
import { measureResult } from "./result.js";
import { toolCallMethod } from "./tool-calls.js";
import type { Windowing } from "./windows.js";
import { buildWorld } from "./worlds/build.js";
import { worldInference } from "./worlds/inference.js";

/** What all kinds of input take. */
export interface InputOptions {
  readonly intended?: string | undefined;
  readonly level: number;
  readonly seed: number;
  readonly window?: Windowing | undefined;
  readonly columns?: GoalFields | undefined;
  readonly activity: Activity;
}

/** Labels as they are, or with `confusion` those of a classifier. */
export async function measureLabels(
  input: Input,
  options: InputOptions & {
    readonly goals?: readonly string[] | undefined;
    readonly estimator?: string | undefined;
    readonly interval?: IntervalKind | undefined;
    readonly format?: GoalFormat | undefined;
    readonly confusion?: string | undefined;
  },
): Promise<MeasureResult> {
  const { goals, level, format, columns, confusion } = options;
  const estimator = entropyEstimator(options.estimator ?? "nsb");
  const interval = intervalFor(estimator, options.interval);
  const intended = options.intended ?? goals?.[0];
  if (goals) intendedFirst(goals, intended, "--goals");
  const method =
    confusion === undefined
      ? labelMethod({ estimator, interval, level, intended, goals })
      : predictionMethod({ calibration: await readCalibration(fileInput(confusion)), level, intended });
  const fields = { ...columns, time: timeField(options) };
  const records = map(readGoals(input, { format, fields }), ({ goal, count, line, time }) => {
    return { value: goal, count, time, position: { source: input.name, line } };
  });
  return measureResult(records, method, common(input, options));
}

/** A classifier's probabilities; `classes` are those of the first record. */
export async function measureProbabilities(
  input: Input,
  classes: readonly string[],
  options: InputOptions & { readonly trainingPrior?: Readonly<Record<string, number>> | undefined },
): Promise<MeasureResult> {
  const { level, intended, trainingPrior } = options;
  const method = probabilityMethod({ classes, level, intended, trainingPrior });
  const records = map(
    readProbabilities(input, { classes, time: timeField(options) }),
    ({ probabilities, line, time }) => {
      return { value: probabilities, count: 1, time, position: { source: input.name, line } };
    },
  );
  return measureResult(records, method, common(input, options));
}

export async function measureToolCalls(
  input: Input,
  options: InputOptions & { readonly goalsFile: string; readonly format?: TranscriptFormat | undefined },
): Promise<MeasureResult> {
  const { level, intended, format, goalsFile } = options;
  const omissions = new Omissions();
  const method = toolCallMethod(await readGoalFile(fileInput(goalsFile)), { level, intended });
  const transcripts = map(readTranscripts(input, { format, omissions }), ({ toolCalls, time, position }) => {
    return {
      value: toolCalls.map(({ name, ...call }) => ({ tool: name, ...call })),
      count: 1,
      time,
      position,
    };
  });
  return measureResult(transcripts, method, common(input, options, omissions));
}

export async function measureEpisodes(
  input: Input,
  options: InputOptions & { readonly world: string; readonly format?: EpisodeFormat | undefined },
): Promise<MeasureResult> {
  const { level, format, world: worldSource, activity } = options;
  const reading = await readWorldFile(worldSource);
  const world = buildWorld(reading, worldSource);
  const { intended: ofFile, none_of_these: noneOfThese } = reading.value;
  const intended = options.intended ?? ofFile;
  const order = intendedFirst(
    world.goals.map(({ name }) => name),
    intended,
    `the goals of ${worldSource}`,
  );
  const omissions = new Omissions();
  const inference = await worldInference(world, {
    order,
    noneOfThese,
    worldSource,
    source: input.name,
    omissions,
    progress: (goal, goals) => activity.step(`planning for goal ${goal + 1} of ${goals}`, goal, goals),
  });
  const episodes = map(readEpisodes(input, { format, time: timeField(options) }), (episode) => {
    const position = { source: input.name, line: episode.line };
    return { value: inference.logLikelihoods(episode), count: 1, time: episode.time, position };
  });
  return measureResult(
    episodes,
    episodeMethod(inference, { level, intended }),
    common(input, options, omissions),
  );
}

/** The field that holds times: what --columns says, or "time" where windows need one. */
const timeField = ({ columns, window }: InputOptions): string | undefined =>
  columns?.time ?? (window?.by === "time" ? "time" : undefined);

function common(
  { name: source }: Input,
  { level, seed, window, activity }: InputOptions,
  omissions?: Omissions,
) {
  return {
    source,
    level,
    seed,
    windowing: window,
    omissions: () => (omissions ? omissionNotes(omissions) : []),
    progress: (w: number, windows: number) => activity.step(`window ${w + 1} of ${windows}`, w, windows),
  };
}

const omissionNotes = (omissions: Omissions): string[] =>
  omissions.list().map(({ what, count, first: { source, line } }) => {
    return `${count} x ${what} (first: ${line === undefined ? source : `${source}:${line}`}).`;
  });

async function* map<A, T>(
  items: AsyncIterable<A>,
  observation: (item: A) => Observation<T>,
): AsyncGenerator<Observation<T>> {
  for await (const item of items) yield observation(item);
}
