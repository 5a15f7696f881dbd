import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** Eigenvalues in descending order; `vectors` row-major, row i the unit eigenvector of `values[i]`. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/**
 * All eigenpairs of a small dense symmetric matrix (Householder tridiagonalisation, then QL; ml-matrix).
 *
 * @param matrix row-major, `size` x `size`; only symmetric input is meaningful, and it is not checked.
 * Cost O(size^3): meant for up to a few hundred rows.
 */
export function symmetricEigen(matrix: ArrayLike<number>, size: number): SymmetricEigen {
  if (matrix.length !== size * size) {
    throw new RangeError(`expected ${size} x ${size} = ${size * size} entries, got ${matrix.length}`);
  }
  const rows = Array.from({ length: size }, (_, i) =>
    Array.prototype.slice.call(matrix, i * size, (i + 1) * size),
  );
  const decomposition = new EigenvalueDecomposition(new Matrix(rows), { assumeSymmetric: true });
  const order = decomposition.realEigenvalues
    .map((value, column) => ({ value, column }))
    .sort((a, b) => b.value - a.value);
  const values = Float64Array.from(order, (pair) => pair.value);
  const vectors = new Float64Array(size * size);
  order.forEach(({ column }, row) => {
    for (let i = 0; i < size; i++) vectors[row * size + i] = decomposition.eigenvectorMatrix.get(i, column);
  });
  return { values, vectors };
}
