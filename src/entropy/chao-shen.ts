import { entropyFormula } from "./contract.js";

/**
 * Coverage-adjusted Horvitz-Thompson estimate:
 * S = -sum_i p_i ln p_i / (1 - (1 - p_i)^n), p_i = C n_i/n, with Good's sample coverage C = 1 - f_1/n.
 * Where every observation is a singleton, f_1 = n - 1 is used, lest C be 0.
 */
export const chaoShen = entropyFormula(
  {
    name: "chao-shen",
    source: "Chao & Shen (2003), Nonparametric estimation of Shannon's index of diversity",
    bounded: false,
    integerCounts: true,
  },
  (counts, { n, bins, singletons }) => {
    const coverage = 1 - (singletons === n ? n - 1 : singletons) / n;
    const logScale = Math.log(coverage) - Math.log(n);
    let entropy = 0;
    TERM.fill(0);
    for (let i = 0; i < bins; i++) {
      const count = counts[i];
      if (count === 0) continue;
      if (count < SMALL) {
        if (TERM[count] === 0) TERM[count] = term((coverage * count) / n, logScale + LOG[count], n);
        entropy += TERM[count];
      } else {
        entropy += term((coverage * count) / n, logScale + Math.log(count), n);
      }
    }
    return entropy;
  },
);

/** Counts below this share their logarithms, and within one call their terms: bins are many, their counts few. */
const SMALL = 128;
const LOG = Float64Array.from({ length: SMALL }, (_, count) => Math.log(count));
const TERM = new Float64Array(SMALL);

function term(p: number, logP: number, n: number): number {
  // (1-p)^n < e^{-np}, which is below rounding from np = 37 on.
  const seen = n * p > 37 ? 1 : -Math.expm1(n * Math.log1p(-p));
  return (-p * logP) / seen;
}
