import type { Plan } from "../planning/policy.js";
import { distribution, type PrefixPosterior, posterior } from "./posterior.js";
import type { RationalityPrior } from "./rationality.js";
import type { Trajectory } from "./trajectory.js";

/** What is believed of goal and rationality after each prefix of a trajectory, the empty one first. */
export interface JointPosterior {
  /** p(goal, beta | first t actions), goal g and beta b at g x betas + b. */
  readonly joint: PrefixPosterior;
  /** p(goal | first t actions), [T + 1][goals]: rationality integrated out. */
  readonly goals: readonly (Float64Array | undefined)[];
  /** p(beta | first t actions), [T + 1][betas]. */
  readonly betas: readonly (Float64Array | undefined)[];
}

/**
 * Inverse planning with unknown rationality: goal and beta independent beforehand.
 *
 * @param plans [goals][betas].
 * @throws RangeError as `posterior`, or for a goal without a plan for each beta.
 */
export function jointPosterior(
  plans: readonly (readonly Plan[])[],
  goalPrior: ArrayLike<number>,
  rationality: RationalityPrior,
  trajectory: Trajectory,
): JointPosterior {
  const { weights } = rationality;
  const prior = distribution(goalPrior, plans.length, "goal prior");
  plans.forEach((row, g) => {
    if (row.length !== weights.length)
      throw new RangeError(
        `goal ${g}: expected ${weights.length} plans, one for each beta, got ${row.length}`,
      );
  });
  const joint = posterior(
    plans.flat(),
    Array.from(prior).flatMap((p) => Array.from(weights, (w) => p * w)),
    trajectory,
  );
  const marginal = (size: number, index: (hypothesis: number) => number) =>
    joint.afterPrefix.map((p) => {
      if (p === undefined) return undefined;
      const total = new Float64Array(size);
      p.forEach((mass, hypothesis) => {
        total[index(hypothesis)] += mass;
      });
      return total;
    });
  return {
    joint,
    goals: marginal(plans.length, (h) => Math.floor(h / weights.length)),
    betas: marginal(weights.length, (h) => h % weights.length),
  };
}
