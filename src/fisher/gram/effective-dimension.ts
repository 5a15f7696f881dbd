/**
 * Effective dimension d(c) = tr F (F + c)^-1 from gradient samples, as a bracket without distributional assumption:
 *
 *     E d_n(c) <= d(c) <= E (1/n) sum_j g_j' (F^_(j) + c)^-1 g_j,
 *
 * with d_n that of the sample, F^_(j) the sample without row j. F -> tr F (F + c)^-1 is concave and F -> (F + c)^-1
 * convex (Jensen, twice). By the Woodbury identity the right side needs only the ridge leverages
 * h_j = [K (K + (n - 1) c)^-1]_jj: g_j' (F^_(j) + c)^-1 g_j = (n - 1) h_j / (1 - h_j).
 */
import type { SampleGram } from "./sample-gram.js";

export interface EffectiveDimension {
  /** The ridge c > 0, in the unit of the eigenvalues. */
  readonly ridge: number;
  /** Its expectation is at most d(c); exceeds no sample size. */
  readonly lower: number;
  /** Its expectation is at least d(c); at most tr F / c on average. */
  readonly upper: number;
}

export function effectiveDimension(
  gram: SampleGram,
  eigenvalues: ArrayLike<number>,
  ridge: number,
): EffectiveDimension {
  if (!(ridge > 0 && Number.isFinite(ridge)))
    throw new RangeError(`a ridge must be positive and finite, got ${ridge}`);
  let lower = 0;
  for (let i = 0; i < eigenvalues.length; i++) lower += eigenvalues[i] / (eigenvalues[i] + ridge);
  const n = gram.rows;
  const inverse = inverseDiagonal(gram, (n - 1) * ridge);
  let upper = 0;
  for (let j = 0; j < n; j++) {
    // 1 - h_j = (n - 1) c [(K + (n - 1) c)^-1]_jj.
    const rest = (n - 1) * ridge * inverse[j];
    upper += ((n - 1) * Math.max(0, 1 - rest)) / rest / n;
  }
  return { ridge, lower, upper };
}

/** Diagonal of (K + shift)^-1 by the Cholesky factor L: the squared column norms of L^-1. */
function inverseDiagonal({ entries, rows: n }: SampleGram, shift: number): Float64Array {
  const factor = cholesky(entries, n, shift);
  const diagonal = new Float64Array(n);
  const column = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    column.fill(0);
    column[k] = 1 / factor[k * n + k];
    let total = column[k] ** 2;
    for (let i = k + 1; i < n; i++) {
      let sum = 0;
      for (let j = k; j < i; j++) sum -= factor[i * n + j] * column[j];
      column[i] = sum / factor[i * n + i];
      total += column[i] ** 2;
    }
    diagonal[k] = total;
  }
  return diagonal;
}

function cholesky(entries: Float64Array, n: number, shift: number): Float64Array {
  const factor = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = entries[i * n + j] + (i === j ? shift : 0);
      for (let k = 0; k < j; k++) sum -= factor[i * n + k] * factor[j * n + k];
      if (i > j) factor[i * n + j] = sum / factor[j * n + j];
      else if (sum > 0) factor[i * n + i] = Math.sqrt(sum);
      else
        throw new RangeError(
          `the ridge ${shift} is lost in the rounding of the Gram matrix: use a larger one`,
        );
    }
  }
  return factor;
}
