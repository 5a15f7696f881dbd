/**
 * Successor features [Dayan 1993; Barreto et al. 2017] of a policy: the discounted features expected from a state or a
 * row on,
 *
 *     psi(s) = sum_a pi(a|s) psi(s, a),   psi(s, a) = f(s, a) + discount E psi(s').
 *
 * Under a soft policy they are the derivatives of the soft values with respect to linear reward weights. With a reward
 * as the only feature they are the values of the policy. A policy is the probability of each row, [rows].
 */
import { type Chain, solveChain } from "../planning/chain.js";
import { structureOf } from "../planning/structure.js";
import { checkFeatures, type FeatureProcess, requireFinite } from "./features.js";

export interface SuccessorFeatures {
  /** psi(s), row-major [states, features]. */
  readonly ofState: Float64Array;
  readonly converged: boolean;
  readonly message: string;
}

/** Residual of the equations left, relative to their right-hand sides; the error is up to 1 / (1 - discount) as large. */
const TOLERANCE = 1e-10;
const MAX_ITERATIONS = 1000;

/** Successor features of a stationary policy over an unlimited horizon: one system of linear equations a feature. */
export function stationarySuccessorFeatures(
  process: FeatureProcess,
  policy: Float64Array,
): SuccessorFeatures {
  const { mdp, features } = process;
  checkFeatures(process);
  requireFinite("policy", policy, mdp.rows);
  const { placeOf } = structureOf(mdp);
  const count = features.names.length;
  const ofState = new Float64Array(mdp.states * count);
  const { chain, stay } = chainOf(process, policy);
  const failure = (what: string) => {
    const message = `${what}; lower the discount, or make every state reach a terminal one`;
    return { ofState, converged: false, message };
  };
  const trap = placeOf.findIndex((place) => !Number.isFinite(stay[place]));
  if (trap >= 0) return failure(`state ${trap} is never left, and nothing is discounted`);
  for (let k = 0; k < count; k++) {
    const collected = new Float64Array(mdp.states);
    for (let s = 0; s < mdp.states; s++)
      for (let row = mdp.actionStart[s]; row < mdp.actionStart[s + 1]; row++)
        collected[placeOf[s]] += stay[placeOf[s]] * policy[row] * features.values[row * count + k];
    const tolerance = TOLERANCE * collected.reduce((top, x) => Math.max(top, Math.abs(x)), 0);
    const solution = solveChain(chain, collected, { tolerance, maxIterations: MAX_ITERATIONS });
    if (solution === undefined)
      return failure(`successor features of ${features.names[k]} not found in ${MAX_ITERATIONS} iterations`);
    for (let s = 0; s < mdp.states; s++) ofState[s * count + k] = solution[placeOf[s]];
  }
  return { ofState, converged: true, message: "converged" };
}

/** The chain of places that a policy makes, and the discounted time at each before it is left, [places]. */
function chainOf(
  { mdp, discount }: FeatureProcess,
  policy: Float64Array,
): { chain: Chain; stay: Float64Array } {
  const { states, actionStart, transitionStart, probability } = mdp;
  const { neighbourStart: start, neighbour, split, back, slot, placeOf } = structureOf(mdp);
  const weight = new Float64Array(neighbour.length);
  const stay = new Float64Array(states);
  for (let s = 0; s < states; s++) {
    let again = 0;
    for (let row = actionStart[s]; row < actionStart[s + 1]; row++) {
      for (let t = transitionStart[row]; t < transitionStart[row + 1]; t++) {
        const p = discount * policy[row] * probability[t];
        if (slot[t] < 0) again += p;
        else weight[slot[t]] += p;
      }
    }
    const place = placeOf[s];
    stay[place] = 1 / (1 - again);
    for (let j = start[place]; j < start[place + 1]; j++) weight[j] *= stay[place];
  }
  return { chain: { start, split, neighbour, back, weight }, stay };
}

/** psi(s) of a step, from psi(s) of the step after it and the policy of this one. */
export function earlierSuccessorFeatures(
  process: FeatureProcess,
  policy: Float64Array,
  later: Float64Array,
): Float64Array {
  const { mdp, features } = process;
  const count = features.names.length;
  const ofState = new Float64Array(mdp.states * count);
  for (let s = 0; s < mdp.states; s++) {
    const here = ofState.subarray(s * count, (s + 1) * count);
    for (let row = mdp.actionStart[s]; row < mdp.actionStart[s + 1]; row++)
      addRowSuccessorFeatures(process, later, row, policy[row], here);
  }
  return ofState;
}

/** Adds `weight` psi(s, a) of a row to `out`, [features]; `later` holds psi(s) of the step after. */
export function addRowSuccessorFeatures(
  { mdp, features: { names, values }, discount }: FeatureProcess,
  later: Float64Array,
  row: number,
  weight: number,
  out: Float64Array,
): void {
  const count = names.length;
  for (let k = 0; k < count; k++) out[k] += weight * values[row * count + k];
  for (let i = mdp.transitionStart[row]; i < mdp.transitionStart[row + 1]; i++) {
    const share = weight * discount * mdp.probability[i];
    const from = mdp.successor[i] * count;
    for (let k = 0; k < count; k++) out[k] += share * later[from + k];
  }
}
