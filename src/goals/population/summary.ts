import { type Estimate, quantileSorted } from "../../numeric/index.js";
import { equalWeightsPValue, oneGoalPValue } from "./boundary.js";
import type { WeightDraws } from "./chains.js";
import type { EpisodeLikelihoods } from "./episode-likelihoods.js";
import { checkWeights, divergenceFrom } from "./weights.js";

/** P-values of the two ends of the range of S. */
export interface EntropyLimits {
  /** Of "always the same goal", S = 0. */
  readonly oneGoal: number;
  /** Of "all goals alike", S = ln K. */
  readonly equalWeights: number;
}

export const entropyLimits = (likelihoods: EpisodeLikelihoods): EntropyLimits => ({
  oneGoal: oneGoalPValue(likelihoods),
  equalWeights: equalWeightsPValue(likelihoods),
});

/**
 * Equal-tailed credible interval of S, which reaches to 0 or ln K where that end of the range is not ruled out at its
 * level; see boundary.ts.
 */
export function entropyInterval(
  { goals, entropy }: WeightDraws,
  level: number,
  { oneGoal, equalWeights }: EntropyLimits,
): { readonly lower: number; readonly upper: number } {
  const sorted = entropy.slice().sort();
  return {
    lower: oneGoal > 1 - level ? 0 : quantileOfDraws(sorted, (1 - level) / 2),
    upper: equalWeights > 1 - level ? Math.log(goals) : quantileOfDraws(sorted, (1 + level) / 2),
  };
}

/**
 * The q-quantile at position (n + 1) q of n draws [Hyndman & Fan 1996, type 6]: of n independent draws and the truth,
 * which is one more draw, the truth falls below it with probability q exactly.
 */
function quantileOfDraws(sorted: Float64Array, q: number): number {
  const n = sorted.length;
  if (n === 1) return sorted[0];
  return quantileSorted(sorted, Math.min(1, Math.max(0, ((n + 1) * q - 1) / (n - 1))));
}

export interface SummaryOptions {
  /** Of the intervals. Default 0.95. */
  readonly level?: number;
  /** The intended distribution, [goals]. Default: always goal 0. */
  readonly intended?: ArrayLike<number> | undefined;
  /** Independent observations behind the draws. */
  readonly n: number;
  readonly covers: string;
  readonly limits: EntropyLimits;
}

export interface WeightSummary {
  /** p(g) of each goal. */
  readonly weights: readonly Estimate[];
  readonly entropy: Estimate;
  /** p(g_1), g_1 the goal that is intended most. */
  readonly fidelity: Estimate;
  /** D_KL(intended || p); the value is the posterior median, because the mean hangs on weights next to 0. */
  readonly divergence: Estimate;
}

/** Posterior means with equal-tailed credible intervals; that of S is `entropyInterval`. */
export function summariseDraws(
  posterior: WeightDraws,
  { level = 0.95, intended, n, covers, limits }: SummaryOptions,
): WeightSummary {
  if (!(level > 0 && level < 1)) throw new RangeError(`level must lie between 0 and 1, got ${level}`);
  const { method, goals, draws, weights, entropy } = posterior;
  const wanted = intended ?? oneHot(goals);
  checkWeights("intended", wanted, goals);
  const estimate = (values: Float64Array, point: "mean" | "median"): Estimate => {
    const sorted = values.slice().sort();
    return {
      value: point === "mean" ? values.reduce((a, b) => a + b, 0) / draws : quantileSorted(sorted, 0.5),
      lower: quantileOfDraws(sorted, (1 - level) / 2),
      upper: quantileOfDraws(sorted, (1 + level) / 2),
      level,
      method: `posterior ${point} and equal-tailed interval of ${draws} ${method}`,
      n,
      covers,
    };
  };
  const column = (g: number) => Float64Array.from({ length: draws }, (_, d) => weights[d * goals + g]);
  const divergences = Float64Array.from({ length: draws }, (_, d) =>
    divergenceFrom(wanted, weights.subarray(d * goals, (d + 1) * goals)),
  );
  const estimates = Array.from({ length: goals }, (_, g) => estimate(column(g), "mean"));
  return {
    weights: estimates,
    entropy: { ...estimate(entropy, "mean"), ...entropyInterval(posterior, level, limits) },
    fidelity: estimates[mostIntended(wanted)],
    divergence: estimate(divergences, "median"),
  };
}

const oneHot = (goals: number): Float64Array =>
  Float64Array.from({ length: goals }, (_, g) => Number(g === 0));

function mostIntended(intended: ArrayLike<number>): number {
  let best = 0;
  for (let g = 1; g < intended.length; g++) if (intended[g] > intended[best]) best = g;
  return best;
}
