import type { DriftParameters } from "./parameters.js";
import type { Raters } from "./proxy.js";

/**
 * "l2": the L2 energy to the base model, its coefficient gamma in units of gamma_crit. "kl-energy": the KL energy to the base
 * model on its own completions of training prompts. "kl-reward": ln(p / p_base) of a completion, times the coefficient,
 * taken off its reward. The last two have, at the base model, the same expected pull.
 */
export type Work = "none" | "l2" | "kl-energy" | "kl-reward";

/** One way of fine-tuning from the base model. */
export interface Condition {
  readonly id: string;
  readonly label: string;
  readonly raters: Raters;
  readonly work: Work;
  readonly coefficient: number;
}

export function conditions({ margin, fraction, klCoefficient }: DriftParameters): readonly Condition[] {
  const free = { raters: "panel", work: "none", coefficient: 0 } as const;
  const kl = { ...free, coefficient: klCoefficient };
  const l2 = (id: string, coefficient: number): Condition => ({
    ...free,
    id,
    label: `L2, ${coefficient} × γ_crit`,
    work: "l2",
    coefficient,
  });
  return [
    { ...free, id: "none", label: "no work" },
    l2("l2_fraction", fraction),
    l2("l2_critical", margin),
    { ...kl, id: "kl_energy", label: `KL energy, ${klCoefficient}`, work: "kl-energy" },
    { ...kl, id: "kl_reward", label: `KL in reward, ${klCoefficient}`, work: "kl-reward" },
    { ...free, id: "one_rater", label: "one rater, no work", raters: "one-rater" },
  ];
}
