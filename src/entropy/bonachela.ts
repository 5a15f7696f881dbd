import { digamma } from "../numeric/index.js";
import { entropyFormula } from "./contract.js";

/**
 * S = 1/(n + 2) sum_i (n_i + 1) sum_{j = n_i + 2}^{n + 2} 1/j, empty bins included; the inner sum is
 * psi(n + 3) - psi(n_i + 2). Each term is the mean of -p ln p for p uniform before the sample, which is what minimises
 * squared bias plus variance averaged over p; it is not 0 for an empty bin. Programs that see the samples alone cannot
 * know of empty bins, and print the smaller value without them.
 */
export const bonachela = entropyFormula(
  {
    name: "bonachela",
    source: "Bonachela, Hinrichsen & Munoz (2008), Entropy estimates of small data sets",
    bounded: false,
    integerCounts: true,
  },
  (counts, { n, bins }) => {
    const top = digamma(n + 3);
    let total = 0;
    for (let i = 0; i < bins; i++) total += (counts[i] + 1) * (top - digamma(counts[i] + 2));
    return total / (n + 2);
  },
);
