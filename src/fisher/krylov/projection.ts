/**
 * The projected matrix Q'AQ of a Lanczos process: tridiagonal, and after a thick restart headed by the kept Ritz values,
 * which couple to the next vector alone (an arrow) [Wu & Simon 2000, eq. (5)].
 *
 *     diag(kept)  arrow
 *     arrow'      alpha_0  beta_0
 *                 beta_0   alpha_1  ...
 */
import { symmetricEigen, tridiagonalEigen } from "../../numeric/index.js";

export interface Projection {
  readonly kept: readonly number[];
  readonly arrow: readonly number[];
  readonly alpha: number[];
  readonly beta: number[];
}

export interface RitzValues {
  /** Descending. */
  readonly values: Float64Array;
  /** Last component of each unit eigenvector: times the norm of the next vector, the residual. */
  readonly last: Float64Array;
}

export const dimension = ({ kept, alpha }: Projection): number => kept.length + alpha.length;

export function ritzValues(projection: Projection): RitzValues {
  const m = dimension(projection);
  if (projection.kept.length === 0) {
    const { values, components } = tridiagonalEigen(projection.alpha, projection.beta, [m - 1]);
    return { values, last: components[0] };
  }
  const { values, vectors } = symmetricEigen(dense(projection), m);
  return { values, last: Float64Array.from(values, (_, i) => vectors[i * m + m - 1]) };
}

/** Weights of the Ritz vectors in the basis, one row each, for the places `wanted` in descending order of values. */
export function ritzWeights(projection: Projection, wanted: readonly number[]): Float64Array[] {
  const m = dimension(projection);
  if (projection.kept.length > 0) {
    const { vectors } = symmetricEigen(dense(projection), m);
    return wanted.map((place) => vectors.slice(place * m, (place + 1) * m));
  }
  const all = Array.from({ length: m }, (_, i) => i);
  const { components } = tridiagonalEigen(projection.alpha, projection.beta, all);
  return wanted.map((place) => Float64Array.from(components, (row) => row[place]));
}

function dense({ kept, arrow, alpha, beta }: Projection): Float64Array {
  const k = kept.length;
  const m = k + alpha.length;
  const matrix = new Float64Array(m * m);
  kept.forEach((value, i) => {
    matrix[i * m + i] = value;
    matrix[i * m + k] = matrix[k * m + i] = arrow[i];
  });
  alpha.forEach((value, i) => {
    const at = k + i;
    matrix[at * m + at] = value;
    if (i + 1 < alpha.length) matrix[at * m + at + 1] = matrix[(at + 1) * m + at] = beta[i];
  });
  return matrix;
}
