import { symmetricEigen } from "../numeric/index.js";

interface Rule {
  /** Nodes on [-1, 1]. */
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/** Gauss-Legendre rule of `order` nodes from the eigenpairs of its Jacobi matrix [Golub & Welsch 1969]. */
function gaussLegendre(order: number): Rule {
  const jacobi = new Float64Array(order * order);
  for (let k = 1; k < order; k++) {
    const offDiagonal = k / Math.sqrt(4 * k * k - 1);
    jacobi[k * order + k - 1] = offDiagonal;
    jacobi[(k - 1) * order + k] = offDiagonal;
  }
  const { values, vectors } = symmetricEigen(jacobi, order);
  return { nodes: values, weights: values.map((_, k) => 2 * vectors[k * order] ** 2) };
}

const RULE = gaussLegendre(16);

/**
 * int f over [points[0], points[last]] by 16 Gauss-Legendre nodes on each panel between ascending `points`: exact for
 * polynomials of degree 31, so a bell curve cut into panels of its own width is integrated to rounding error.
 */
export function integrate(f: (x: number) => number, points: readonly number[]): number {
  let total = 0;
  for (let i = 1; i < points.length; i++) {
    const half = (points[i] - points[i - 1]) / 2;
    const middle = (points[i] + points[i - 1]) / 2;
    for (let k = 0; k < RULE.nodes.length; k++)
      total += half * RULE.weights[k] * f(middle + half * RULE.nodes[k]);
  }
  return total;
}
