/** Trapezoidal averages over a posterior on an ever finer grid. */
export interface GridMoments {
  readonly mean: number;
  readonly sd: number;
  /** ln of the integral of the unnormalised posterior. */
  readonly logIntegral: number;
}

/**
 * Doubles the number of intervals until the integral has settled to a relative 1e-6 and the mean to 1e-9 (or to rounding).
 *
 * On smooth integrands that vanish at both ends the rule converges geometrically: each halving squares the error, so
 * that the last result is far better than its change from the one before, which is returned as `error`. The integral is
 * watched because a peak between two nodes shows there first. After `maxHalvings` the last result is returned whatever
 * its `error`.
 */
export function refine<Result extends GridMoments>(
  integrate: (intervals: number) => Result,
  firstIntervals: number,
  maxHalvings: number,
): Result & { readonly error: number } {
  let coarse = integrate(firstIntervals);
  for (let halving = 1; ; halving++) {
    const fine = integrate(firstIntervals * 2 ** halving);
    const error = Math.abs(fine.mean - coarse.mean);
    const settled =
      error < 1e-9 * fine.mean + 1e-14 && Math.abs(fine.logIntegral - coarse.logIntegral) < 1e-6;
    if (settled || halving === maxHalvings) return { ...fine, error };
    coarse = fine;
  }
}
