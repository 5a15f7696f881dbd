import { logSumExp, sum } from "../../numeric/index.js";
import type { Plan } from "../planning/policy.js";
import { actionLogLikelihoods } from "./likelihood.js";
import type { Trajectory } from "./trajectory.js";

/** What is believed of the hypotheses after each prefix of a trajectory, the empty one first. */
export interface PrefixPosterior {
  /** p(hypothesis | first t actions), [T + 1][hypotheses]; undefined from the first unexplained action on. */
  readonly afterPrefix: readonly (Float64Array | undefined)[];
  /** ln p(first t actions), [T + 1]; -Infinity from the first unexplained action on. */
  readonly logEvidence: Float64Array;
  /** Index of the first action that has probability zero under every hypothesis; undefined if there is none. */
  readonly unexplained: number | undefined;
}

/**
 * Bayes' rule: p(h | a_0..a_{t-1}) is proportional to p(h) prod pi_h(a | s). Hypotheses may be goals, or goals with a
 * rationality, or with a rule of planning: whatever has a plan.
 *
 * @param prior one weight for each plan: non-negative, with a positive sum; normalised here.
 * @throws RangeError for another prior, or a trajectory longer than a plan.
 */
export function posterior(
  plans: readonly Plan[],
  prior: ArrayLike<number>,
  trajectory: Trajectory,
): PrefixPosterior {
  const weights = distribution(prior, plans.length, "prior");
  const steps = plans.map((plan) => actionLogLikelihoods(plan, trajectory));
  const joint = weights.map(Math.log);
  const afterPrefix: (Float64Array | undefined)[] = [weights];
  const logEvidence = new Float64Array(trajectory.length + 1);
  let unexplained: number | undefined;
  for (let t = 0; t < trajectory.length; t++) {
    for (let h = 0; h < plans.length; h++) joint[h] += steps[h][t];
    const total = logSumExp(joint);
    if (total === -Infinity) unexplained ??= t;
    logEvidence[t + 1] = total;
    afterPrefix.push(total === -Infinity ? undefined : joint.map((x) => Math.exp(x - total)));
  }
  return { afterPrefix, logEvidence, unexplained };
}

/** `weights` over their sum. @throws RangeError unless there are `length`, non-negative, with a positive finite sum. */
export function distribution(weights: ArrayLike<number>, length: number, name: string): Float64Array {
  if (weights.length !== length)
    throw new RangeError(`${name}: expected ${length} weights, got ${weights.length}`);
  const values = Float64Array.from(weights);
  const bad = values.findIndex((w) => !(w >= 0));
  if (bad >= 0) throw new RangeError(`${name}: weight ${bad} must be non-negative, got ${values[bad]}`);
  const total = sum(values);
  if (!(total > 0 && Number.isFinite(total)))
    throw new RangeError(`${name}: expected a positive finite sum, got ${total}`);
  return values.map((w) => w / total);
}
