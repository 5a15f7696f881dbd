/**
 * A number with its uncertainty.
 *
 * `[lower, upper]` is an interval of coverage `level` (0.95: 95%) made by `method` from `n` observations.
 * `covers` says over what it holds ("inputs", "seeds", "trials", ...) and whether pointwise or over all time:
 * an interval over inputs says nothing about another seed.
 */
export interface Estimate {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  readonly method: string;
  readonly n: number;
  readonly covers: string;
}

/** Reads the `q`-quantile, 0 <= q <= 1, of ascending `sorted` by linear interpolation (Hyndman & Fan type 7). */
export function quantileSorted(sorted: ArrayLike<number>, q: number): number {
  if (sorted.length === 0) throw new RangeError("a quantile needs at least one value");
  if (!(q >= 0 && q <= 1)) throw new RangeError(`a quantile level must lie in [0, 1], got ${q}`);
  const position = (sorted.length - 1) * q;
  const below = Math.floor(position);
  const lower = sorted[below];
  const upper = sorted[Math.min(below + 1, sorted.length - 1)];
  const fraction = position - below;
  return fraction === 0 || lower === upper ? lower : lower + (upper - lower) * fraction;
}
