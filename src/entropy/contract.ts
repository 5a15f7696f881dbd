/**
 * Entropy in nats from counts: `counts[i]` observations fell in bin i, and bins that stayed empty are listed as 0,
 * so that K = counts.length is the number of goals that could have been seen, not of those that were.
 * Observations are taken to be independent and their labels to be right.
 */
import { type CountSummary, summariseCounts } from "./counts.js";

export interface EstimatorTraits {
  /** Kebab-case identifier, the key of the registry. */
  readonly name: string;
  /** Where the formula comes from. */
  readonly source: string;
  /** Whether every estimate lies in [0, ln K]. */
  readonly bounded: boolean;
  /** Whether the formula has a meaning for whole counts only; the others accept weighted counts too. */
  readonly integerCounts: boolean;
}

export interface EntropyEstimator extends EstimatorTraits {
  /**
   * The estimate, or `undefined` where there is none (always so without observations).
   *
   * @throws RangeError naming the first count that is negative, not finite or, with `integerCounts`, not whole.
   */
  estimate(counts: ArrayLike<number>): number | undefined;
}

/** First two moments of the posterior of S. */
export interface EntropyMoments {
  readonly mean: number;
  readonly sd: number;
  /** Bound of the integration error of `mean`, nats; 0 for a closed form. */
  readonly error: number;
}

export interface BayesianEntropyEstimator extends EntropyEstimator {
  moments(counts: ArrayLike<number>): EntropyMoments | undefined;
}

/** An estimator from a formula that may take valid counts and n > 0 for granted. */
export function entropyFormula(
  traits: EstimatorTraits,
  formula: (counts: ArrayLike<number>, summary: CountSummary) => number,
): EntropyEstimator {
  return {
    ...traits,
    estimate(counts) {
      const summary = summariseCounts(counts, traits.integerCounts);
      return summary.n === 0 ? undefined : formula(counts, summary);
    },
  };
}

/** The Bayesian counterpart of {@link entropyFormula}: the estimate is the posterior mean. */
export function entropyPosterior(
  traits: EstimatorTraits,
  posterior: (counts: ArrayLike<number>, summary: CountSummary) => EntropyMoments | undefined,
): BayesianEntropyEstimator {
  const moments = (counts: ArrayLike<number>) => {
    const summary = summariseCounts(counts, traits.integerCounts);
    return summary.n === 0 ? undefined : posterior(counts, summary);
  };
  return { ...traits, moments, estimate: (counts) => moments(counts)?.mean };
}
