import type { StreamedGram } from "./stream.js";

/** Rows that no independent gradients would give, by number from 0. */
export interface DegenerateRows {
  /** All entries are zero. */
  readonly zero: readonly number[];
  /** Rows that repeat an earlier one, with that one. */
  readonly repeated: readonly (readonly [row: number, earlier: number])[];
}

/** Relative difference of squared norms and products that rounding in float32 may make. */
const rounding = 1e-4;

/**
 * Zero rows and repeated rows: what a hook that did not run, a buffer that was not cleared or a sampler that restarted
 * leaves behind. A row repeats another where their digests are equal and their distance is rounding.
 */
export function degenerateRows({ rows, products, digests }: StreamedGram): DegenerateRows {
  const squared = (row: number): number => products[row * rows + row];
  const zero: number[] = [];
  const repeated: [number, number][] = [];
  const known = new Map<number, number[]>();
  for (let row = 0; row < rows; row++) {
    if (squared(row) === 0) {
      zero.push(row);
      continue;
    }
    const alike = known.get(digests[row]) ?? [];
    known.set(digests[row], alike);
    const tolerance = rounding * squared(row);
    const earlier = alike.find(
      (other) =>
        Math.abs(squared(other) - squared(row)) <= tolerance &&
        Math.abs(products[row * rows + other] - squared(row)) <= tolerance,
    );
    if (earlier === undefined) alike.push(row);
    else repeated.push([row, earlier]);
  }
  return { zero, repeated };
}
