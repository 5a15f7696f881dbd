/**
 * A lower confidence limit of lambda_max that is exact for any number of rows and any distribution of them.
 *
 * Given A, the squared projections y_j = (g_j . v_A)^2 are independent, >= 0, with mean v_A' F v_A <= lambda_max. So
 * for m = lambda_max and any stake 0 <= b <= 1 the capital of a gambler who bets that the mean is larger,
 *
 *     E(m) = prod_j (1 + b (y_j / m - 1)),
 *
 * has mean <= 1: it is an e-value [Waudby-Smith & Ramdas 2024, for bounded means; only y >= 0 is needed for a lower
 * limit]. Averages of e-values are e-values, however dependent: E is averaged over stakes and over all splits, and by
 * Markov's inequality P(E(lambda_max) >= 1/alpha) <= alpha. E falls in m, so the limit is where it crosses 1/alpha.
 */
import type { Projections } from "./two-half.js";

/** Stakes mixed with equal weight: the best fixed stake is about (excess of the mean) / variance, unknown beforehand. */
const STAKES = [0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7];

/**
 * The limit L with P(L > lambda_max) <= alpha, 0 when the data support none.
 *
 * It may exceed the average of v_A' F_B v_A over splits: splits that happened on a better direction earn the most.
 */
export function lowerLimit(projections: Projections, alpha: number): number {
  const goal = Math.log(1 / alpha);
  let top = 0;
  for (const squares of projections) for (const y of squares) top = Math.max(top, y);
  if (top === 0) return 0;
  // At m = top no factor exceeds 1; at `low` the stake 0.7 has won by the largest row alone, or there is no limit.
  let [low, high] = [Math.log(top) - SEARCH, Math.log(top)];
  if (logCapital(projections, Math.exp(low)) < goal) return 0;
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    if (logCapital(projections, Math.exp(middle)) >= goal) low = middle;
    else high = middle;
  }
  return Math.exp(low);
}

/** Limits below exp(-SEARCH) of the largest projection are given as 0. */
const SEARCH = 30;

/** ln of the capital at m, averaged over stakes and directions. */
function logCapital(projections: Projections, m: number): number {
  const logs = new Float64Array(projections.length * STAKES.length);
  let at = 0;
  let largest = -Infinity;
  for (const squares of projections) {
    for (const stake of STAKES) {
      const value = logProduct(squares, stake / m, 1 - stake);
      logs[at++] = value;
      largest = Math.max(largest, value);
    }
  }
  let total = 0;
  for (const value of logs) total += Math.exp(value - largest);
  return largest + Math.log(total / logs.length);
}

/** sum_j ln(rest + slope y_j), with one logarithm for many factors: they stay within 2^-100 and 2^500. */
function logProduct(squares: Float64Array, slope: number, rest: number): number {
  let log = 0;
  let product = 1;
  for (let j = 0; j < squares.length; j++) {
    product *= rest + slope * squares[j];
    if (product > 1e150 || product < 1e-150) {
      log += Math.log(product);
      product = 1;
    }
  }
  return log + Math.log(product);
}
