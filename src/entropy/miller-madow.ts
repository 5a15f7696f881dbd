import { entropyFormula } from "./contract.js";
import { plugInEntropy } from "./maximum-likelihood.js";

/** S = S_ML + (K_obs - 1) / 2n, K_obs the occupied bins: removes the leading bias where every bin was seen. */
export const millerMadow = entropyFormula(
  {
    name: "miller-madow",
    source: "Miller (1955), Note on the bias of information estimates",
    bounded: false,
    integerCounts: true,
  },
  (counts, { n, occupied }) => plugInEntropy(counts, n) + (occupied - 1) / (2 * n),
);
