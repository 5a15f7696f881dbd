import { digamma } from "../numeric/index.js";
import { entropyFormula } from "./contract.js";

/**
 * S = sum_i (n_i/n) [psi(n) - psi(n_i)]: Zhang's sum over Turing-type statistics in the closed form of Schuermann.
 * Biased down, by sum_{v >= n} (1/v) sum_i p_i (1 - p_i)^v: exponentially little once every bin is likely seen.
 */
export function zhangEntropy(counts: ArrayLike<number>, n: number): number {
  const top = digamma(n);
  let total = 0;
  for (let i = 0; i < counts.length; i++) if (counts[i] > 0) total += counts[i] * (top - digamma(counts[i]));
  return total / n;
}

export const zhang = entropyFormula(
  {
    name: "zhang",
    source:
      "Zhang (2012), Entropy estimation in Turing's perspective; closed form of Schuermann (2015), A note on entropy estimation",
    bounded: false,
    integerCounts: true,
  },
  (counts, { n }) => zhangEntropy(counts, n),
);
