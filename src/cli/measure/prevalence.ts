import type { CrossCheck, Divergence } from "../../contracts/index.js";
import type { MixtureFit } from "../../goals/index.js";
import type { Estimate } from "../../numeric/index.js";
import type { Figures } from "./method.js";

/** What a posterior of the prevalence says. */
interface Posterior {
  readonly weights: readonly Estimate[];
  readonly entropy: Estimate;
  readonly divergence: Divergence;
}

/**
 * Figures with p(g) by maximum likelihood (EM under label shift), S and D_KL by the posterior. The posterior interval of
 * a p(g) reaches to the maximum of likelihood where that lies outside, as it does when it is 0.
 */
export function prevalenceFigures(
  { weights, entropy, divergence }: Posterior,
  { weights: most, message }: MixtureFit,
  rest: {
    estimator: Figures["estimator"];
    counts: readonly number[];
    crossChecks: readonly CrossCheck[];
    notes: readonly string[];
  },
): Figures {
  const probabilities = weights.map((estimate, g): Estimate => {
    const value = most[g]!;
    const { lower, upper, method } = estimate;
    return {
      ...estimate,
      value,
      lower: Math.min(lower, value),
      upper: Math.max(upper, value),
      method: `maximum likelihood by EM under label shift; ${method.replace(/^posterior mean and /, "")}`,
    };
  });
  return {
    ...rest,
    probabilities,
    entropy,
    fidelity: probabilities[0]!,
    divergence,
    notes: [...rest.notes, ...(message === undefined ? [] : [message])],
  };
}
