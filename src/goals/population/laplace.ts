import type { RandomStream } from "../../numeric/index.js";
import type { WeightDraws } from "./chains.js";
import { dominantGoalPrior } from "./dominant-goal-prior.js";
import type { EpisodeLikelihoods } from "./episode-likelihoods.js";
import { varianceOnSimplex, weightInformation } from "./information.js";
import { fitMixture } from "./mixture.js";
import type { WeightPrior } from "./weight-prior.js";
import { weightEntropy } from "./weights.js";

export interface LaplaceOptions {
  readonly stream: RandomStream;
  /** Default {@link dominantGoalPrior}. */
  readonly prior?: WeightPrior;
  /** Default 4000. */
  readonly draws?: number;
  /** Those of `effectiveCounts`, where they are known already. */
  readonly effective?: EffectiveCounts;
}

/** The episodes boiled down to counts of episodes whose goals would be known. */
export interface EffectiveCounts {
  /** Expected episodes of each goal, over `designEffect`, [goals]. */
  readonly counts: Float64Array;
  /** By how much not knowing the goals inflates the variance of S, at least 1. */
  readonly designEffect: number;
  /** Where the fit behind the counts has not converged. */
  readonly message?: string;
}

/** Keeps the mode off the boundary; small enough to leave certain goals' counts alone. */
const PSEUDO_COUNT = 0.1;

/**
 * Laplace's approximation at the posterior mode w in the softmax basis: the variance of S there, by the delta method
 * from the observed information, over its variance if the goals were known [the design effect of survey sampling,
 * Kish 1965]. `undefined` without an explained episode.
 */
export function effectiveCounts(likelihoods: EpisodeLikelihoods): EffectiveCounts | undefined {
  const { goals, episodes } = likelihoods;
  const fit = fitMixture(likelihoods, { pseudoCount: PSEUDO_COUNT });
  if (fit === undefined) return undefined;
  const { weights, message } = fit;
  const total = episodes + goals * PSEUDO_COUNT;
  const information = weightInformation(likelihoods, weights);
  for (let g = 0; g < goals; g++) information[g * goals + g] += PSEUDO_COUNT / weights[g] ** 2;
  const surprise = weights.map((w) => -Math.log(w));
  const centre = weights.reduce((sum, w, g) => sum + w * surprise[g], 0);
  const known = weights.reduce((sum, w, g) => sum + w * (surprise[g] - centre) ** 2, 0) / total;
  const ratio = varianceOnSimplex(information, surprise) / known;
  const designEffect = ratio > 1 && ratio < Infinity ? ratio : 1;
  const counts = weights.map((w) => Math.max(0, w * total - PSEUDO_COUNT) / designEffect);
  return { counts, designEffect, ...(message === undefined ? {} : { message }) };
}

/**
 * Dirichlet-Laplace approximation of p(w | episodes): the prior's own posterior given the effective counts. Exact when
 * every episode's goal is certain; otherwise the uncertainty of S is right to second order, while correlations between
 * look-alike goals are lost, so that the interval of a single weight can be far too short. Costs one fit, whatever the
 * number of draws. `undefined` without an explained episode.
 *
 * Limits, measured by the experiment calibrate-entropy: see docs/design/goal-entropy-intervals.md.
 */
export function laplaceWeights(
  likelihoods: EpisodeLikelihoods,
  {
    stream,
    prior = dominantGoalPrior,
    draws = 4000,
    effective = effectiveCounts(likelihoods),
  }: LaplaceOptions,
): WeightDraws | undefined {
  const { goals, episodes } = likelihoods;
  if (goals < 2) throw new RangeError(`goals must be at least 2, got ${goals}`);
  if (effective === undefined) return undefined;
  const posterior = prior.posterior(stream, goals, episodes);
  posterior.observe(effective.counts);
  const weights = new Float64Array(draws * goals);
  const entropy = new Float64Array(draws);
  for (let d = 0; d < draws; d++) {
    const draw = weights.subarray(d * goals, (d + 1) * goals);
    posterior.draw(draw);
    entropy[d] = weightEntropy(draw);
  }
  const method = `Dirichlet-Laplace draws under the ${prior.name} prior`;
  const { message } = effective;
  return { method, goals, draws, weights, entropy, ...(message === undefined ? {} : { message }) };
}
