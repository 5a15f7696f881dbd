/**
 * The lower end of the bracket. With v_A the top direction of one half of the rows and F_B the second moment of the
 * other, independent of it,
 *
 *     E[v_A' F_B v_A | A] = v_A' F v_A <= lambda_max(F)
 *
 * by Rayleigh, whatever the distribution of the rows. From the Gram matrix alone: v_A = G_A'u / s, hence
 * v_A' F_B v_A = |K_BA u|^2 / (n_B s^2).
 */
import type { RandomStream } from "../../numeric/index.js";
import { block, type SampleGram, topPair } from "./sample-gram.js";

/** A bound for the error of v_A's eigenvalue: v_A need not be exact, only blind to B. */
const DIRECTION = 1e-2;

/** Squared projections (g_j . v_A)^2 of the rows of B on a direction that has not seen them: one array a direction. */
export type Projections = readonly Float64Array[];

/**
 * Both directions, A -> B and B -> A, of `splits` random halvings of `rows`.
 * Cost: 2 `splits` top eigenpairs of half the size.
 */
export function twoHalfProjections(
  gram: SampleGram,
  rows: ArrayLike<number>,
  splits: number,
  stream: RandomStream,
): Projections {
  const order = Int32Array.from(rows);
  const middle = order.length >> 1;
  return Array.from({ length: splits }, () => {
    shuffle(order, stream);
    const [a, b] = [order.slice(0, middle), order.slice(middle)];
    return [projections(gram, a, b), projections(gram, b, a)];
  }).flat();
}

function projections(gram: SampleGram, from: Int32Array, onto: Int32Array): Float64Array {
  const { value, vector } = topPair(block(gram, from, from), from.length, DIRECTION);
  const squares = new Float64Array(onto.length);
  if (value === 0) return squares;
  for (let j = 0; j < onto.length; j++) {
    const row = onto[j] * gram.rows;
    let product = 0;
    for (let i = 0; i < from.length; i++) product += gram.entries[row + from[i]] * vector[i];
    squares[j] = product ** 2 / value;
  }
  return squares;
}

/** Average of v_A' F_B v_A over the directions. */
export function meanProjection(projections: Projections): number {
  let total = 0;
  for (const squares of projections) {
    let own = 0;
    for (let j = 0; j < squares.length; j++) own += squares[j];
    total += own / squares.length;
  }
  return total / projections.length;
}

/** Fisher-Yates, in place. */
export function shuffle(order: Int32Array, stream: RandomStream): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = stream.integer(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
}
