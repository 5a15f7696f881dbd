import { digamma } from "../numeric/index.js";
import { entropyFormula } from "./contract.js";

/**
 * S = ln n - (1/n) sum_i n_i G(n_i), with G(1) = -euler - ln 2, G(2m) = psi(m + 1/2) + ln 2, G(2m + 1) = G(2m);
 * in one line, G(j) = psi(floor(j/2) + 1/2) + ln 2. Its bias falls off faster than any power of n p.
 */
export const grassberger2003 = entropyFormula(
  {
    name: "grassberger-2003",
    source: "Grassberger (2003), Entropy estimates from insufficient samplings, arXiv:physics/0307138",
    bounded: false,
    integerCounts: true,
  },
  (counts, { n, bins }) => {
    let total = 0;
    for (let i = 0; i < bins; i++) {
      if (counts[i] > 0) total += counts[i] * (digamma(Math.floor(counts[i] / 2) + 0.5) + Math.LN2);
    }
    return Math.log(n) - total / n;
  },
);
