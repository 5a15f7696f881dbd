import { sum } from "../../numeric/index.js";

/**
 * Advantages of completions in groups, those of one prompt: the reward less the mean reward of the group's others, the
 * leave-one-out baseline of Kool, van Hoof & Welling (2019, "Buy 4 REINFORCE samples, get a baseline for free!"), known
 * as RLOO (Ahmadian et al. 2024, arXiv:2402.14740). It depends on no action of its own, so the policy gradient
 * sum_i A_i grad ln p(y_i | x_i) stays unbiased.
 *
 * @param rewards group after group.
 * @param group completions in each, at least 2.
 */
export function leaveOneOutAdvantages(rewards: readonly number[], group: number): number[] {
  if (!(Number.isInteger(group) && group >= 2 && rewards.length % group === 0))
    throw new RangeError(`expected groups of at least 2 that divide ${rewards.length} rewards, got ${group}`);
  return rewards.map((reward, i) => {
    const start = i - (i % group);
    const others = sum(rewards.slice(start, start + group)) - reward;
    return reward - others / (group - 1);
  });
}
