import { symmetricEigen } from "./eigen.js";

export interface QuadratureRule {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/** Gauss-Legendre rule of `order` nodes on [-1, 1] from the eigenpairs of its Jacobi matrix [Golub & Welsch 1969]. */
function gaussLegendre(order: number): QuadratureRule {
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
 * The rule over [points[0], points[last]] of 16 Gauss-Legendre nodes on each panel between ascending `points`: exact
 * for polynomials of degree 31, so a bell curve cut into panels of its own width is integrated to rounding error.
 */
export function panelRule(points: readonly number[]): QuadratureRule {
  const order = RULE.nodes.length;
  const nodes = new Float64Array(order * (points.length - 1));
  const weights = new Float64Array(nodes.length);
  for (let i = 1; i < points.length; i++) {
    const half = (points[i] - points[i - 1]) / 2;
    const middle = (points[i] + points[i - 1]) / 2;
    for (let k = 0; k < order; k++) {
      nodes[(i - 1) * order + k] = middle + half * RULE.nodes[k];
      weights[(i - 1) * order + k] = half * RULE.weights[k];
    }
  }
  return { nodes, weights };
}

/** int f over [points[0], points[last]] by {@link panelRule}. */
export function integrate(f: (x: number) => number, points: readonly number[]): number {
  const { nodes, weights } = panelRule(points);
  let total = 0;
  for (let k = 0; k < nodes.length; k++) total += weights[k] * f(nodes[k]);
  return total;
}
