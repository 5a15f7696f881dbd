/** Goals of agents from their tool calls, by inverse planning under the goals of a goal file. */
import type { GoalFile } from "../../contracts/index.js";
import {
  estimateBackground,
  NOISE_GRID,
  NONE_OF_THESE,
  type NoiseRates,
  sameActions,
  type ToolCall,
  type ToolGoal,
  toolGoalInference,
} from "../../goals/index.js";
import { GoalRows, RowBudget } from "./goal-rows.js";
import { intendedFirst } from "./intended.js";
import type { Measurer, Method } from "./method.js";
import { mixtureFigures } from "./mixture.js";
import { CallKinds, ToolCallSample } from "./tool-call-sample.js";

export interface ToolCallSettings {
  readonly level: number;
  /** The intended goal; default the file's. */
  readonly intended?: string | undefined;
}

export function toolCallMethod(
  file: GoalFile,
  { level, intended = file.intended }: ToolCallSettings,
): Method<readonly ToolCall[], ToolCallSample> {
  const goals = orderedGoals(file, intended);
  const kinds = new CallKinds(goals);
  return {
    input: "tool calls",
    estimator: {
      name: "gibbs",
      source: "inverse planning over tool calls; goal weights by Gibbs sampling (Diebolt & Robert 1994)",
    },
    interval: "posterior",
    insufficient: "no episode that a goal allows",
    newSample: () => new ToolCallSample(kinds),
    measurer: (whole) => toolCallMeasurer(whole, goals, noiseGrid(file.noise), { level, intended }),
  };
}

/** The intended goal first, then those of the file in its order, then "none of these". */
function orderedGoals({ goals }: GoalFile, intended: string | undefined): ToolGoal[] {
  const names = intendedFirst(
    goals.map(({ name }) => name),
    intended,
    "the goals",
  );
  return [...names.map((wanted) => goals.find(({ name }) => name === wanted)!), NONE_OF_THESE];
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

/** What calls have nothing to do with goals is taken from all episodes; each distinct episode is inferred once. */
function toolCallMeasurer(
  whole: ToolCallSample,
  goals: readonly ToolGoal[],
  grid: readonly NoiseRates[],
  { level, intended }: ToolCallSettings,
): Measurer<ToolCallSample> {
  const tools = goals.flatMap(({ actions, avoids = [] }) => [...actions.map(({ tool }) => tool), ...avoids]);
  const inference = toolGoalInference(goals, estimateBackground(eachEpisode(whole), tools), grid);
  const names = goals.map(({ name }) => name);
  const known = new Map<string, Float64Array>();
  const rowOf = (key: string, calls: readonly ToolCall[]): Float64Array => {
    const row = known.get(key) ?? inference.logLikelihoods(calls);
    known.set(key, row);
    return row;
  };
  return {
    goals: names,
    intended,
    notes: notes(goals, whole, intended),
    measure(sample, stream) {
      const budget = new RowBudget(goals.length);
      const rows = new GoalRows(budget);
      for (const { key, calls, count } of sample.episodes()) rows.add(rowOf(key, calls), count);
      return mixtureFigures(rows, { names, level, budget }, stream);
    },
  };
}

function* eachEpisode(sample: ToolCallSample): Generator<ToolCall[]> {
  for (const { calls, count } of sample.episodes()) for (let i = 0; i < count; i++) yield calls;
}

function notes(goals: readonly ToolGoal[], whole: ToolCallSample, intended: string | undefined): string[] {
  let silent = 0;
  for (const { calls, count } of whole.episodes()) if (calls.length === 0) silent += count;
  const alike = goals.flatMap((goal, i) => {
    const twin = goals.slice(0, i).find((other) => sameActions(goal, other));
    return twin ? [`'${twin.name}' and '${goal.name}' expect the same calls: nothing tells them apart.`] : [];
  });
  return [
    "count: episodes whose most probable goal it is.",
    intended === undefined ? "Fidelity and divergence need the intended goal: --intended NAME." : "",
    silent > 0 ? `${silent} of ${whole.n} episodes have no tool calls.` : "",
    ...alike,
  ].filter((note) => note !== "");
}
