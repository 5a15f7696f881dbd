import type { Mdp } from "../mdp.js";
import { largest, pearsonDistance } from "./pearson-distance.js";
import { stationarySuccessorFeatures } from "./successor-features.js";

/**
 * Distance of two rewards on a process whose dynamics are known, in [0, 1]: EPIC's, with each reward replaced by its
 * advantage under the uniform policy in place of EPIC's canonical form (value-adjusted levelling; STARC metrics,
 * Skalse et al. 2024, arXiv:2309.15257):
 *
 *     C(R)(s, a) = R(s, a) + discount E V(s') - V(s),   D = sqrt((1 - rho) / 2).
 *
 * It is 0 between R and c R + shaping, c > 0, with the shaping averaged over successors as an Mdp's rewards are, and 1
 * between R and -R. Every state counts alike, and every action of a state.
 *
 * @param first,second rewards of the rows, [rows].
 * @returns `undefined` when a reward is shaping alone: it prefers nothing, and has no distance.
 * @throws RangeError when the values do not converge (a discount of 1 where not every state reaches a terminal one).
 */
export function starcDistance(
  mdp: Mdp,
  first: Float64Array,
  second: Float64Array,
  discount: number,
): number | undefined {
  const policy = uniformPolicy(mdp);
  const a = advantage(mdp, "first", first, policy, discount);
  const b = advantage(mdp, "second", second, policy, discount);
  return pearsonDistance(a.values, b.values, policy, { a: a.scale, b: b.scale });
}

/** Q - V of a policy, [rows], and the size of the numbers it is the difference of. */
function advantage(mdp: Mdp, name: string, reward: Float64Array, policy: Float64Array, discount: number) {
  const process = { mdp, features: { names: [name], values: reward }, discount };
  const { ofState: value, converged, message } = stationarySuccessorFeatures(process, policy);
  if (!converged) throw new RangeError(message);
  const values = Float64Array.from(reward);
  for (let s = 0; s < mdp.states; s++) {
    for (let row = mdp.actionStart[s]; row < mdp.actionStart[s + 1]; row++) {
      values[row] -= value[s];
      for (let i = mdp.transitionStart[row]; i < mdp.transitionStart[row + 1]; i++)
        values[row] += discount * mdp.probability[i] * value[mdp.successor[i]];
    }
  }
  const scale =
    discount < 1
      ? largest(name, reward) / (1 - discount)
      : Math.max(largest(name, reward), largest("value", value));
  return { values, scale };
}

/** Each action of a state with the same probability, [rows]. */
function uniformPolicy({ rows, states, actionStart }: Mdp): Float64Array {
  const policy = new Float64Array(rows);
  for (let s = 0; s < states; s++)
    policy.fill(1 / (actionStart[s + 1] - actionStart[s]), actionStart[s], actionStart[s + 1]);
  return policy;
}
