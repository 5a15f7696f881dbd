/**
 * The exponential histogram of ADWIN2 [Bifet & Gavalda 2007, section 4]: the last W observations as buckets of 1, 2, 4,
 * ... of them, at most M of a size, in O(M log(W/M)) memory. Level i holds the buckets of 2^i observations, oldest first.
 */
export interface Level {
  readonly means: readonly number[];
  /** Sums of squared deviations from the bucket's mean. */
  readonly squares: readonly number[];
}

export type Histogram = readonly Level[];

/** So many observations of this mean and sum of squared deviations from it. */
export interface Moments {
  readonly n: number;
  readonly mean: number;
  readonly squares: number;
}

/** The histogram with observations `from` to `to` (exclusive) appended; of more than `perSize` buckets of a size the two oldest are merged. */
export function append(
  histogram: Histogram,
  observations: ArrayLike<number>,
  from: number,
  to: number,
  perSize: number,
): Histogram {
  const levels = histogram.map(({ means, squares }) => ({ means: means.slice(), squares: squares.slice() }));
  for (let k = from; k < to; k++) {
    let mean = observations[k];
    let squares = 0;
    for (let i = 0, size = 1; ; i++, size *= 2) {
      if (i === levels.length) levels.push({ means: [], squares: [] });
      const level = levels[i];
      level.means.push(mean);
      level.squares.push(squares);
      if (level.means.length <= perSize) break;
      const difference = level.means[1] - level.means[0];
      mean = (level.means[0] + level.means[1]) / 2;
      // Two equal parts of Chan, Golub & LeVeque's sum.
      squares = level.squares[0] + level.squares[1] + (difference * difference * size) / 2;
      removeTwo(level.means);
      removeTwo(level.squares);
    }
  }
  return levels;
}

/** Removes the first two of a short list: splice would allocate what it takes out. */
function removeTwo(values: number[]): void {
  for (let k = 2; k < values.length; k++) values[k - 2] = values[k];
  values.pop();
  values.pop();
}

/** The histogram without its oldest bucket. */
export function dropOldest(histogram: Histogram): Histogram {
  const top = histogram.length - 1;
  const { means, squares } = histogram[top];
  const rest = { means: means.slice(1), squares: squares.slice(1) };
  const levels = [...histogram.slice(0, top), rest];
  return levels.slice(0, levels.findLastIndex(({ means }) => means.length > 0) + 1);
}

/** Number, mean and squared deviations of all that the histogram holds [Chan, Golub & LeVeque 1983]. */
export function moments(histogram: Histogram): Moments {
  let [n, mean, squares] = [0, 0, 0];
  for (let i = histogram.length - 1; i >= 0; i--) {
    const size = 2 ** i;
    const level = histogram[i];
    for (let k = 0; k < level.means.length; k++) {
      const difference = level.means[k] - mean;
      n += size;
      mean += (difference * size) / n;
      squares += level.squares[k] + (difference * difference * size * (n - size)) / n;
    }
  }
  return { n, mean, squares };
}
