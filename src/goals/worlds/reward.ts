import type { Mdp } from "../mdp.js";

/** R(s, a) = value[s], the reward of each row for being in its state, [rows]. Terminal states have no row. */
export function stateReward({ states, rows, actionStart }: Mdp, value: ArrayLike<number>): Float64Array {
  requireStates(states, value);
  const reward = new Float64Array(rows);
  for (let s = 0; s < states; s++) reward.fill(value[s], actionStart[s], actionStart[s + 1]);
  return reward;
}

/** R(s, a) = E value[s'], the expected reward of each row for where it leads, [rows]. */
export function arrivalReward(mdp: Mdp, value: ArrayLike<number>): Float64Array {
  const { states, rows, transitionStart, successor, probability } = mdp;
  requireStates(states, value);
  const reward = new Float64Array(rows);
  for (let row = 0; row < rows; row++)
    for (let t = transitionStart[row]; t < transitionStart[row + 1]; t++)
      reward[row] += probability[t] * value[successor[t]];
  return reward;
}

function requireStates(states: number, value: ArrayLike<number>): void {
  if (value.length !== states)
    throw new RangeError(`expected a reward for each of ${states} states, got ${value.length}`);
}
