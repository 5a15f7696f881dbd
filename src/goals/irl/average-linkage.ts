/** One step of an agglomeration: the clusters of `left` and `right` (their least members) join at `height`. */
export interface Merge {
  readonly left: number;
  readonly right: number;
  /** Mean distance between members of the two. */
  readonly height: number;
}

/**
 * Agglomerative clustering by average linkage (UPGMA; Sokal & Michener 1958) with the Lance-Williams update. Heights
 * never fall. Of equally near pairs the one with the least members joins first, so that the result is unique.
 *
 * @param distances symmetric, row-major [n, n].
 * @returns n - 1 merges. Cost O(n^3): for up to about a thousand items.
 */
export function averageLinkage(distances: Float64Array, n: number): Merge[] {
  const between = Float64Array.from(distances);
  const size = new Float64Array(n).fill(1);
  const alive = Array.from({ length: n }, (_, i) => i);
  const merges: Merge[] = [];
  while (alive.length > 1) {
    const { left, right, height } = nearest(between, n, alive);
    merges.push({ left, right, height });
    alive.splice(alive.indexOf(right), 1);
    for (const other of alive) {
      const mean =
        (size[left] * between[left * n + other] + size[right] * between[right * n + other]) /
        (size[left] + size[right]);
      between[left * n + other] = between[other * n + left] = mean;
    }
    size[left] += size[right];
  }
  return merges;
}

function nearest(between: Float64Array, n: number, alive: readonly number[]): Merge {
  let found = { left: alive[0], right: alive[1], height: Number.POSITIVE_INFINITY };
  for (const left of alive) {
    for (const right of alive) {
      const height = between[left * n + right];
      if (right > left && height < found.height) found = { left, right, height };
    }
  }
  return found;
}

/** Cluster of each of n items when `clusters` are left, numbered by first appearance. */
export function cut(merges: readonly Merge[], clusters: number): Int32Array {
  const n = merges.length + 1;
  const least = Int32Array.from({ length: n }, (_, i) => i);
  for (const { left, right } of merges.slice(0, n - clusters)) {
    least.forEach((member, i) => {
      if (member === right) least[i] = left;
    });
  }
  const number = new Map<number, number>();
  return least.map((member) => {
    if (!number.has(member)) number.set(member, number.size);
    return number.get(member)!;
  });
}
