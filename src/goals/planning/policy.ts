import type { Problem } from "./problem.js";
import { logSumExpRange } from "./rule.js";

/**
 * ln pi(a | s) of each row, [rows]; a state's exponentials sum to one. Where an agent with this goal can do nothing, all
 * of the state's rows are -Infinity: being there has probability zero under the goal.
 */
export type Policy = Float64Array;

/** One policy for every step, or one for each: [step][rows]. */
export type Plan = Policy | readonly Policy[];

/** The policy of scaled values: beta (Q - V). */
export function policyFrom({ mdp, discount, reward }: Problem, scaled: Float64Array): Policy {
  const { states, rows, actionStart, transitionStart, successor, probability } = mdp;
  const policy = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let future = 0;
    for (let t = transitionStart[row]; t < transitionStart[row + 1]; t++)
      future += probability[t] * scaled[successor[t]];
    policy[row] = reward[row] + discount * future;
  }
  for (let s = 0; s < states; s++) normalise(policy, actionStart[s], actionStart[s + 1]);
  return policy;
}

/** Subtracts ln sum exp; all -Infinity stays so. */
export function normalise(x: Float64Array, from: number, to: number): void {
  const total = logSumExpRange(x, from, to);
  if (total > -Infinity) for (let i = from; i < to; i++) x[i] -= total;
}

/** Scaled values in units of reward, -Infinity where not viable. */
export const valuesFrom = ({ viable }: Problem, scaled: Float64Array, beta: number): Float64Array =>
  scaled.map((value, s) => (viable.state[s] === 1 ? value / beta : -Infinity));

export function greatestMagnitude(x: Float64Array): number {
  let top = 0;
  for (let i = 0; i < x.length; i++) if (!(Math.abs(x[i]) <= top)) top = Math.abs(x[i]);
  return top;
}
