import { symmetricEigen } from "../../numeric/index.js";
import type { LikelihoodPoint } from "./causal-likelihood.js";

/** Information below this share of the largest counts as none. */
const FLAT = 1e-10;

/** How many directions of the weights the demonstrations determine, whatever a penalty l2 adds to each. */
export function determinedDirections({ curvature, gradient }: LikelihoodPoint, l2: number): number {
  const { values } = symmetricEigen(curvature, gradient.length);
  return values.filter((value) => value - l2 > FLAT * (values[0] - l2)).length;
}

/**
 * Standard errors of weights that minimise a mean loss over n episodes, by the sandwich H^-1 M H^-1 / n: H the
 * curvature, M the covariance of the episodes' scores [Huber 1967; White 1982], with divisor n - weights [MacKinnon &
 * White 1985, HC1]. They hold for weighted steps and where the model is only nearly right; what a penalty shrinks is
 * not in them.
 *
 * @returns `undefined` when not more episodes than weights are there to estimate M.
 */
export function sandwichErrors({ curvature, scores, gradient }: LikelihoodPoint): Float64Array | undefined {
  const size = gradient.length;
  const n = scores.length / size;
  if (n <= size) return undefined;
  const mean = Float64Array.from({ length: size }, (_, k) => {
    let total = 0;
    for (let e = 0; e < n; e++) total += scores[e * size + k];
    return total / n;
  });
  const { values, vectors } = symmetricEigen(curvature, size);
  const square = new Float64Array(size);
  const influence = new Float64Array(size);
  for (let e = 0; e < n; e++) {
    influence.fill(0);
    for (let i = 0; i < size; i++) {
      let along = 0;
      for (let k = 0; k < size; k++) along += vectors[i * size + k] * (scores[e * size + k] - mean[k]);
      for (let k = 0; k < size; k++) influence[k] += (along / values[i]) * vectors[i * size + k];
    }
    for (let k = 0; k < size; k++) square[k] += influence[k] ** 2;
  }
  return square.map((total) => Math.sqrt(total / (n - size) / n));
}
