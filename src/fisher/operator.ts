import { allFinite } from "./krylov/vectors.js";

/**
 * A symmetric matrix known only by its products with vectors.
 *
 * `matrix` names it in full ("true Fisher (Gauss-Newton)", "empirical Fisher", ...): these are different matrices
 * and a spectrum without the name of its matrix means nothing.
 */
export interface SymmetricOperator {
  readonly matrix: string;
  readonly size: number;
  /** Precision in which products are computed: bases are kept in it, and no residual can be asked below it. Default float64. */
  readonly precision?: Precision;
  /**
   * A v for v of length `size`; must not keep or change `vector`. The product is the caller's: a new array, or `out`, an
   * array of length `size` that an operator may fill and return instead.
   */
  apply(vector: Float64Array, out?: Float64Array): Float64Array;
}

export type Precision = "float32" | "float64";

/** Relative rounding of one operation. */
export const unitRoundoff = ({ precision }: Pick<SymmetricOperator, "precision">): number =>
  precision === "float32" ? 2 ** -23 : Number.EPSILON;

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

/** A v, or a RangeError that names the matrix where it has the wrong length or is not finite. */
export function checkedProduct(
  operator: SymmetricOperator,
  vector: Float64Array,
  out?: Float64Array,
): Float64Array {
  const product = operator.apply(vector, out);
  if (product.length !== operator.size) {
    throw new RangeError(
      `${operator.matrix}: expected a product of length ${operator.size}, got ${product.length}`,
    );
  }
  if (!allFinite(product))
    throw new RangeError(
      `${operator.matrix}: a product is not finite; the model or its inputs have overflowed`,
    );
  return product;
}
