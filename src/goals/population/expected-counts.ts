import type { EpisodeLikelihoods } from "./episode-likelihoods.js";

/**
 * The E step: overwrites `counts` with sum_e r_eg, r_eg = w_g P(e | g) / sum_h w_h P(e | h), and returns
 * l(w) = sum_e ln sum_g w_g P(e | g) less `logScale`.
 */
export function expectedCounts(
  { rows, multiplicity, start, goal, likelihood }: EpisodeLikelihoods,
  weights: Float64Array,
  counts: Float64Array,
): number {
  let logLikelihood = 0;
  counts.fill(0);
  for (let r = 0; r < rows; r++) {
    let density = 0;
    for (let i = start[r]; i < start[r + 1]; i++) density += weights[goal[i]] * likelihood[i];
    logLikelihood += multiplicity[r] * Math.log(density);
    const scale = multiplicity[r] / density;
    for (let i = start[r]; i < start[r + 1]; i++) counts[goal[i]] += scale * likelihood[i];
  }
  for (let g = 0; g < counts.length; g++) counts[g] *= weights[g];
  return logLikelihood;
}
