/**
 * Largest eigenvalue of a symmetric operator by the Lanczos iteration with full reorthogonalisation
 * (Golub & Van Loan, Matrix Computations, section 10.1-10.3; reorthogonalised twice, Parlett 1980).
 *
 * With Q_m the orthonormal Krylov basis and T_m = Q_m' A Q_m tridiagonal, the top eigenpair (theta, s) of T_m gives
 * the Ritz pair (theta, Q_m s) with residual |A y - theta y| = beta_m |s_m|. The iteration stops on that residual,
 * never on successive change: an eigenvalue of A lies within the residual of theta, and theta <= lambda_max.
 */
import { normal, type RandomStream, symmetricEigen } from "../numeric/index.js";
import type { SymmetricOperator } from "./operator.js";

export interface LanczosOptions {
  /** Stop when the residual is at most `tolerance` x |theta|. Default 1e-3. */
  readonly tolerance?: number;
  /** Products allowed before giving up. Default 100; memory is `size` x products x 8 bytes. */
  readonly maxProducts?: number;
}

export interface TopEigenvalue {
  /** Name of the matrix whose eigenvalue this is. */
  readonly matrix: string;
  /** Ritz value theta: a lower bound of lambda_max up to rounding. */
  readonly value: number;
  /** |A y - theta y| of the unit Ritz vector y: some eigenvalue of A lies in [theta - residual, theta + residual]. */
  readonly residual: number;
  readonly products: number;
  readonly converged: boolean;
  /** What happened and, where it failed, what to do. */
  readonly message: string;
  /** The unit Ritz vector, length `size`. */
  readonly vector: Float64Array;
}

/**
 * @param stream draws the starting vector from N(0, I); an unlucky start nearly orthogonal to the top eigenvector
 *   has probability O(size^-1/2 / products).
 * @throws RangeError when a product has the wrong length or is not finite.
 */
export function topEigenvalue(
  operator: SymmetricOperator,
  stream: RandomStream,
  { tolerance = 1e-3, maxProducts = 100 }: LanczosOptions = {},
): TopEigenvalue {
  const limit = Math.min(maxProducts, operator.size);
  const basis = [unit(Float64Array.from({ length: operator.size }, normal(stream)))];
  const alpha: number[] = [];
  const beta: number[] = [];

  for (;;) {
    const current = basis[basis.length - 1];
    const next = checkedProduct(operator, current);
    alpha.push(dot(current, next));
    for (let pass = 0; pass < 2; pass++) for (const q of basis) subtract(next, dot(q, next), q);
    const spread = norm(next);
    const ritz = topRitzPair(alpha, beta);
    const residual = spread * Math.abs(ritz.weights[alpha.length - 1]);
    const scale = Math.abs(ritz.value);
    const invariant = spread <= Number.EPSILON * operator.size * Math.max(scale, Number.MIN_VALUE);
    const converged = residual <= tolerance * scale || invariant || alpha.length === operator.size;
    if (converged || alpha.length >= limit) {
      const products = alpha.length;
      const message = converged
        ? `converged after ${products} products`
        : `not converged after ${products} products: residual ${residual.toExponential(1)} against ${(tolerance * scale).toExponential(1)}; raise maxProducts or tolerance`;
      return {
        matrix: operator.matrix,
        value: ritz.value,
        residual,
        products,
        converged,
        message,
        vector: combine(basis, ritz.weights),
      };
    }
    beta.push(spread);
    basis.push(scaled(next, 1 / spread));
  }
}

function topRitzPair(alpha: number[], beta: number[]): { value: number; weights: Float64Array } {
  const m = alpha.length;
  const tridiagonal = new Float64Array(m * m);
  for (let i = 0; i < m; i++) {
    tridiagonal[i * m + i] = alpha[i];
    if (i + 1 < m) tridiagonal[i * m + i + 1] = tridiagonal[(i + 1) * m + i] = beta[i];
  }
  const { values, vectors } = symmetricEigen(tridiagonal, m);
  return { value: values[0], weights: vectors.subarray(0, m) };
}

function checkedProduct(operator: SymmetricOperator, vector: Float64Array): Float64Array {
  const product = Float64Array.from(operator.apply(vector));
  if (product.length !== operator.size) {
    throw new RangeError(
      `${operator.matrix}: expected a product of length ${operator.size}, got ${product.length}`,
    );
  }
  if (!product.every(Number.isFinite)) {
    throw new RangeError(
      `${operator.matrix}: a product is not finite; the model or its inputs have overflowed`,
    );
  }
  return product;
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
}

const norm = (a: Float64Array): number => Math.sqrt(dot(a, a));

const scaled = (a: Float64Array, factor: number): Float64Array => a.map((x) => x * factor);

const unit = (a: Float64Array): Float64Array => scaled(a, 1 / norm(a));

function subtract(a: Float64Array, factor: number, b: Float64Array): void {
  for (let i = 0; i < a.length; i++) a[i] -= factor * b[i];
}

function combine(basis: Float64Array[], weights: Float64Array): Float64Array {
  const sum = new Float64Array(basis[0].length);
  basis.forEach((q, i) => {
    subtract(sum, -weights[i], q);
  });
  return unit(sum);
}
