import { symmetricEigen } from "../../numeric/index.js";
import type { EpisodeLikelihoods } from "./episode-likelihoods.js";

/**
 * Observed Fisher information of unconstrained weights: sum_e L_e L_e' / (L_e . w)^2, [goals * goals]. For episodes
 * whose goals are certain it is diag(n_g / w_g^2).
 */
export function weightInformation(
  { goals, rows, multiplicity, start, goal, likelihood }: EpisodeLikelihoods,
  weights: Float64Array,
): Float64Array {
  const information = new Float64Array(goals * goals);
  for (let r = 0; r < rows; r++) {
    let density = 0;
    for (let i = start[r]; i < start[r + 1]; i++) density += weights[goal[i]] * likelihood[i];
    const scale = multiplicity[r] / density ** 2;
    for (let i = start[r]; i < start[r + 1]; i++) {
      const scaled = scale * likelihood[i];
      const row = goal[i] * goals;
      for (let j = start[r]; j < start[r + 1]; j++) information[row + goal[j]] += scaled * likelihood[j];
    }
  }
  return information;
}

/**
 * Variance of f(w) for w ~ N(., information^-1) conditioned on sum w = const, by the delta method: g' C g, where C is
 * the covariance on the simplex. Infinite along a direction without information that f depends on.
 */
export function varianceOnSimplex(information: Float64Array, gradient: Float64Array): number {
  const goals = gradient.length;
  const { values, vectors } = symmetricEigen(information, goals);
  let [gg, g1, ones] = [0, 0, 0];
  for (let k = 0; k < goals; k++) {
    let [g, one] = [0, 0];
    for (let i = 0; i < goals; i++) {
      g += vectors[k * goals + i] * gradient[i];
      one += vectors[k * goals + i];
    }
    gg += g ** 2 / values[k];
    g1 += (g * one) / values[k];
    ones += one ** 2 / values[k];
  }
  return gg - g1 ** 2 / ones;
}
