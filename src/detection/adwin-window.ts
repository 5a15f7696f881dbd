/**
 * The exponential histogram of ADWIN2 [Bifet & Gavalda 2007, section 4]: the last W observations as buckets of 1, 2, 4,
 * ... of them, at most M of a size, in O(M log(W/M)) memory. `levels[i]` holds the buckets of 2^i observations, oldest first.
 */
export interface Bucket {
  readonly mean: number;
  /** Sum of squared deviations from `mean`. */
  readonly squares: number;
}

export type Histogram = readonly (readonly Bucket[])[];

/** So many observations of this mean and sum of squared deviations. */
export interface Moments extends Bucket {
  readonly n: number;
}

const NOTHING: Moments = { n: 0, mean: 0, squares: 0 };

/** The moments of both together [Chan, Golub & LeVeque 1983]. */
function join(a: Moments, b: Moments): Moments {
  const n = a.n + b.n;
  const difference = b.mean - a.mean;
  return {
    n,
    mean: a.mean + (difference * b.n) / n,
    squares: a.squares + b.squares + (difference * difference * a.n * b.n) / n,
  };
}

/** The histogram with `values` appended; where a size has more than `perSize` buckets its two oldest are merged. */
export function append(histogram: Histogram, values: readonly number[], perSize: number): Histogram {
  const levels = histogram.map((level) => [...level]);
  for (const mean of values) {
    let bucket: Bucket = { mean, squares: 0 };
    for (let i = 0; ; i++) {
      if (i === levels.length) levels.push([]);
      const level = levels[i];
      level.push(bucket);
      if (level.length <= perSize) break;
      const [a, b] = level.splice(0, 2);
      const n = 2 ** i;
      bucket = join({ n, ...a }, { n, ...b });
      bucket = { mean: bucket.mean, squares: bucket.squares };
    }
  }
  return levels;
}

/** The histogram without its oldest bucket. */
export function dropOldest(histogram: Histogram): Histogram {
  const top = histogram.length - 1;
  const rest = histogram[top].slice(1);
  return rest.length > 0 ? [...histogram.slice(0, top), rest] : histogram.slice(0, top);
}

/** The moments of the oldest bucket, of the two oldest, ... up to the whole window. */
export function prefixes(histogram: Histogram): Moments[] {
  const all: Moments[] = [];
  let sofar = NOTHING;
  for (let i = histogram.length - 1; i >= 0; i--)
    for (const bucket of histogram[i]) {
      sofar = join(sofar, { n: 2 ** i, ...bucket });
      all.push(sofar);
    }
  return all;
}
