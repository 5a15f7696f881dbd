import { entropyFormula } from "./contract.js";

/**
 * -sum_i p_i ln p_i with p_i = (n_i + a) / (n + K a): the entropy of the observed shares (a = 0) or of shares
 * smoothed by `pseudocount` a. Expects valid counts of sum `n` > 0.
 */
export function plugInEntropy(counts: ArrayLike<number>, n: number, pseudocount = 0): number {
  const total = n + counts.length * pseudocount;
  let entropy = 0;
  for (let i = 0; i < counts.length; i++) {
    const p = (counts[i] + pseudocount) / total;
    if (p > 0) entropy -= p * Math.log(p);
  }
  return entropy;
}

/** S = -sum_i (n_i/n) ln (n_i/n). Biased down by about (K - 1) / 2n. */
export const maximumLikelihood = entropyFormula(
  {
    name: "maximum-likelihood",
    source: "Shannon (1948), A mathematical theory of communication, section 6, at the observed shares",
    bounded: true,
    integerCounts: false,
  },
  (counts, { n }) => plugInEntropy(counts, n),
);
