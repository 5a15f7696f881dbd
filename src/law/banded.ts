/** A square matrix of non-negative entries: row i holds the columns first[i]..last[i], from `entries[row[i]]`. */
export interface Banded {
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly row: Int32Array;
  readonly entries: Float64Array;
}

/** First and last index of a range; empty where last < first. */
type Range = readonly [first: number, last: number];

/**
 * Collects a banded matrix row by row. `fill(i, row)` adds row i to zeros and returns the columns that it touched;
 * entries below `negligible` at both ends of them are dropped.
 */
export function banded(
  size: number,
  negligible: number,
  fill: (i: number, row: Float64Array) => Range,
): Banded {
  const first = new Int32Array(size);
  const last = new Int32Array(size);
  const row = new Int32Array(size);
  const entries: number[] = [];
  const buffer = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const touched = fill(i, buffer);
    const [low, high] = support(buffer, touched, negligible);
    first[i] = low;
    last[i] = high;
    row[i] = entries.length;
    for (let j = low; j <= high; j++) entries.push(buffer[j]);
    buffer.fill(0, touched[0], touched[1] + 1);
  }
  return { first, last, row, entries: Float64Array.from(entries) };
}

/** The part of `range` between the first and the last value of at least `negligible`. */
function support(values: Float64Array, [first, last]: Range, negligible: number): Range {
  let low = first;
  let high = last;
  while (high >= low && values[high] < negligible) high--;
  while (low < high && values[low] < negligible) low++;
  return [low, high];
}

/** The square of a matrix. */
export function squared(a: Banded, negligible: number): Banded {
  const { first, last, row, entries } = a;
  return banded(first.length, negligible, (i, into) => {
    let [low, high] = [first.length, -1];
    for (let k = first[i]; k <= last[i]; k++) {
      const factor = entries[row[i] + k - first[i]];
      const shift = row[k] - first[k];
      const end = last[k];
      for (let j = first[k]; j <= end; j++) into[j] += factor * entries[shift + j];
      if (end >= first[k]) [low, high] = [Math.min(low, first[k]), Math.max(high, end)];
    }
    return [low, high];
  });
}

/** matrix x from, leaving out entries of `from` below `negligible` at its ends. */
export function product(a: Banded, from: Float64Array, negligible: number): Float64Array {
  const { first, last, row, entries } = a;
  const to = new Float64Array(from.length);
  const [low, high] = support(from, [0, from.length - 1], negligible);
  for (let i = 0; i < to.length; i++) {
    const begin = Math.max(first[i], low);
    const end = Math.min(last[i], high);
    const shift = row[i] - first[i];
    let even = 0;
    let odd = 0;
    let j = begin;
    for (; j < end; j += 2) {
      even += entries[shift + j] * from[j];
      odd += entries[shift + j + 1] * from[j + 1];
    }
    to[i] = even + odd + (j === end ? entries[shift + j] * from[j] : 0);
  }
  return to;
}
