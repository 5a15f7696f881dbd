/** Goals of agents from their tool calls, by inverse planning under the goals of a goal file. */
import type { GoalFile } from "../../contracts/index.js";
import { NONE_OF_THESE, noiseGrid, sameActions, type ToolCall, type ToolGoal } from "../../goals/index.js";
import { intendedFirst } from "./intended.js";
import type { Measurer, Method } from "./method.js";
import { allImpossible, mixtureFigures } from "./mixture.js";
import { ToolCallPool, ToolCallSample } from "./tool-call-sample.js";

export interface ToolCallSettings {
  readonly level: number;
  /** The intended goal; default the file's. */
  readonly intended?: string | undefined;
  /** Calls held at most; default `mostCalls`. */
  readonly most?: number;
}

export function toolCallMethod(
  file: GoalFile,
  { level, intended = file.intended, most }: ToolCallSettings,
): Method<readonly ToolCall[], ToolCallSample> {
  const goals = orderedGoals(file, intended);
  const pool = new ToolCallPool(goals, noiseGrid(file.noise), most);
  return {
    input: "tool calls",
    interval: "posterior",
    insufficient: allImpossible,
    newSample: () => new ToolCallSample(pool),
    measurer: (whole) => toolCallMeasurer(whole, pool, { level, intended }),
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

function toolCallMeasurer(
  whole: ToolCallSample,
  pool: ToolCallPool,
  { level, intended }: ToolCallSettings,
): Measurer<ToolCallSample> {
  const names = pool.goals.map(({ name }) => name);
  return {
    goals: names,
    intended,
    notes: notes(pool, whole, intended),
    measure(sample, stream) {
      const { rows, budget } = sample.rows();
      return mixtureFigures(
        rows,
        { names, level, budget, inference: "inverse planning over tool calls" },
        stream,
      );
    },
  };
}

function notes(
  { goals, estimatedFrom }: ToolCallPool,
  { n, silent }: ToolCallSample,
  intended: string | undefined,
): string[] {
  const alike = goals.flatMap((goal, i) => {
    const twin = goals.slice(0, i).find((other) => sameActions(goal, other));
    return twin ? [`'${twin.name}' and '${goal.name}' expect the same calls: nothing tells them apart.`] : [];
  });
  return [
    "count: episodes whose most probable goal it is.",
    intended === undefined ? "Fidelity and divergence need the intended goal: --intended NAME." : "",
    silent > 0 ? `${silent} of ${n} episodes ${silent === 1 ? "has" : "have"} no tool calls.` : "",
    estimatedFrom === undefined
      ? ""
      : `There are too many different episodes to hold each: what calls are noise was estimated from the first ${estimatedFrom} of ${n}.`,
    ...alike,
  ].filter((note) => note !== "");
}
