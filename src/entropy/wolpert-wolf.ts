/**
 * Exact posterior moments of the entropy under a Dirichlet prior.
 *
 * For p ~ Dir(alpha), A = sum alpha, w_i = alpha_i / A, and E_w, Var_w taken over bins with weights w:
 *
 *   E[S]   = psi(A + 1) - E_w[psi(alpha + 1)]
 *   Var[S] = ( Var_w[psi(alpha + 1)] + E_w[g(alpha + 1)] - g(A + 1) ) / (A + 1),   g(x) = x psi_1(x) - 1
 *
 * The variance is Wolpert & Wolf's double sum, collected: theirs is a small difference of large squares, here every
 * term is of the size of the result.
 */
import { digamma } from "../numeric/index.js";
import { type BayesianEntropyEstimator, type EntropyMoments, entropyPosterior } from "./contract.js";
import { countsOfCounts } from "./counts.js";
import { trigammaExcess } from "./special.js";

/**
 * Mean and standard deviation of S for p ~ Dir(alpha).
 *
 * @param multiplicities how many bins have each alpha; default 1 each.
 */
export function dirichletEntropyMoments(
  alpha: ArrayLike<number>,
  multiplicities?: ArrayLike<number>,
): EntropyMoments {
  const bins = (i: number) => multiplicities?.[i] ?? 1;
  let total = 0;
  for (let i = 0; i < alpha.length; i++) {
    if (!(alpha[i] > 0 && alpha[i] < Infinity))
      throw new RangeError(`alpha ${i} must be positive and finite, got ${alpha[i]}`);
    total += bins(i) * alpha[i];
  }
  const psi = Float64Array.from(alpha, (a) => digamma(a + 1));
  let centre = 0;
  let excess = 0;
  for (let i = 0; i < alpha.length; i++) {
    const weight = (bins(i) * alpha[i]) / total;
    centre += weight * psi[i];
    excess += weight * trigammaExcess(alpha[i] + 1);
  }
  let spread = 0;
  for (let i = 0; i < alpha.length; i++) spread += ((bins(i) * alpha[i]) / total) * (psi[i] - centre) ** 2;
  const variance = (spread + excess - trigammaExcess(total + 1)) / (total + 1);
  return {
    mean: Math.max(0, digamma(total + 1) - centre),
    sd: Math.sqrt(Math.max(0, variance)),
    error: 0,
  };
}

/**
 * Posterior mean of S under the prior Dir(a, ..., a).
 *
 * @param concentration a. Default 1, uniform over the simplex. Any fixed a pins S before a single observation
 *   (for K = 100, a = 1: 4.19 +- 0.05 nats); with few observations in many bins prefer `nsb`.
 */
export function wolpertWolf(concentration = 1): BayesianEntropyEstimator {
  if (!(concentration > 0 && concentration < Infinity))
    throw new RangeError(`a concentration must be positive and finite, got ${concentration}`);
  return entropyPosterior(
    {
      name: "wolpert-wolf",
      source:
        "Wolpert & Wolf (1995), Estimating functions of probability distributions from a finite set of samples",
      bounded: true,
      integerCounts: false,
    },
    (counts) => {
      const { values, multiplicities } = countsOfCounts(counts);
      return dirichletEntropyMoments(
        values.map((count) => count + concentration),
        multiplicities,
      );
    },
  );
}
