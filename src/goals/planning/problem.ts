import type { Goal } from "../goal.js";
import { isTerminal, type Mdp } from "../mdp.js";
import { type Viability, viability } from "./viability.js";

/** A goal to plan for, in units of 1/beta: what is multiplied by beta here is divided by it in the result. */
export interface Problem {
  readonly mdp: Mdp;
  readonly discount: number;
  /** beta R(s, a), -Infinity in rows that are not viable, [rows]. */
  readonly reward: Float64Array;
  /** beta times the value of each terminal state, 0 in every other, [states]. */
  readonly start: Float64Array;
  readonly viable: Viability;
}

/**
 * Checks and scales. Undiscounted planning needs to end: states that cannot are not viable.
 *
 * @throws RangeError for beta not positive and finite, discount outside [0, 1], arrays of another process, or rewards
 *   and terminal values that are NaN, Infinity or beyond 1e100 (-Infinity forbids the action or the end).
 */
export function pose(mdp: Mdp, goal: Goal, beta: number, discount: number): Problem {
  requireAgent(beta, discount);
  requireGoal(mdp, goal);
  const { reward, terminalValue } = goal;
  const end = (state: number): number => terminalValue?.[state] ?? 0;
  const viable = viability(
    mdp,
    (row) => reward[row] > -Infinity,
    (state) => end(state) > -Infinity,
    discount === 1,
  );
  return {
    mdp,
    discount,
    reward: reward.map((r, row) => (viable.row[row] === 1 ? beta * r : -Infinity)),
    start: Float64Array.from({ length: mdp.states }, (_, s) =>
      isTerminal(mdp, s) && viable.state[s] === 1 ? beta * end(s) : 0,
    ),
    viable,
  };
}

/** Within this range neither beta R nor V / beta leaves the floating-point numbers. */
const EXTREME = 1e100;

/** @throws RangeError for beta that is not positive, or not from 1e-100 to 1e100; for discount outside [0, 1]. */
export function requireAgent(beta: number, discount: number): void {
  if (!(beta >= 1 / EXTREME && beta <= EXTREME))
    throw new RangeError(`beta must be positive and finite, from 1e-100 to 1e100, got ${beta}`);
  if (!(discount >= 0 && discount <= 1)) throw new RangeError(`discount must lie in [0, 1], got ${discount}`);
}

export function requireGoal(mdp: Mdp, { name, reward, terminalValue }: Goal): void {
  requireBelowInfinity(reward, mdp.rows, `goal "${name}": reward of row`);
  if (terminalValue)
    requireBelowInfinity(terminalValue, mdp.states, `goal "${name}": terminal value of state`);
}

/** NaN and Infinity have no meaning as a reward; -Infinity forbids. */
export function requireBelowInfinity(values: Float64Array, length: number, what: string): void {
  if (values.length !== length)
    throw new RangeError(`${what}: expected ${length} values, got ${values.length}`);
  const bad = values.findIndex((x) => !(x === -Infinity || Math.abs(x) <= EXTREME));
  if (bad >= 0)
    throw new RangeError(
      `${what} ${bad}: expected a number from -1e100 to 1e100 (or -Infinity, which forbids), got ${values[bad]}`,
    );
}
