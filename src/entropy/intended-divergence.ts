import type { Estimate } from "../numeric/index.js";

/** A divergence in nats; an end that is infinite is null, and `reason` says why. */
export interface Divergence extends Omit<Estimate, "value" | "upper"> {
  readonly value: number | null;
  readonly upper: number | null;
  readonly reason: string | null;
}

/**
 * D_KL(intended || p) = -ln p(g_1), the intended distribution having all its mass on g_1.
 *
 * @param fidelity p(g_1).
 * @param never why p(g_1) = 0, where it is.
 */
export function intendedDivergence(fidelity: Estimate, never: string): Divergence {
  const finite = (x: number): number | null => (x === 0 ? null : -Math.log(x) + 0);
  return {
    ...fidelity,
    value: finite(fidelity.value),
    lower: -Math.log(fidelity.upper) + 0,
    upper: finite(fidelity.lower),
    method: `-ln of: ${fidelity.method}`,
    reason: fidelity.value === 0 ? `infinite: ${never}` : null,
  };
}
