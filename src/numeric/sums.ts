/**
 * Sum of `values`, correctly rounded, so that their order does not matter: Shewchuk 1997's non-overlapping partial
 * sums, rounded half to even as in Python's math.fsum. Infinity where a partial sum overflows.
 */
export function sum(values: ArrayLike<number>): number {
  const partials: number[] = [];
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    let high = values[i];
    let kept = 0;
    for (let j = 0; j < count; j++) {
      const total = high + partials[j];
      const low = roundingError(high, partials[j], total);
      if (low !== 0) partials[kept++] = low;
      high = total;
    }
    partials[kept] = high;
    count = kept + 1;
  }
  const total = roundOnce(partials, count);
  return Number.isFinite(total) ? total : plainSum(values);
}

/** (a + b) - total, exactly, for total = fl(a + b) [Dekker 1971]. */
function roundingError(a: number, b: number, total: number): number {
  return Math.abs(a) < Math.abs(b) ? a - (total - b) : b - (total - a);
}

/** Sum of the first `count` partials, ascending and non-overlapping, with one rounding. */
function roundOnce(partials: number[], count: number): number {
  let k = count - 1;
  let total = k < 0 ? 0 : partials[k];
  let low = 0;
  while (k > 0 && low === 0) {
    k -= 1;
    const high = total;
    total = high + partials[k];
    low = roundingError(high, partials[k], total);
  }
  // A tie was broken to even without seeing the partials below: they decide it.
  if (k > 0 && Math.sign(low) === Math.sign(partials[k - 1])) {
    const corrected = total + 2 * low;
    if (corrected - total === 2 * low) return corrected;
  }
  return total;
}

/** The order of IEEE additions, for its Infinity and NaN. */
function plainSum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

/** Arithmetic mean, or `undefined` of nothing. */
export function mean(values: ArrayLike<number>): number | undefined {
  return values.length === 0 ? undefined : sum(values) / values.length;
}

/**
 * Unbiased sample variance (divisor n - 1), or `undefined` for fewer than two values. The corrected two-pass
 * algorithm [Chan, Golub & LeVeque 1983, eq. 1.7]: the second term removes the rounding of the mean.
 */
export function variance(values: ArrayLike<number>): number | undefined {
  const n = values.length;
  if (n < 2) return undefined;
  const centre = sum(values) / n;
  const deviations = Float64Array.from(values, (value) => value - centre);
  const squares = deviations.map((d) => d * d);
  return Math.max(0, sum(squares) - sum(deviations) ** 2 / n) / (n - 1);
}

/** ln sum_i exp(x_i) without overflow; -Infinity for nothing or for all -Infinity. */
export function logSumExp(values: ArrayLike<number>): number {
  let top = -Infinity;
  for (let i = 0; i < values.length; i++) if (values[i] > top || Number.isNaN(values[i])) top = values[i];
  if (!Number.isFinite(top)) return top;
  let total = 0;
  for (let i = 0; i < values.length; i++) total += Math.exp(values[i] - top);
  return top + Math.log(total);
}

/** x ln x, with its limit 0 at x = 0. */
export function xlogx(x: number): number {
  return x === 0 ? 0 : x * Math.log(x);
}
