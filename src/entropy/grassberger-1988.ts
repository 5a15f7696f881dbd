import { digamma } from "../numeric/index.js";
import { entropyFormula } from "./contract.js";

/** S = ln n - (1/n) sum_{n_i > 0} n_i [psi(n_i) + (-1)^{n_i} / (n_i + 1)]. */
export const grassberger1988 = entropyFormula(
  {
    name: "grassberger-1988",
    source: "Grassberger (1988), Finite sample corrections to entropy and dimension estimates",
    bounded: false,
    integerCounts: true,
  },
  (counts, { n, bins }) => {
    let total = 0;
    for (let i = 0; i < bins; i++) {
      const count = counts[i];
      if (count === 0) continue;
      const sign = count % 2 === 0 ? 1 : -1;
      total += count * (digamma(count) + sign / (count + 1));
    }
    return Math.log(n) - total / n;
  },
);
