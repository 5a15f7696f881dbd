import { digamma } from "../numeric/index.js";
import { entropyFormula } from "./contract.js";

/**
 * S = 1/(n + 2) sum_i (n_i + 1) sum_{j = n_i + 2}^{n + 2} 1/j, empty bins included; the inner sum is
 * psi(n + 3) - psi(n_i + 2). Balances squared bias against variance for small samples.
 */
export const bonachela = entropyFormula(
  {
    name: "bonachela",
    source: "Bonachela, Hinrichsen & Munoz (2008), Entropy estimates of small data sets, equation 14",
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
