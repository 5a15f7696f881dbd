/**
 * The dual Gram matrix K = G G' of n gradient samples, the rows of G [n, N]. It is all that the statistics of this
 * folder see: F^ = G'G / n has the eigenvalues of K / n, and v = G'u / s is its unit eigenvector where K u = s^2 u.
 * Rows are taken to be independent draws with E g g' = F; nothing is centred.
 */
import { RandomStream } from "../../numeric/index.js";
import { topEigenvalue } from "../krylov/top-eigenvalue.js";
import { denseOperator } from "../operator.js";

export interface SampleGram {
  /** Row-major n x n, not divided by n. */
  readonly entries: Float64Array;
  readonly rows: number;
}

/** Relative rounding that an entry may carry: a Gram matrix of float32 rows summed in float32. */
const ROUNDING = 1e-4;

/**
 * @throws RangeError that names the row where the matrix cannot be a Gram matrix of gradients: fewer than two rows, not
 *   square, not finite, not symmetric, |K_ij|^2 > K_ii K_jj, or zero throughout.
 */
export function sampleGram(entries: Float64Array): SampleGram {
  const rows = Math.round(Math.sqrt(entries.length));
  if (rows * rows !== entries.length)
    throw new RangeError(`a Gram matrix must be square, got ${entries.length} entries`);
  if (rows < 2) throw new RangeError(`a spectrum needs at least 2 gradients, got ${rows}`);
  let trace = 0;
  for (let i = 0; i < rows; i++) {
    const own = entries[i * rows + i];
    if (!(own >= 0 && Number.isFinite(own)))
      throw new RangeError(`gradient ${i}: the squared norm must be finite and >= 0, got ${own}`);
    trace += own;
  }
  if (trace === 0) throw new RangeError(`all ${rows} gradients are zero: there is no curvature to measure`);
  for (let i = 0; i < rows; i++) for (let j = 0; j < i; j++) checkPair(entries, rows, i, j);
  return { entries, rows };
}

function checkPair(entries: Float64Array, rows: number, i: number, j: number): void {
  const product = entries[i * rows + j];
  const bound = Math.sqrt(entries[i * rows + i]) * Math.sqrt(entries[j * rows + j]);
  if (!(Math.abs(product) <= bound * (1 + ROUNDING)))
    throw new RangeError(
      `gradients ${j} and ${i}: their product ${product} exceeds the product of their norms ${bound}; this is no Gram matrix`,
    );
  if (Math.abs(product - entries[j * rows + i]) > bound * ROUNDING)
    throw new RangeError(`gradients ${j} and ${i}: the Gram matrix is not symmetric`);
}

/** The block K[rows, columns], row-major. */
export function block(gram: SampleGram, rows: ArrayLike<number>, columns: ArrayLike<number>): Float64Array {
  const out = new Float64Array(rows.length * columns.length);
  for (let i = 0, at = 0; i < rows.length; i++) {
    const from = rows[i] * gram.rows;
    for (let j = 0; j < columns.length; j++) out[at++] = gram.entries[from + columns[j]];
  }
  return out;
}

export interface TopPair {
  /** Largest eigenvalue s^2 of the (sub-)Gram matrix. */
  readonly value: number;
  /** Its unit eigenvector u, one entry a row. */
  readonly vector: Float64Array;
}

/**
 * Top eigenpair of a dense Gram block of `size` rows.
 *
 * @param tolerance relative error of the eigenvalue. Where only a direction is wanted a coarse one will do: value is
 *   u'Ku to rounding, whatever u has become.
 */
export function topPair(entries: Float64Array, size: number, tolerance = 1e-9): TopPair {
  const { value, vector } = topEigenvalue(
    denseOperator("Gram matrix", entries, size),
    RandomStream.fromSeed(0),
    { tolerance, maxProducts: size },
  );
  return { value: Math.max(0, value), vector };
}
