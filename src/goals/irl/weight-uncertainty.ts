import { symmetricEigen } from "../../numeric/index.js";
import type { LikelihoodPoint } from "./causal-likelihood.js";

/** Information below this share of the largest counts as none. */
const FLAT = 1e-10;

/** How many directions of the weights the demonstrations determine, whatever a penalty adds to the curvature. */
export function determinedDirections(
  { curvature, gradient }: LikelihoodPoint,
  penalty: Float64Array,
): number {
  const size = gradient.length;
  const { values } = symmetricEigen(
    curvature.map((value, i) => (i % (size + 1) === 0 ? value - penalty[i / (size + 1)] : value)),
    size,
  );
  return values.filter((value) => value > FLAT * values[0]).length;
}

/** Variance of the scores below this share of the curvature counts as none: where the model holds they are equal. */
const ALIKE = 1e-8;

/**
 * In how many directions of the weights the episodes' scores vary, of a point with curvature in all of them. Fewer than there
 * are weights say that episodes repeat each other, and the sandwich would call weights certain.
 */
export function variedDirections({ curvature, scores, gradient }: LikelihoodPoint): number {
  const size = gradient.length;
  const n = scores.length / size;
  const { values, vectors } = symmetricEigen(curvature, size);
  const mean = new Float64Array(size);
  scores.forEach((score, i) => {
    mean[i % size] += score / n;
  });
  const covariance = new Float64Array(size * size);
  const white = new Float64Array(size);
  for (let e = 0; e < n; e++) {
    for (let i = 0; i < size; i++) {
      white[i] = 0;
      for (let k = 0; k < size; k++) white[i] += vectors[i * size + k] * (scores[e * size + k] - mean[k]);
      white[i] /= Math.sqrt(values[i]);
    }
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) covariance[i * size + j] += (white[i] * white[j]) / n;
  }
  return symmetricEigen(covariance, size).values.filter((value) => value > ALIKE).length;
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
