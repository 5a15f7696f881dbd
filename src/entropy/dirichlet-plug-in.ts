/**
 * Entropy of the shares smoothed by a symmetric Dirichlet prior of concentration a a bin, p_i = (n_i + a)/(n + K a).
 *
 * This is the entropy *at the posterior mean of p*, not the posterior mean of the entropy (`wolpert-wolf.ts`):
 * it lies above it, since entropy is concave.
 */
import { entropyFormula } from "./contract.js";
import { plugInEntropy } from "./maximum-likelihood.js";

/** The concentration a of the named priors, given n observations in K `bins`. */
const concentrations = {
  jeffreys: () => 1 / 2,
  laplace: () => 1,
  "schuermann-grassberger": (_n: number, bins: number) => 1 / bins,
  minimax: (n: number, bins: number) => Math.sqrt(n) / bins,
};

export type DirichletPrior = keyof typeof concentrations;

/** Concentration a of a prior given by name or as the number itself; RangeError unless it is positive and finite. */
export function priorConcentration(prior: DirichletPrior | number, n: number, bins: number): number {
  const concentration = typeof prior === "number" ? prior : concentrations[prior]?.(n, bins);
  if (concentration > 0 && concentration < Infinity) return concentration;
  const names = [...Object.keys(concentrations), "nsb"].join(", ");
  throw new RangeError(`a prior must be a positive number or one of ${names}; got ${prior}`);
}

function dirichletPlugIn(name: DirichletPrior, source: string) {
  return entropyFormula({ name, source, bounded: true, integerCounts: false }, (counts, { n, bins }) =>
    plugInEntropy(counts, n, concentrations[name](n, bins)),
  );
}

/** a = 1/2, the prior invariant to reparametrisation. */
export const jeffreys = dirichletPlugIn("jeffreys", "Krichevsky & Trofimov (1981); prior of Jeffreys (1946)");

/** a = 1, uniform over the simplex. */
export const laplace = dirichletPlugIn(
  "laplace",
  "Holste, Grosse & Herzel (1998); Laplace's rule of succession",
);

/** a = 1/K: one observation's worth of prior in all. */
export const schuermannGrassberger = dirichletPlugIn(
  "schuermann-grassberger",
  "Schuermann & Grassberger (1996), Entropy estimation of symbol sequences; prior of Perks (1947)",
);

/** a = sqrt(n)/K: least worst-case squared error of p; its bias in S shrinks only as 1/sqrt(n). */
export const minimax = dirichletPlugIn("minimax", "Trybula (1958), minimax estimation of multinomial shares");
