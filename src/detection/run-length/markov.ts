import { LuDecomposition, Matrix } from "ml-matrix";
import type { FalseAlarmInterval } from "../detector.js";

/** Longest mean run length that double precision resolves (to about 1e-4); above it the result is Infinity. */
export const LONGEST = 1e12;

/**
 * Mean number of steps before a chart leaves its transient states, from state 0: the first entry of (I - Q)^-1 1.
 *
 * With the nodes of a quadrature rule as states and weight x density as probabilities this is the Nystrom solution of
 * the run-length integral equation L(u) = 1 + int p(x | u) L(x) dx [Crowder 1987; Brook & Evans 1972 for the matrix].
 * The relative error is about 1e-16 times the run length: I - Q is nearly singular when alarms are rare.
 *
 * @param probability Q(i, j). @returns Infinity beyond {@link LONGEST}.
 */
export function meanStepsFromFirst(
  states: number,
  probability: (from: number, to: number) => number,
): number {
  const system = Matrix.zeros(states, states);
  for (let i = 0; i < states; i++)
    for (let j = 0; j < states; j++) system.set(i, j, (i === j ? 1 : 0) - probability(i, j));
  const factors = new LuDecomposition(system);
  if (factors.isSingular()) return Number.POSITIVE_INFINITY;
  const steps = factors.solve(Matrix.ones(states, 1)).get(0, 0);
  return steps >= 1 && steps <= LONGEST ? steps : Number.POSITIVE_INFINITY;
}

/** Equal panels of at most two standard deviations of one step, `width`, from `lower` to `upper`. */
export function panels(lower: number, upper: number, width: number): number[] {
  const count = Math.ceil((upper - lower) / (2 * width));
  return Array.from({ length: count + 1 }, (_, i) => lower + ((upper - lower) * i) / count);
}

export function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}

/** A mean run length as what a detector promises. */
export function meanInterval(observations: number): FalseAlarmInterval {
  return observations <= LONGEST
    ? { kind: "mean", observations, relativeError: 1e-10 + 1e-16 * observations }
    : { kind: "at least", observations: LONGEST };
}
