import type { Goal } from "../goal.js";
import { isTerminal, type Mdp } from "../mdp.js";
import { normalise, type Policy } from "./policy.js";
import { requireAgent, requireBelowInfinity, requireGoal } from "./problem.js";
import { logSumExpRange, maxRange, type PlanningRule } from "./rule.js";

export interface FiniteHorizonOptions {
  /** Number of actions, at least 1. */
  readonly horizon: number;
  /** Rationality, per unit of reward: positive and finite. */
  readonly beta: number;
  /** From 0 to 1; default 1. */
  readonly discount?: number;
  /** Default "soft". "path" is defined without discount only. */
  readonly rule?: PlanningRule;
  /** Value of being in each state that is not terminal when the horizon is reached, [states]; default 0. */
  readonly finalValue?: Float64Array;
}

export interface FiniteHorizonPlan {
  /** V_t(s), [horizon + 1][states]: t steps taken. -Infinity where nothing is allowed. */
  readonly values: readonly Float64Array[];
  /** ln pi_t(a | s), [horizon][rows]. */
  readonly policies: readonly Policy[];
}

/**
 * Backward induction: Q_t = R + discount E V_{t+1}(s') and V_t by the rule, from V_H = finalValue; terminal states keep
 * their terminal value. Takes 8 x horizon x (rows + states) bytes.
 *
 * @throws RangeError for a horizon that is no positive integer, "path" with a discount, or as `pose`.
 */
export function finiteHorizon(mdp: Mdp, goal: Goal, options: FiniteHorizonOptions): FiniteHorizonPlan {
  const { horizon, beta, discount = 1, rule = "soft", finalValue } = options;
  requireAgent(beta, discount);
  requireGoal(mdp, goal);
  if (!(Number.isInteger(horizon) && horizon >= 1))
    throw new RangeError(`horizon must be a positive integer, got ${horizon}`);
  if (rule === "path" && discount !== 1)
    throw new RangeError(`the rule "path" is defined for discount 1, got ${discount}`);
  if (finalValue) requireBelowInfinity(finalValue, mdp.states, "final value of state");

  const { states, rows, actionStart } = mdp;
  const reward = goal.reward.map((r) => beta * r);
  const look = rule === "path" ? lookAtPaths : lookAhead;
  const end = Float64Array.from({ length: states }, (_, s) =>
    isTerminal(mdp, s) ? beta * (goal.terminalValue?.[s] ?? 0) : beta * (finalValue?.[s] ?? 0),
  );
  const scaled = [end];
  const policies: Policy[] = [];
  for (let t = horizon - 1; t >= 0; t--) {
    const next = scaled[0];
    const policy = new Float64Array(rows);
    const values = next.slice();
    look(mdp, reward, discount, next, policy);
    for (let s = 0; s < states; s++) {
      if (isTerminal(mdp, s)) continue;
      values[s] = stateValue[rule](policy, actionStart[s], actionStart[s + 1]);
      normalise(policy, actionStart[s], actionStart[s + 1]);
    }
    scaled.unshift(values);
    policies.unshift(policy);
  }
  return { values: scaled.map((values) => values.map((value) => value / beta)), policies };
}

/** Writes R + discount E V(s') of each row. */
function lookAhead(
  mdp: Mdp,
  reward: Float64Array,
  discount: number,
  values: Float64Array,
  into: Float64Array,
): void {
  const { rows, transitionStart, successor, probability } = mdp;
  for (let row = 0; row < rows; row++) {
    let future = 0;
    for (let t = transitionStart[row]; t < transitionStart[row + 1]; t++)
      future += probability[t] * values[successor[t]];
    // No discount turns a future of -Infinity into 0 x -Infinity.
    into[row] = reward[row] + (discount === 0 ? 0 : discount * future);
  }
}

/** Writes R + ln E exp V(s') of each row. */
function lookAtPaths(
  mdp: Mdp,
  reward: Float64Array,
  _: number,
  values: Float64Array,
  into: Float64Array,
): void {
  const { rows, transitionStart, successor, probability } = mdp;
  const terms = new Float64Array(successor.length);
  for (let t = 0; t < successor.length; t++) terms[t] = Math.log(probability[t]) + values[successor[t]];
  for (let row = 0; row < rows; row++)
    into[row] = reward[row] + logSumExpRange(terms, transitionStart[row], transitionStart[row + 1]);
}

/** The value of a state whose actions have scaled values q[from] .. q[to - 1]. */
const stateValue: Record<PlanningRule, (q: Float64Array, from: number, to: number) => number> = {
  soft: logSumExpRange,
  path: logSumExpRange,
  optimal: maxRange,
  expected: (q, from, to) => {
    const total = logSumExpRange(q, from, to);
    if (total === -Infinity) return total;
    let value = 0;
    for (let i = from; i < to; i++) if (q[i] > -Infinity) value += Math.exp(q[i] - total) * q[i];
    return value;
  },
};
