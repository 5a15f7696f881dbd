import type { RandomStream } from "../../numeric/index.js";
import { allocateRow } from "./allocation.js";
import { type ChainDraws, type ChainOptions, runChains, type WeightChain } from "./chains.js";
import { dominantGoalPrior } from "./dominant-goal-prior.js";
import type { EpisodeLikelihoods } from "./episode-likelihoods.js";
import { dirichletPrior, type WeightPrior } from "./weight-prior.js";

export interface GibbsOptions extends ChainOptions {
  readonly stream: RandomStream;
  /** Default {@link dominantGoalPrior}. */
  readonly prior?: WeightPrior;
}

/**
 * Gibbs sampler of the goal weights [Diebolt & Robert 1994]: each episode's goal given the weights, z_e | w with
 * probability proportional to w_g P(e | g), then w | z from the prior's own posterior. Chains start from weights drawn
 * uniformly on the simplex. `undefined` without an explained episode.
 *
 * A sweep costs the stored likelihoods plus one random number an episode whose goal is in doubt. When episodes say
 * little about their goal, successive draws are nearly equal: look at `effective`.
 */
export function sampleWeights(
  likelihoods: EpisodeLikelihoods,
  { stream, prior = dominantGoalPrior, ...options }: GibbsOptions,
): ChainDraws | undefined {
  if (likelihoods.goals < 2) throw new RangeError(`goals must be at least 2, got ${likelihoods.goals}`);
  const fraction = likelihoods.multiplicity.find((times) => !Number.isInteger(times));
  if (fraction !== undefined) throw new RangeError(`multiplicities must be whole numbers, got ${fraction}`);
  if (likelihoods.episodes === 0) return undefined;
  return runChains(
    `Gibbs draws under the ${prior.name} prior`,
    (c) => gibbsChain(likelihoods, prior, stream.split("chain", c)),
    options,
  );
}

function gibbsChain(likelihoods: EpisodeLikelihoods, prior: WeightPrior, stream: RandomStream): WeightChain {
  const { goals, rows, episodes } = likelihoods;
  const posterior = prior.posterior(stream, goals, episodes);
  const [weights, counts, scratch] = Array.from({ length: 3 }, () => new Float64Array(goals));
  dirichletPrior(1).posterior(stream, goals, 0).draw(weights);
  return {
    weights,
    advance() {
      counts.fill(0);
      for (let r = 0; r < rows; r++) allocateRow(stream, likelihoods, r, weights, counts, scratch);
      posterior.observe(counts);
      posterior.draw(weights);
    },
  };
}
