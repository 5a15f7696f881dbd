/**
 * Every numeric claim of arXiv:2511.10704 against the paper's own equation, S <- max(0, S + sigma - gamma + noise xi),
 * simulated as the paper did and solved exactly. Each claim has a file; its verdict follows from the rule stated there.
 */
import type { Claim } from "./reproduce/claim.js";
import { criticalWorkClaim } from "./reproduce/critical-work.js";
import { criticalWorkUnits } from "./reproduce/critical-work-units.js";
import { driftWithoutWork } from "./reproduce/drift-without-work.js";
import { initialEntropy } from "./reproduce/initial-entropy.js";
import { pValue } from "./reproduce/p-value.js";
import { phaseTransition } from "./reproduce/phase-transition.js";
import { paperParameters, type ReproduceParameters, type Setting, setting } from "./reproduce/setting.js";
import { stabilityWithWork } from "./reproduce/stability-with-work.js";
import { synergy } from "./reproduce/synergy.js";

export type { Claim, Measured, Verdict } from "./reproduce/claim.js";
export type { ReproduceParameters } from "./reproduce/setting.js";

export interface ReproduceResult {
  readonly experiment: "reproduce";
  readonly version: string;
  readonly seed: number;
  readonly parameters: ReproduceParameters;
  readonly claims: readonly Claim[];
}

/** Raised whenever the same parameters would give other figures or another verdict. */
const VERSION = "1";

const claims: readonly ((setting: Setting) => Claim)[] = [
  initialEntropy,
  criticalWorkClaim,
  driftWithoutWork,
  stabilityWithWork,
  pValue,
  phaseTransition,
  synergy,
  criticalWorkUnits,
];

/**
 * @param options a seed, and any parameter that is to differ from the paper's.
 * @throws RangeError naming a parameter out of range.
 */
export function reproduce(
  options: { readonly seed: number } & Partial<ReproduceParameters>,
): ReproduceResult {
  const parameters = { ...paperParameters, ...options };
  const shared = setting(parameters);
  return {
    experiment: "reproduce",
    version: VERSION,
    seed: parameters.seed,
    parameters,
    claims: claims.map((audit) => audit(shared)),
  };
}
