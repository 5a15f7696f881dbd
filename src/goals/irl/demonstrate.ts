import type { RandomStream } from "../../numeric/index.js";
import { isTerminal, type Mdp } from "../mdp.js";
import type { Plan } from "../planning/policy.js";

/**
 * The rows of one episode of an agent that follows `plan` from state `start`: until it ends, for `maxSteps` steps, or
 * for as many as the plan has policies for.
 *
 * @throws RangeError for a start that does not exist, and where the plan allows no action.
 */
export function demonstrate(
  mdp: Mdp,
  plan: Plan,
  start: number,
  maxSteps: number,
  stream: RandomStream,
): number[] {
  const { actionStart, transitionStart, successor, probability } = mdp;
  if (!(Number.isInteger(start) && start >= 0 && start < mdp.states))
    throw new RangeError(`start: expected a state from 0 to ${mdp.states - 1}, got ${start}`);
  const steps = plan instanceof Float64Array ? maxSteps : Math.min(maxSteps, plan.length);
  const rows: number[] = [];
  for (let state = start; rows.length < steps && !isTerminal(mdp, state); ) {
    const logs = plan instanceof Float64Array ? plan : plan[rows.length];
    const row = draw(actionStart[state], actionStart[state + 1], (i) => Math.exp(logs[i]), stream);
    if (row === undefined)
      throw new RangeError(`step ${rows.length}: no action is allowed in state ${state}`);
    state = successor[draw(transitionStart[row], transitionStart[row + 1], (i) => probability[i], stream)!];
    rows.push(row);
  }
  return rows;
}

/** An index in from .. to - 1 by inversion of probabilities that sum to one; of none positive, undefined. */
function draw(
  from: number,
  to: number,
  probability: (i: number) => number,
  stream: RandomStream,
): number | undefined {
  let left = stream.uniform();
  let last: number | undefined;
  for (let i = from; i < to; i++) {
    const p = probability(i);
    if (p > 0) last = i;
    left -= p;
    if (p > 0 && left < 0) return i;
  }
  return last;
}
