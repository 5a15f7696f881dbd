/**
 * Discounted occupancies of a policy: how often it is expected to take each row,
 *
 *     rho(s, a) = sum_t discount^t P(s_t = s, a_t = a),
 *
 * by propagating the distribution over states forward. A policy is the probability of each row, [rows]. Where nothing
 * terminates, the occupancies of a horizon of H steps sum to (1 - discount^H) / (1 - discount), H of an unlimited one
 * being infinite. Expected discounted feature counts are sum_rows rho f.
 */
import type { Mdp } from "../mdp.js";
import { requireDiscount, requireFinite } from "./features.js";

export interface Occupancy {
  /** [rows] */
  readonly visits: Float64Array;
  /** Bound of the occupancy left out, summed over rows: 0 for a finite horizon. */
  readonly residual: number;
  readonly converged: boolean;
  readonly message: string;
}

export interface OccupancyOptions {
  readonly discount: number;
  /** Stop when the occupancy still to come is at most this share of all. Default 1e-10. */
  readonly tolerance?: number;
  /** Default 1e5. */
  readonly maxSteps?: number;
}

/** Occupancies of a stationary policy over an unlimited horizon. `start` is a distribution over states, [states]. */
export function stationaryOccupancy(
  mdp: Mdp,
  policy: Float64Array,
  start: Float64Array,
  { discount, tolerance = 1e-10, maxSteps = 1e5 }: OccupancyOptions,
): Occupancy {
  requireDiscount(discount);
  requireFinite("policy", policy, mdp.rows);
  requireFinite("start", start, mdp.states);
  const visits = new Float64Array(mdp.rows);
  let wave = start;
  let total = 0;
  let mass = aliveMass(mdp, wave);
  for (let step = 0; step < maxSteps; step++) {
    const before = mass;
    wave = propagate(mdp, policy, wave, discount, visits);
    mass = aliveMass(mdp, wave);
    total += before;
    // What is alive keeps at most `discount` of itself a step; with none, what it kept this time is taken for it.
    const kept = discount < 1 ? discount : mass / before;
    const residual = mass === 0 ? 0 : mass / (1 - kept);
    if (residual <= tolerance * total)
      return { visits, residual, converged: true, message: `converged after ${step + 1} steps` };
  }
  const message = `not converged after ${maxSteps} steps: ${mass.toPrecision(3)} of the start is still under way; lower the discount, or make every state reach a terminal one`;
  return { visits, residual: Number.POSITIVE_INFINITY, converged: false, message };
}

/** Occupancies of the policies of steps 0, 1, .., one per step. */
export function finiteOccupancy(
  mdp: Mdp,
  policies: readonly Float64Array[],
  start: Float64Array,
  discount: number,
): Occupancy {
  requireDiscount(discount);
  for (const [t, policy] of policies.entries()) requireFinite(`policies[${t}]`, policy, mdp.rows);
  requireFinite("start", start, mdp.states);
  const visits = new Float64Array(mdp.rows);
  policies.reduce((wave, policy) => propagate(mdp, policy, wave, discount, visits), start);
  return { visits, residual: 0, converged: true, message: `${policies.length} steps` };
}

/** Adds the visits of one step to `visits` and returns the discounted distribution after it. */
function propagate(
  { states, actionStart, transitionStart, successor, probability }: Mdp,
  policy: Float64Array,
  wave: Float64Array,
  discount: number,
  visits: Float64Array,
): Float64Array {
  const next = new Float64Array(states);
  for (let s = 0; s < states; s++) {
    if (wave[s] === 0) continue;
    for (let row = actionStart[s]; row < actionStart[s + 1]; row++) {
      const visit = wave[s] * policy[row];
      visits[row] += visit;
      for (let i = transitionStart[row]; i < transitionStart[row + 1]; i++)
        next[successor[i]] += discount * visit * probability[i];
    }
  }
  return next;
}

/** Mass on states that are not terminal. */
function aliveMass({ states, actionStart }: Mdp, wave: Float64Array): number {
  let mass = 0;
  for (let s = 0; s < states; s++) if (actionStart[s + 1] > actionStart[s]) mass += wave[s];
  return mass;
}
