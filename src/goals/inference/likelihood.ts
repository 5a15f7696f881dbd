import { logSumExp } from "../../numeric/index.js";
import type { Plan, Policy } from "../planning/policy.js";
import type { Trajectory } from "./trajectory.js";

/**
 * ln pi_t(a_t | s_t) of each action of a trajectory. Transition probabilities are left out: they are the same under
 * every goal.
 *
 * @throws RangeError for a trajectory longer than a plan of one policy for each step, and naming the step whose row the
 *   plan does not know.
 */
export function actionLogLikelihoods(plan: Plan, trajectory: Trajectory): Float64Array {
  if (plan instanceof Float64Array)
    return Float64Array.from(trajectory, (row, t) => logProbability(plan, row, t));
  if (trajectory.length > plan.length)
    throw new RangeError(
      `a trajectory of ${trajectory.length} steps is longer than the plan's ${plan.length}`,
    );
  return Float64Array.from(trajectory, (row, t) => logProbability(plan[t], row, t));
}

function logProbability(policy: Policy, row: number, step: number): number {
  const log = policy[row];
  if (log === undefined)
    throw new RangeError(`step ${step}: expected a row from 0 to ${policy.length - 1}, got ${row}`);
  return log;
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
