/**
 * A symmetric matrix known only by its products with vectors.
 *
 * `matrix` names it in full ("true Fisher (Gauss-Newton)", "empirical Fisher", ...): these are different matrices
 * and a spectrum without the name of its matrix means nothing.
 */
export interface SymmetricOperator {
  readonly matrix: string;
  readonly size: number;
  /** A v for v of length `size`; must not keep or change `vector`. */
  apply(vector: Float64Array): Float64Array;
}

/** A dense row-major symmetric matrix as an operator. */
export function denseOperator(matrix: string, entries: Float64Array, size: number): SymmetricOperator {
  if (entries.length !== size * size) {
    throw new RangeError(`expected ${size} x ${size} = ${size * size} entries, got ${entries.length}`);
  }
  return {
    matrix,
    size,
    apply(vector) {
      const product = new Float64Array(size);
      for (let i = 0; i < size; i++) {
        let total = 0;
        for (let j = 0; j < size; j++) total += entries[i * size + j] * vector[j];
        product[i] = total;
      }
      return product;
    },
  };
}
