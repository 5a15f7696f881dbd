import { entropyFormula } from "./contract.js";

/**
 * Shrinkage intensity lambda = [sum u (1 - u) / (n - 1)] / sum (u - 1/K)^2, u = n_i/n, clipped to [0, 1]: the
 * variance of the shares over their distance from uniform. 1 for n <= 1 and for exactly uniform shares.
 */
export function shrinkageIntensity(counts: ArrayLike<number>, n: number): number {
  const uniform = 1 / counts.length;
  let spread = 0;
  let distance = 0;
  for (let i = 0; i < counts.length; i++) {
    const share = counts[i] / n;
    spread += share * (1 - share);
    distance += (share - uniform) ** 2;
  }
  return n <= 1 || distance === 0 ? 1 : Math.min(1, spread / (n - 1) / distance);
}

/** Entropy of the shares shrunk towards uniform, p_i = lambda/K + (1 - lambda) n_i/n. */
export const jamesStein = entropyFormula(
  {
    name: "james-stein",
    source: "Hausser & Strimmer (2009), Entropy inference and the James-Stein estimator",
    bounded: true,
    integerCounts: true,
  },
  (counts, { n, bins }) => {
    const lambda = shrinkageIntensity(counts, n);
    let entropy = 0;
    for (let i = 0; i < bins; i++) {
      const p = lambda / bins + ((1 - lambda) * counts[i]) / n;
      if (p > 0) entropy -= p * Math.log(p);
    }
    return entropy;
  },
);
