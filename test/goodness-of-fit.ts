import { gammaInc, mean, variance } from "../src/numeric/index.js";

/** (sample mean - expected) in standard errors of the mean, estimated from the sample. */
export function standardErrors(values: ArrayLike<number>, expected: number): number {
  return (mean(values)! - expected) / Math.sqrt(variance(values)! / values.length);
}

/** P(chi-square >= the one observed), Pearson's test of `counts` against `probabilities`. */
export function chiSquareP(counts: ArrayLike<number>, probabilities: ArrayLike<number>): number {
  let n = 0;
  for (let i = 0; i < counts.length; i++) n += counts[i];
  let statistic = 0;
  for (let i = 0; i < counts.length; i++)
    statistic += (counts[i] - n * probabilities[i]) ** 2 / (n * probabilities[i]);
  return 1 - gammaInc((counts.length - 1) / 2, statistic / 2);
}

/**
 * sqrt(n) times the Kolmogorov-Smirnov distance between `values` and a continuous distribution function.
 * Its limit law exceeds 1.95 with probability 0.001.
 */
export function kolmogorovSmirnov(values: ArrayLike<number>, cdf: (x: number) => number): number {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  const distance = sorted.reduce((largest, x, i) => {
    const p = cdf(x);
    return Math.max(largest, p - i / n, (i + 1) / n - p);
  }, 0);
  return Math.sqrt(n) * distance;
}
