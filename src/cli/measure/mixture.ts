/** The goal distribution behind episodes whose goals are in doubt: weights of a mixture. */
import { type EpisodeLikelihoods, measureEpisodes } from "../../goals/index.js";
import type { Estimate, RandomStream } from "../../numeric/index.js";
import type { GoalRows, RowBudget } from "./goal-rows.js";
import type { Figures } from "./method.js";

export interface MixtureSettings {
  readonly names: readonly string[];
  readonly level: number;
  readonly budget: RowBudget;
  /** How it is told from an episode what its goal is, with the source. */
  readonly inference: string;
}

const routes = {
  gibbs: "goal weights by Gibbs sampling (Diebolt & Robert 1994)",
  laplace:
    "goal weights by Laplace's approximation, as the episodes leave next to no doubt about their goals",
} as const;

/** `undefined` where no goal allows any episode. */
export function mixtureFigures(
  sample: GoalRows,
  { names, level, budget, inference }: MixtureSettings,
  stream: RandomStream,
): Figures | undefined {
  const likelihoods = sample.likelihoods();
  const measured = measureEpisodes(likelihoods, { stream, names, level });
  if (!measured) return undefined;
  const { route, weights, entropy, fidelity, divergence, warnings } = measured;
  return {
    estimator: { name: route, source: `${inference}; ${routes[route]}` },
    counts: mostProbable(likelihoods, weights),
    probabilities: weights,
    entropy,
    fidelity,
    divergence: { ...divergence, reason: null },
    notes: [...warnings.map(sentence), ...rounded(budget)],
  };
}

/** What is wrong where none of `n` episodes has figures. */
export const allImpossible = (n: number): string =>
  n === 1 ? "the episode is possible under no goal" : `none of the ${n} episodes is possible under any goal`;

/** Episodes by their most probable goal, given the weights. */
function mostProbable(
  { rows, multiplicity, start, goal, likelihood }: EpisodeLikelihoods,
  weights: readonly Estimate[],
): number[] {
  const counts = weights.map(() => 0);
  for (let r = 0; r < rows; r++) {
    let best = start[r]!;
    const joint = (i: number) => weights[goal[i]!]!.value * likelihood[i]!;
    for (let i = best + 1; i < start[r + 1]!; i++) if (joint(i) > joint(best)) best = i;
    counts[goal[best]!]! += multiplicity[r]!;
  }
  return counts;
}

/** A warning as a sentence of the notes. */
export const sentence = (warning: string): string =>
  `${warning.charAt(0).toUpperCase()}${warning.slice(1)}${/[.!?]$/.test(warning) ? "" : "."}`;

function rounded({ rounding }: RowBudget): string[] {
  if (rounding === 0) return [];
  return [
    `There are too many different episodes to hold each: log-likelihood ratios were rounded to multiples of ${rounding} nats.`,
  ];
}
