import { type Estimate, multinomial, quantileSorted, type RandomStream, sum } from "../numeric/index.js";
import type { EntropyEstimator } from "./contract.js";
import { summariseCounts } from "./counts.js";
import { checkInterval } from "./interval.js";

export interface BootstrapIntervalOptions {
  readonly stream: RandomStream;
  /** Nominal coverage. Default 0.95. */
  readonly level?: number;
  /** Bootstrap samples. Default 2000, which leaves the tail probability of each end uncertain by 0.0035. */
  readonly resamples?: number;
}

/**
 * Bootstrap interval of any estimator: percentiles of its values S* on multinomial resamples of the observed shares,
 * less twice the bootstrap bias b = mean S* - S (Efron & Tibshirani 1993, sections 10.2 and 13.3). The first b brings
 * the resamples back to the estimate, the second takes out the estimate's own bias, which is about the same.
 *
 * The correction is needed because resamples lose bins, so that plain and median-corrected (BC) percentiles lie on one
 * side of S. Measured at nominal 95% on four distributions of 5 and 20 bins, n = 50 and 200, five estimators
 * (`test/reference/entropy/coverage.ts`): plain and BC cover 0 to 0.99; this interval 0.58 to 1, from n = 200 on 0.81 to
 * 1, and for maximum-likelihood 0.84 to 1. With few observations a bin, prefer `posteriorInterval`.
 *
 * The ends are held within [0, ln K] for estimators that are `bounded`. `undefined` without observations, or where a
 * resample has no estimate. Cost `resamples` x n ln K.
 *
 * @param counts whole numbers: a resample of weights has no meaning.
 */
export function bootstrapInterval(
  counts: ArrayLike<number>,
  estimator: EntropyEstimator,
  { stream, level = 0.95, resamples = 2000 }: BootstrapIntervalOptions,
): Estimate | undefined {
  checkInterval(level, "resamples", resamples);
  const { n, bins } = summariseCounts(counts, true);
  const value = estimator.estimate(counts);
  if (value === undefined) return undefined;
  const resample = multinomial(stream, n, counts);
  const entropies = new Float64Array(resamples);
  for (let b = 0; b < resamples; b++) {
    const entropy = estimator.estimate(resample());
    if (entropy === undefined) return undefined;
    entropies[b] = entropy;
  }
  entropies.sort();
  const bias = sum(entropies) / resamples - value;
  const end = (q: number) => {
    const corrected = quantileSorted(entropies, q) - 2 * bias;
    return estimator.bounded ? Math.min(Math.max(0, corrected), Math.log(bins)) : corrected;
  };
  return {
    value,
    lower: end((1 - level) / 2),
    upper: end((1 + level) / 2),
    level,
    method: `${estimator.name}; bias-corrected percentile interval of ${resamples} bootstrap samples`,
    n,
    covers: "multinomial sampling of labels, one point in time",
  };
}
