import type { Mdp } from "../mdp.js";
import { rowOf } from "../mdp.js";
import { structureOf } from "../planning/structure.js";

/** The rows that an episode, or its beginning, went through. */
export type Trajectory = readonly number[];

/**
 * The rows of (state, action) steps, an action being its index among the state's own.
 *
 * @param last the state after the last step, if it was seen.
 * @throws RangeError naming the step whose state or action does not exist, or cannot follow the step before.
 */
export function trajectoryOf(
  mdp: Mdp,
  steps: readonly (readonly [state: number, action: number])[],
  last?: number,
): number[] {
  const rows = steps.map(([state, action], t) => {
    try {
      return rowOf(mdp, state, action);
    } catch (error) {
      throw new RangeError(`step ${t}: ${(error as Error).message}`, { cause: error });
    }
  });
  requireTrajectory(mdp, rows);
  const end = rows[rows.length - 1];
  if (last !== undefined && end !== undefined && !leadsTo(mdp, end, last))
    throw new RangeError(`step ${rows.length - 1}: ${describe(mdp, end)} cannot lead to state ${last}`);
  return rows;
}

/** @throws RangeError naming the step whose row does not exist, or belongs to a state that the row before cannot reach. */
export function requireTrajectory(mdp: Mdp, trajectory: Trajectory): void {
  const { stateOf } = structureOf(mdp);
  trajectory.forEach((row, t) => {
    if (!(Number.isInteger(row) && row >= 0 && row < mdp.rows))
      throw new RangeError(`step ${t}: expected a row from 0 to ${mdp.rows - 1}, got ${row}`);
    if (t > 0 && !leadsTo(mdp, trajectory[t - 1], stateOf[row]))
      throw new RangeError(
        `step ${t}: ${describe(mdp, trajectory[t - 1])} cannot lead to state ${stateOf[row]}`,
      );
  });
}

function leadsTo({ transitionStart, successor }: Mdp, row: number, state: number): boolean {
  return successor.subarray(transitionStart[row], transitionStart[row + 1]).includes(state);
}

function describe(mdp: Mdp, row: number): string {
  const state = structureOf(mdp).stateOf[row];
  return `state ${state}, action ${row - mdp.actionStart[state]}`;
}
