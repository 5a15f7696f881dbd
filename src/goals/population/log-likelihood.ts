import type { EpisodeLikelihoods } from "./episode-likelihoods.js";

/**
 * l(w) = sum_e ln sum_g w_g P(e | g) less `logScale`, nats; overwrites `gradient` with dl/dw_g = sum_e P(e | g) / P(e),
 * the expected number of episodes of goal g over w_g.
 */
export function logLikelihood(
  { rows, multiplicity, start, goal, likelihood }: EpisodeLikelihoods,
  weights: Float64Array,
  gradient: Float64Array,
): number {
  let total = 0;
  gradient.fill(0);
  for (let r = 0; r < rows; r++) {
    let density = 0;
    for (let i = start[r]; i < start[r + 1]; i++) density += weights[goal[i]] * likelihood[i];
    total += multiplicity[r] * Math.log(density);
    const scale = multiplicity[r] / density;
    for (let i = start[r]; i < start[r + 1]; i++) gradient[goal[i]] += scale * likelihood[i];
  }
  return total;
}
