/**
 * Damped Newton descent with Armijo backtracking [Nocedal & Wright 2006, algorithm 3.2 and section 3.1] for smooth
 * functions of a few variables whose curvature, or its positive semidefinite expectation (Fisher scoring), is known.
 * Directions without curvature are left alone, so that variables which the function does not determine stay put; where
 * curvature vanishes on the way, the function levels off and has no minimum.
 *
 * No maintained package of the registry offers this or L-BFGS, and it needs a handful of evaluations instead of dozens.
 */
import { symmetricEigen } from "../../numeric/index.js";

export interface Point {
  readonly value: number;
  readonly gradient: Float64Array;
  /** Row-major, symmetric positive semidefinite. */
  readonly curvature: Float64Array;
}

/** Why a function has no value somewhere. */
export interface Failure {
  readonly failure: string;
}

export interface Minimum<P extends Point> {
  readonly x: Float64Array;
  /** `undefined` when the function has no value at the start. */
  readonly point: P | undefined;
  /** Length of the Newton step left, in the metric of the curvature: sqrt(g' H^-1 g). */
  readonly decrement: number;
  readonly iterations: number;
  readonly converged: boolean;
  readonly message: string;
}

export interface NewtonOptions {
  /** Stop when the Newton decrement sqrt(g' H^-1 g) is at most this, and the step at most 1e-3 of |x| + 1. */
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** Curvature below this share of the largest at the start counts as none. */
const FLAT = 1e-10;
/** Largest step at the end, as a share of |x| + 1: towards a minimum at infinity steps keep their length. */
const SETTLED = 1e-3;
/** Decrease demanded of a step, as a share of what the slope promises: the usual choice. */
const ARMIJO = 1e-4;
const MAX_HALVINGS = 30;
/** Relative error that the function's values may have. */
const ROUNDING = 1e-10;

/** @param evaluate the function; a trial step to where it fails is shortened. */
export function minimise<P extends Point>(
  evaluate: (x: Float64Array) => P | Failure,
  start: Float64Array,
  { tolerance, maxIterations }: NewtonOptions,
): Minimum<P> {
  const first = evaluate(start);
  if ("failure" in first) {
    const message = first.failure;
    return { x: start, point: undefined, decrement: NaN, iterations: 0, converged: false, message };
  }
  const flat = FLAT * symmetricEigen(first.curvature, start.length).values[0];
  const { rank: startRank } = newtonStep(first, flat);
  let x = start;
  let point = first;
  for (let iterations = 0; ; iterations++) {
    const { step, decrement, rank } = newtonStep(point, flat);
    const end = (converged: boolean, what: string) => {
      const message = `${what} after ${iterations} iterations${converged ? "" : `: the Newton decrement is ${decrement.toExponential(1)}, wanted ${tolerance.toExponential(1)}`}`;
      return { x, point, decrement, iterations, converged, message };
    };
    if (rank < startRank) return end(false, "the function levels off and has no minimum");
    if (decrement <= tolerance && norm(step) <= SETTLED * (norm(x) + 1)) return end(true, "converged");
    if (iterations === maxIterations) return end(false, "not converged");
    const next = backtrack(evaluate, x, point, step, decrement);
    if (next === undefined) return end(false, "no step lowers the function");
    ({ x, point } = next);
  }
}

const norm = (x: Float64Array): number => Math.hypot(...x);

function newtonStep(
  { gradient, curvature }: Point,
  flat: number,
): { step: Float64Array; decrement: number; rank: number } {
  const size = gradient.length;
  const { values, vectors } = symmetricEigen(curvature, size);
  const step = new Float64Array(size);
  let square = 0;
  let rank = 0;
  for (; rank < size && values[rank] > flat; rank++) {
    const direction = vectors.subarray(rank * size, (rank + 1) * size);
    const slope = gradient.reduce((total, g, k) => total + g * direction[k], 0);
    square += slope ** 2 / values[rank];
    for (let k = 0; k < size; k++) step[k] -= (slope / values[rank]) * direction[k];
  }
  return { step, decrement: Math.sqrt(square), rank };
}

function backtrack<P extends Point>(
  evaluate: (x: Float64Array) => P | Failure,
  x: Float64Array,
  point: P,
  step: Float64Array,
  decrement: number,
): { x: Float64Array; point: P } | undefined {
  const rounding = ROUNDING * Math.abs(point.value);
  let length = 1;
  for (let halvings = 0; halvings <= MAX_HALVINGS; halvings++) {
    const trial = x.map((value, k) => value + length * step[k]);
    const there = evaluate(trial);
    if (!("failure" in there) && there.value <= point.value - ARMIJO * length * decrement ** 2 + rounding)
      return { x: trial, point: there };
    length /= 2;
  }
  return undefined;
}
