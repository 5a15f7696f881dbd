import type { Line } from "./columns.js";

/** Index of the first x that is >= `value`, in ascending x. */
export function firstFrom(x: Float64Array, value: number): number {
  let [low, high] = [0, x.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (x[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Indices of what is drawn of [from, to], ascending: of every stretch, for every line, the lowest and the highest point and
 * the first hole, and one point beyond either edge. Stretches are a power of two of points long and begin at multiples of
 * their length, so that the shape stays as it is while it is moved. At most `stretches` of them are in view.
 */
export function visible(
  x: Float64Array,
  lines: readonly Line[],
  from: number,
  to: number,
  stretches: number,
): number[] {
  const first = Math.max(0, firstFrom(x, from) - 1);
  const end = Math.min(x.length, firstFrom(x, to) + 2);
  const length = 2 ** Math.max(0, Math.ceil(Math.log2((end - first) / Math.max(1, stretches))));
  if (length < 4) return Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i);
  const kept: number[] = [];
  for (let start = first - (first % length); start < end; start += length) {
    const extremes = new Set<number>();
    for (const line of lines) addExtremes(line, start, Math.min(start + length, x.length), extremes);
    kept.push(...[...extremes].sort((a, b) => a - b));
  }
  return kept;
}

function addExtremes(
  { value, lower = value, upper = value }: Line,
  from: number,
  to: number,
  into: Set<number>,
) {
  let [least, largest, hole] = [-1, -1, -1];
  for (let i = from; i < to; i++) {
    if (Number.isNaN(value[i]!)) {
      if (hole < 0) hole = i;
      continue;
    }
    if (least < 0 || lower[i]! < lower[least]!) least = i;
    if (largest < 0 || upper[i]! > upper[largest]!) largest = i;
  }
  for (const i of [least, largest, hole]) if (i >= 0) into.add(i);
}

/** The values at these places as uPlot wants them: null where there is nothing. */
export const picked = (column: Float64Array, places: readonly number[]): (number | null)[] =>
  places.map((i) => (Number.isNaN(column[i]!) ? null : column[i]!));
