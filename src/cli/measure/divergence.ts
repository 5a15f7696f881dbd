import type { Divergence } from "../../contracts/index.js";
import type { Estimate } from "../../numeric/index.js";

/**
 * D_KL(intended || p) = -ln p(g_1), the intended distribution having all its mass on g_1.
 *
 * @param never why p(g_1) = 0, where it is.
 */
export function divergenceOf(fidelity: Estimate, never: string): Divergence {
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
