import type { RunSettings, SystemSettings } from "../../contracts/index.js";
import { checkpoint, constant, critical, feedback, type Policy, resume } from "../../control/index.js";
import { criticalWork } from "../../law/index.js";
import { Refusal } from "./refusal.js";

/**
 * The policy of a run; undefined for one that only logs.
 *
 * @throws Refusal where its settings make none.
 */
export function policyOf(
  { policy, parameterCount }: RunSettings,
  system: SystemSettings,
): Policy | undefined {
  if (policy === undefined) return undefined;
  try {
    switch (policy.kind) {
      case "constant":
        return constant(policy.gamma);
      case "critical": {
        const { margin, reestimate } = policy;
        if (parameterCount === undefined)
          throw new Refusal("invalid", "the policy 'critical' needs it", "parameterCount");
        return critical({
          criticalWork: (lambdaMax) => criticalWork(lambdaMax, parameterCount),
          ...(margin !== undefined && { margin }),
          ...(reestimate !== undefined && { reestimate }),
        }) as Policy;
      }
      case "feedback": {
        const { kind: _, target = system.target, initial, ...tuning } = policy;
        if (target === undefined)
          throw new Refusal("invalid", "neither the policy nor the system has a target", "policy.target");
        return feedback({
          ...tuning,
          target,
          goals: system.goals.length,
          ...(initial !== undefined && { initial }),
        }) as Policy;
      }
    }
  } catch (error) {
    throw error instanceof RangeError ? new Refusal("invalid", `policy: ${error.message}`, "policy") : error;
  }
}

/** As text: PostgreSQL's jsonb keeps no order of keys, and `resume` compares settings by their text. */
export const saved = (policy: Policy, state: unknown): string => JSON.stringify(checkpoint(policy, state));

/** The saved state, if it is this policy's; else one that goes on from the gamma that was answered last. */
export function stateOf(policy: Policy, text: unknown, gamma: number | undefined): unknown {
  try {
    return resume(policy, typeof text === "string" ? JSON.parse(text) : undefined);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const fresh = policy.init();
    return gamma === undefined ? fresh : (policy.track?.(fresh, gamma) ?? fresh);
  }
}
