import { finiteHorizon } from "../planning/finite-horizon.js";
import type { Policy } from "../planning/policy.js";
import { softValueIteration } from "../planning/soft-value-iteration.js";
import { type FeatureProcess, linearReward } from "./features.js";
import type { Failure } from "./newton.js";

export interface SoftPlanOptions {
  readonly beta: number;
  /** Steps of a finite horizon; unlimited when absent. */
  readonly horizon?: number | undefined;
}

/** Soft policies by step, or a single one for every step of an unlimited horizon. */
export type PolicySteps = readonly Policy[];

/**
 * Plans for linear rewards: a function of their weights. It begins each search from the values of the last one, and so
 * is quick where weights change little.
 */
export function softPlanner(
  { mdp, features, discount }: FeatureProcess,
  { beta, horizon }: SoftPlanOptions,
): (weights: ArrayLike<number>) => PolicySteps | Failure {
  let initial: Float64Array | undefined;
  return (weights) => {
    const goal = { name: "linear reward", reward: linearReward(features, weights) };
    if (horizon !== undefined) return finiteHorizon(mdp, goal, { beta, discount, horizon }).policies;
    const plan = softValueIteration(mdp, goal, {
      beta,
      discount,
      tolerance: 1e-12,
      ...(initial && { initial }),
    });
    if (!plan.converged) return { failure: plan.message };
    initial = plan.values;
    return [plan.policy];
  };
}
