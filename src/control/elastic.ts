import type { AlignmentEnergy } from "./energy.js";

/**
 * Elastic weight consolidation (Kirkpatrick et al. 2017, eq. 3): E_a = sum_i F_i (theta_i - theta*_i)^2 / 2, F >= 0 the
 * diagonal of a Fisher matrix. With F = 1 it is the L2 energy.
 */
export function elasticEnergy(fisher: ArrayLike<number>): AlignmentEnergy {
  const at = (i: number): number => fisher[i] as number;
  return {
    name: "elastic",
    value(theta, reference) {
      let total = 0;
      for (let i = 0; i < theta.length; i++)
        total += at(i) * ((theta[i] as number) - (reference[i] as number)) ** 2;
      return total / 2;
    },
    gradient: (theta, reference) =>
      Float64Array.from(theta, (x, i) => at(i) * (x - (reference[i] as number))),
    proximal: (theta, reference, work) =>
      Float64Array.from(theta, (x, i) => (x + work * at(i) * (reference[i] as number)) / (1 + work * at(i))),
  };
}
