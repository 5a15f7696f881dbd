import { betaQuantile, type Estimate } from "../numeric/index.js";

/**
 * The share count / n of one goal with its Jeffreys interval: equal-tailed quantiles of
 * Beta(count + 1/2, n - count + 1/2), except that it reaches down to 0 when nothing was seen and up to 1 when
 * everything was. Mean coverage is close to `level` from n = 10 on [Brown, Cai & DasGupta 2001, section 4.3].
 *
 * @param count may be a sum of weights.
 * @param n at least 1.
 */
export function proportion(count: number, n: number, level: number): Estimate {
  const quantile = (q: number) => betaQuantile(q, count + 0.5, n - count + 0.5);
  return {
    value: count / n,
    lower: count === 0 ? 0 : quantile((1 - level) / 2),
    upper: count === n ? 1 : quantile((1 + level) / 2),
    level,
    method: "share of observations; Jeffreys interval",
    n,
    covers: "multinomial sampling of labels, one point in time, each goal by itself",
  };
}
