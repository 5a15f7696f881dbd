import { requireTrajectory, type Trajectory } from "../inference/trajectory.js";
import type { Mdp } from "../mdp.js";
import { structureOf } from "../planning/structure.js";

/** One decision of a demonstration. */
export interface Visit {
  readonly episode: number;
  readonly row: number;
  readonly state: number;
  /** Its share in the log likelihood. */
  readonly weight: number;
}

export interface VisitOptions {
  /** Weight of step t: discount^t, or 1. */
  readonly stepWeight: (t: number) => number;
  /** Steps of a finite horizon; `undefined` for none. */
  readonly horizon: number | undefined;
}

/**
 * The decisions of demonstrations by step, or all in one list when the horizon is unlimited and the policy of every
 * step the same.
 *
 * @throws RangeError naming episode and step where a trajectory is empty, longer than the horizon, names a row that
 *   does not exist, or goes on in a state that the row before cannot lead to.
 */
export function collectVisits(
  mdp: Mdp,
  trajectories: readonly Trajectory[],
  { stepWeight, horizon }: VisitOptions,
): Visit[][] {
  const stages = Array.from({ length: horizon ?? 1 }, (): Visit[] => []);
  const { stateOf } = structureOf(mdp);
  trajectories.forEach((rows, episode) => {
    requireDemonstration(mdp, rows, episode, horizon ?? Number.POSITIVE_INFINITY);
    rows.forEach((row, t) => {
      stages[horizon === undefined ? 0 : t].push({
        episode,
        row,
        state: stateOf[row],
        weight: stepWeight(t),
      });
    });
  });
  return stages;
}

function requireDemonstration(mdp: Mdp, rows: Trajectory, episode: number, longest: number): void {
  if (rows.length === 0) throw new RangeError(`episode ${episode} has no steps`);
  if (rows.length > longest)
    throw new RangeError(`episode ${episode} has ${rows.length} steps, the horizon is ${longest}`);
  try {
    requireTrajectory(mdp, rows);
  } catch (error) {
    throw new RangeError(`episode ${episode}, ${(error as Error).message}`, { cause: error });
  }
}
