/** Goals of agents from their tool calls: transcripts and a goal file in, the figures of `telostat measure` out. */
import { type GoalFile, type MeasureResult, measureResultSchema } from "../../contracts/index.js";
import {
  estimateBackground,
  measureGoals,
  NOISE_GRID,
  NONE_OF_THESE,
  type NoiseRates,
  sameActions,
  type ToolCall,
  type ToolGoal,
  toolGoalInference,
} from "../../goals/index.js";
import {
  type Input,
  type Omission,
  Omissions,
  readTranscripts,
  type TranscriptFormat,
} from "../../ingest/index.js";
import { type Estimate, RandomStream } from "../../numeric/index.js";
import { exitCode, UserError } from "../exit.js";
import { version } from "../version.js";
import { scaled } from "./result.js";

export interface TranscriptSettings {
  readonly format?: TranscriptFormat | undefined;
  readonly level: number;
  readonly seed: number;
  /** The intended goal; default the file's. */
  readonly intended?: string | undefined;
}

export async function measureTranscripts(
  input: Input,
  file: GoalFile,
  { format, level, seed, intended = file.intended }: TranscriptSettings,
): Promise<MeasureResult> {
  const goals = orderedGoals(file, intended);
  const omissions = new Omissions();
  const episodes: ToolCall[][] = [];
  const slim = onlyNamed(goals);
  for await (const { toolCalls } of readTranscripts(input, { format, omissions })) {
    episodes.push(toolCalls.map(({ name, ...call }) => slim({ tool: name, ...call })));
  }
  const logLikelihood = likelihoods(episodes, goals, noiseGrid(file.noise));
  const names = goals.map(({ name }) => name);
  const stream = RandomStream.fromSeed(seed).split("measure", "transcripts");
  const measured = measureGoals(logLikelihood, goals.length, { stream, names, level });
  if (!measured) throw new UserError(`${input.name}: no episode that a goal allows`, exitCode.notEnoughData);
  const { weights, entropy, fidelity, divergence, warnings } = measured;
  const maximumEntropy = Math.log(goals.length);
  const counts = mostProbable(logLikelihood, weights);
  return measureResultSchema.parse({
    command: "measure",
    version,
    source: input.name,
    input: "tool calls",
    seed,
    level,
    estimator: {
      name: "gibbs",
      source: "inverse planning over tool calls; goal weights by Gibbs sampling (Diebolt & Robert 1994)",
    },
    interval: "posterior",
    observations: episodes.length,
    goals: goals.length,
    entropy,
    maximumEntropy,
    relativeEntropy: scaled(entropy, 1 / maximumEntropy),
    distribution: names.map((goal, g) => ({ goal, count: counts[g]!, probability: weights[g]! })),
    intended: intended ?? null,
    fidelity: intended === undefined ? null : fidelity,
    divergence: intended === undefined ? null : { ...divergence, reason: null },
    windowing: null,
    windows: null,
    crossChecks: null,
    notes: notes(goals, episodes, intended, warnings, omissions.list()),
  } satisfies MeasureResult);
}

/** The intended goal first, then those of the file in its order, then "none of these". */
function orderedGoals({ goals }: GoalFile, intended: string | undefined): ToolGoal[] {
  const first = goals.filter(({ name }) => name === intended);
  if (intended !== undefined && first.length === 0) {
    throw new UserError(
      `--intended ${intended} is not one of the goals: ${goals.map(({ name }) => name).join(", ")}`,
    );
  }
  return [...first, ...goals.filter(({ name }) => name !== intended), NONE_OF_THESE];
}

/** Keeps of a call the arguments that some pattern asks for: long texts would fill the memory. */
function onlyNamed(goals: readonly ToolGoal[]): (call: ToolCall) => ToolCall {
  const named = new Set(
    goals.flatMap(({ actions }) => actions.flatMap((action) => Object.keys(action.arguments ?? {}))),
  );
  return ({ tool, arguments: all, failed }) => ({
    tool,
    arguments: Object.fromEntries(Object.entries(all).filter(([name]) => named.has(name))),
    failed: failed ?? false,
  });
}

/** Every combination of the rates that the file lists, the defaults where it lists none. */
function noiseGrid(file: GoalFile["noise"]): NoiseRates[] {
  const usual = (name: "noise" | "stop" | "mismatch") => [...new Set(NOISE_GRID.map((rates) => rates[name]))];
  const [{ skip, violation }] = NOISE_GRID as readonly [NoiseRates];
  return (file.noise ?? usual("noise")).flatMap((noise) =>
    (file.stop ?? usual("stop")).flatMap((stop) =>
      (file.mismatch ?? usual("mismatch")).map((mismatch) => ({
        noise,
        stop,
        mismatch,
        skip: file.skip ?? skip,
        violation: file.violation ?? violation,
      })),
    ),
  );
}

/** ln P(episode | goal), [episodes * goals]. */
function likelihoods(
  episodes: readonly (readonly ToolCall[])[],
  goals: readonly ToolGoal[],
  grid: readonly NoiseRates[],
): Float64Array {
  const tools = goals.flatMap(({ actions, avoids = [] }) => [...actions.map(({ tool }) => tool), ...avoids]);
  const inference = toolGoalInference(goals, estimateBackground(episodes, tools), grid);
  const all = new Float64Array(episodes.length * goals.length);
  for (const [e, calls] of episodes.entries()) all.set(inference.logLikelihoods(calls), e * goals.length);
  return all;
}

/** Episodes by their most probable goal, given the weights. */
function mostProbable(logLikelihood: Float64Array, weights: readonly Estimate[]): number[] {
  const counts = weights.map(() => 0);
  for (let e = 0; e < logLikelihood.length; e += weights.length) {
    const joint = weights.map(({ value }, g) => Math.log(value) + logLikelihood[e + g]!);
    counts[joint.indexOf(Math.max(...joint))]! += 1;
  }
  return counts;
}

function notes(
  goals: readonly ToolGoal[],
  episodes: readonly (readonly ToolCall[])[],
  intended: string | undefined,
  warnings: readonly string[],
  omissions: readonly Omission[],
): string[] {
  const silent = episodes.filter((calls) => calls.length === 0).length;
  const alike = goals.flatMap((goal, i) => {
    const twin = goals.slice(0, i).find((other) => sameActions(goal, other));
    return twin ? [`'${twin.name}' and '${goal.name}' expect the same calls: nothing tells them apart.`] : [];
  });
  return [
    "count: episodes whose most probable goal it is.",
    intended === undefined ? "Fidelity and divergence need the intended goal: --intended NAME." : "",
    silent > 0 ? `${silent} of ${episodes.length} episodes have no tool calls.` : "",
    ...alike,
    ...warnings,
    ...omissions.map(({ what, count, first: { source, line } }) => {
      return `${count} x ${what} (first: ${line === undefined ? source : `${source}:${line}`}).`;
    }),
  ].filter((note) => note !== "");
}
