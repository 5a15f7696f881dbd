import { digamma, EULER_GAMMA } from "../numeric/index.js";
import { entropyFormula } from "./contract.js";
import type { CountSummary } from "./counts.js";
import { zhangEntropy } from "./zhang.js";

/**
 * Zhang's estimate plus the estimated entropy of what n observations leave unseen:
 * S = S_Zhang + (f_1/n) (1 - A)^{1-n} [ -ln A - sum_{r=1}^{n-1} (1 - A)^r / r ],
 * where A estimates the mean probability of the bins seen once.
 */
export const chaoWangJost = entropyFormula(
  {
    name: "chao-wang-jost",
    source: "Chao, Wang & Jost (2013), Entropy and the species accumulation curve",
    bounded: false,
    integerCounts: true,
  },
  (counts, summary) => {
    const seen = zhangEntropy(counts, summary.n);
    const { n, singletons } = summary;
    return singletons === 0 ? seen : seen + (singletons / n) * unseenTail(n, singletonProbability(summary));
  },
);

/** A = 2 f_2 / ((n - 1) f_1 + 2 f_2), or 2 / ((n - 1)(f_1 - 1) + 2) where f_2 = 0; expects f_1 > 0. */
function singletonProbability({ n, singletons, doubletons }: CountSummary): number {
  if (doubletons > 0) return (2 * doubletons) / ((n - 1) * singletons + 2 * doubletons);
  return 2 / ((n - 1) * (singletons - 1) + 2);
}

/**
 * q^{1-n} [ -ln(1-q) - sum_{r<n} q^r / r ] = sum_{r>=n} q^{r-n+1} / r, q = 1 - A, at a cost independent of n and
 * to a relative error of 1e-12, where summing as written takes n steps and cancels.
 *
 * For n A >= 1: the integral of (1-s)^{n-1} / (z + s) over [0, 1], z = A/q, by Gauss's continued fraction of
 * 2F1(1, 1; n+1; -1/z) / nz, all of whose terms are positive; it is off by about exp(-4 sqrt(80 n A)).
 * For n A < 1: sum_{r<n} (1 - q^r)/r = sum_{k>=1} (-1)^{k+1} binom(n-1, k) A^k / k, whose terms fall like 1/(k k!).
 */
export function unseenTail(n: number, A: number): number {
  if (n * A >= 1) {
    const x = (1 - A) / A;
    let fraction = 1;
    for (let k = 80; k > 0; k--) {
      fraction = 1 + ((k + 1) * (n + k) * x) / ((n + 2 * k) * (n + 2 * k + 1) * fraction);
      fraction = 1 + (k * (n + k - 1) * x) / ((n + 2 * k - 1) * (n + 2 * k) * fraction);
    }
    return x / (n * (1 + x / ((n + 1) * fraction)));
  }
  let bracket = -Math.log(A) - digamma(n) - EULER_GAMMA;
  let term = 1;
  for (let k = 1; k <= 20; k++) {
    term *= (-(n - k) * A) / k;
    bracket -= term / k;
  }
  return bracket * Math.exp((1 - n) * Math.log1p(-A));
}
