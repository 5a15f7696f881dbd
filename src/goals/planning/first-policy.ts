import { isTerminal } from "../mdp.js";
import { normalise } from "./policy.js";
import type { Problem } from "./problem.js";
import { maxRange } from "./rule.js";
import { distanceTo } from "./viability.js";

/** How strongly the first policy makes for its targets: e^3 = 20 to 1 against a step that stays as far from them. */
const PULL = 3;

/**
 * Probabilities, [rows], of a policy to start planning from: all viable actions, those that lead nearer to a target
 * preferred. Targets are the states that are worth most if one could stay there; undiscounted, the terminal ones, so that
 * the policy ends with probability one, and soon.
 */
export function firstPolicy(problem: Problem): Float64Array {
  const { mdp, viable } = problem;
  const { states, rows, actionStart, transitionStart, successor, probability } = mdp;
  const worth = worthOfStaying(problem);
  const most = worth.reduce((a, b) => Math.max(a, b), -Infinity);
  const distance = distanceTo(mdp, viable, (s) => worth[s] === most);
  const unreachable = 1 + distance.reduce((a, b) => Math.max(a, b), 0);
  const preference = new Float64Array(rows).fill(-Infinity);
  for (let row = 0; row < rows; row++) {
    if (viable.row[row] === 0) continue;
    let expected = 0;
    for (let t = transitionStart[row]; t < transitionStart[row + 1]; t++) {
      const steps = distance[successor[t]];
      expected += probability[t] * (steps < 0 ? unreachable : steps);
    }
    preference[row] = -PULL * expected;
  }
  for (let s = 0; s < states; s++) normalise(preference, actionStart[s], actionStart[s + 1]);
  return preference.map(Math.exp);
}

function worthOfStaying({ mdp, discount, reward, start }: Problem): Float64Array {
  const { states, actionStart } = mdp;
  return Float64Array.from({ length: states }, (_, s) => {
    if (discount === 1) return isTerminal(mdp, s) ? 0 : -Infinity;
    return isTerminal(mdp, s)
      ? start[s]
      : maxRange(reward, actionStart[s], actionStart[s + 1]) / (1 - discount);
  });
}
