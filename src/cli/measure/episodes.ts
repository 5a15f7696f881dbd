/** Goals of agents from what they did in a world, by inverse planning; see worlds/. */
import { GoalRows, RowBudget } from "./goal-rows.js";
import type { Method } from "./method.js";
import { allImpossible, mixtureFigures } from "./mixture.js";
import type { WorldInference } from "./worlds/inference.js";

export interface EpisodeSettings {
  readonly level: number;
  /** The first of the goals, if it is the one intended. */
  readonly intended?: string | undefined;
}

export function episodeMethod(
  { goals, notes }: WorldInference,
  { level, intended }: EpisodeSettings,
): Method<Float64Array, GoalRows> {
  const budget = new RowBudget(goals.length);
  return {
    input: "episodes",
    interval: "posterior",
    insufficient: allImpossible,
    newSample: () => new GoalRows(budget),
    measurer: () => ({
      goals,
      intended,
      notes: [
        "count: episodes whose most probable goal it is.",
        intended === undefined ? "Fidelity and divergence need the intended goal: --intended NAME." : "",
        ...notes,
      ].filter((note) => note !== ""),
      measure: (sample, stream) =>
        mixtureFigures(
          sample,
          { names: goals, level, budget, inference: "inverse planning, rationality integrated out" },
          stream,
        ),
    }),
  };
}
