import { logSumExp } from "../../numeric/index.js";
import type { Plan } from "../planning/policy.js";
import type { Trajectory } from "./trajectory.js";

/**
 * ln pi_t(a_t | s_t) of each action of a trajectory. Transition probabilities are left out: they are the same under
 * every goal.
 *
 * @throws RangeError for a trajectory longer than a plan of one policy for each step.
 */
export function actionLogLikelihoods(plan: Plan, trajectory: Trajectory): Float64Array {
  if (plan instanceof Float64Array) return Float64Array.from(trajectory, (row) => plan[row]);
  if (trajectory.length > plan.length)
    throw new RangeError(
      `a trajectory of ${trajectory.length} steps is longer than the plan's ${plan.length}`,
    );
  return Float64Array.from(trajectory, (row, t) => plan[t][row]);
}

/** sum_t ln pi_t(a_t | s_t): -Infinity when an action is impossible, 0 for no actions. */
export function logLikelihood(plan: Plan, trajectory: Trajectory): number {
  let total = 0;
  for (const step of actionLogLikelihoods(plan, trajectory)) total += step;
  return total;
}

/** ln sum_b weight_b P(trajectory | plan_b): the likelihood of a goal with its rationality integrated out. */
export function integratedLogLikelihood(
  plans: readonly Plan[],
  weights: ArrayLike<number>,
  trajectory: Trajectory,
): number {
  if (plans.length !== weights.length)
    throw new RangeError(`expected a weight for each of ${plans.length} plans, got ${weights.length}`);
  return logSumExp(plans.map((plan, b) => Math.log(weights[b]) + logLikelihood(plan, trajectory)));
}
