import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** Eigenvalues in descending order; `vectors` row-major, row i the unit eigenvector of `values[i]`. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/**
 * All eigenpairs of a small dense symmetric matrix (Householder tridiagonalisation, then QL; ml-matrix).
 *
 * @param matrix row-major, `size` x `size`, finite; only symmetric input is meaningful, and the symmetry is not
 * checked. Eigenvalues carry an absolute error of about 1e-15 of the largest one.
 * Cost O(size^3): meant for up to a few hundred rows.
 */
export function symmetricEigen(matrix: ArrayLike<number>, size: number): SymmetricEigen {
  if (!(size >= 1) || matrix.length !== size * size) {
    throw new RangeError(
      `expected a ${size} x ${size} matrix of at least one entry, got ${matrix.length} entries`,
    );
  }
  const scale = magnitude(matrix);
  const rows = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => {
      const entry = matrix[i * size + j] / scale;
      return Math.abs(entry) < NEGLIGIBLE ? 0 : entry;
    }),
  );
  const decomposition = new EigenvalueDecomposition(new Matrix(rows), { assumeSymmetric: true });
  const order = decomposition.realEigenvalues
    .map((value, column) => ({ value: value * scale, column }))
    .sort((a, b) => b.value - a.value);
  const values = Float64Array.from(order, (pair) => pair.value);
  const vectors = new Float64Array(size * size);
  order.forEach(({ column }, row) => {
    for (let i = 0; i < size; i++) vectors[row * size + i] = decomposition.eigenvectorMatrix.get(i, column);
  });
  return { values, vectors };
}

/** Entries this far below the largest are taken as 0: ml-matrix divides by them and overflows. */
const NEGLIGIBLE = 2 ** -100;

/** The power of two below the largest entry (1 for a zero matrix): dividing by it is exact, and keeps squares finite. */
function magnitude(matrix: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < matrix.length; i++) {
    if (!Number.isFinite(matrix[i]))
      throw new RangeError(`entry ${i} of the matrix must be finite, got ${matrix[i]}`);
    largest = Math.max(largest, Math.abs(matrix[i]));
  }
  return largest === 0 ? 1 : 2 ** Math.min(1023, Math.floor(Math.log2(largest)));
}
