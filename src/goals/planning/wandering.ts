import { type Linearisation, linearise } from "./linearisation.js";
import type { Problem } from "./problem.js";
import type { Choice } from "./rule.js";
import { structureOf } from "./structure.js";

export interface Wandering {
  /** A state from which the agent can go round for ever. */
  readonly state: number;
  /** What each step of going round is sure to gain, in units of 1/beta; positive. */
  readonly gain: number;
}

/**
 * Looks for proof that undiscounted values are unbounded: a set C of states and values V with
 * T_C V >= V + gain on C, where T_C is the backup over the rows that stay within C. T_C is monotone and adds constants
 * through, so k rounds within C before ending are worth at least k gain more than V.
 *
 * C starts from the states that gain under the full backup, and shrinks while some state does not gain within it.
 */
export function findWandering(
  { mdp, reward, viable }: Problem,
  choice: Choice,
  values: Float64Array,
  least: number,
): Wandering | undefined {
  const { states, actionStart, transitionStart, successor, probability } = mdp;
  const { stateOf, predecessorStart, predecessorRow } = structureOf(mdp);
  const within = new Uint8Array(states);
  const future = new Float64Array(mdp.rows);
  const inside = new Uint8Array(mdp.rows);
  const scratch = new Float64Array(mdp.rows);

  for (let s = 0; s < states; s++)
    within[s] = viable.state[s] === 1 && actionStart[s] < actionStart[s + 1] ? 1 : 0;
  for (let row = 0; row < mdp.rows; row++) {
    inside[row] = viable.row[row];
    for (let t = transitionStart[row]; t < transitionStart[row + 1]; t++) {
      future[row] += probability[t] * values[successor[t]];
      if (within[successor[t]] === 0) inside[row] = 0;
    }
  }
  const gainOf = (s: number): number => {
    for (let row = actionStart[s]; row < actionStart[s + 1]; row++)
      scratch[row] = inside[row] === 1 ? reward[row] + future[row] : -Infinity;
    return choice(scratch, actionStart[s], actionStart[s + 1]) - values[s];
  };

  const lost: number[] = [];
  const drop = (s: number): void => {
    if (within[s] === 0 || gainOf(s) > least) return;
    within[s] = 0;
    lost.push(s);
  };
  for (let s = 0; s < states; s++) drop(s);
  for (let s = lost.pop(); s !== undefined; s = lost.pop()) {
    for (let i = predecessorStart[s]; i < predecessorStart[s + 1]; i++) {
      if (inside[predecessorRow[i]] === 0) continue;
      inside[predecessorRow[i]] = 0;
      drop(stateOf[predecessorRow[i]]);
    }
  }
  const state = within.indexOf(1);
  if (state < 0) return undefined;
  let gain = Infinity;
  for (let s = 0; s < states; s++) if (within[s] === 1) gain = Math.min(gain, gainOf(s));
  return { state, gain };
}

/** Smoothing rounds before `searchWandering` gives up. */
const ROUNDS = 256;

/**
 * `findWandering` at ever smoother values: each round moves half-way to the backup, from 0, which brings the values of a
 * loop to those that gain alike everywhere on it.
 *
 * @param scratch is overwritten.
 */
export function searchWandering(
  problem: Problem,
  choice: Choice,
  least: number,
  scratch: Linearisation,
): Wandering | undefined {
  const values = problem.start.slice();
  for (let round = 1; round <= ROUNDS; round++) {
    linearise(problem, choice, values, scratch);
    for (let s = 0; s < values.length; s++) values[s] = (values[s] + scratch.backup[s]) / 2;
    if (!Number.isInteger(Math.log2(round))) continue;
    const found = findWandering(problem, choice, values, least);
    if (found !== undefined) return found;
  }
  return undefined;
}
