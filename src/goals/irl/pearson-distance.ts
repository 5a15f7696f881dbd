/**
 * sqrt((1 - rho) / 2) for the weighted correlation rho of `a` and `b`: 0 where one is a positive multiple of the other
 * up to a constant, 1 where it is a negative one. Computed as half the distance of the standardised vectors, so that
 * small distances keep their digits.
 *
 * `undefined` when a vector is constant, that is when its standard deviation is at most 1e-9 of its `scale`, the size of
 * what it was computed from: rounding leaves less.
 */
export function pearsonDistance(
  a: Float64Array,
  b: Float64Array,
  weights: Float64Array,
  scale: { readonly a: number; readonly b: number },
): number | undefined {
  const x = standardised(a, weights, scale.a);
  const y = standardised(b, weights, scale.b);
  if (x === undefined || y === undefined) return undefined;
  let square = 0;
  for (let i = 0; i < x.length; i++) square += weights[i] * (x[i] - y[i]) ** 2;
  return Math.min(1, Math.sqrt(square) / 2);
}

/** Entries with weighted mean 0 and sum of weighted squares 1. */
function standardised(values: Float64Array, weights: Float64Array, scale: number): Float64Array | undefined {
  if (scale === 0) return undefined;
  const scaled = values.map((value) => value / scale);
  let total = 0;
  let mean = 0;
  for (let i = 0; i < scaled.length; i++) {
    total += weights[i];
    mean += weights[i] * scaled[i];
  }
  mean /= total;
  let square = 0;
  for (let i = 0; i < scaled.length; i++) square += weights[i] * (scaled[i] - mean) ** 2;
  const norm = Math.sqrt(square);
  if (!(norm > 1e-9 * Math.sqrt(total))) return undefined;
  return scaled.map((value) => (value - mean) / norm);
}

/** Largest absolute entry. @throws RangeError naming the first entry that is not finite. */
export function largest(name: string, values: ArrayLike<number>): number {
  let top = 0;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) throw new RangeError(`${name}[${i}] must be finite, got ${values[i]}`);
    top = Math.max(top, Math.abs(values[i]));
  }
  return top;
}
