import { type RandomStream, standardNormal } from "../numeric/index.js";
import { checkWalk, type Walk } from "./walk.js";

export interface SimulationOptions {
  readonly steps: number;
  readonly trials: number;
  /** Trial i draws from `stream.split("trial", i)`: more trials leave the earlier ones as they were. */
  readonly stream: RandomStream;
  /** S is clipped to [0, ceiling]; ln K for K goals. Default none, as in the paper's table. */
  readonly ceiling?: number;
  /** Ascending steps at which to keep S of every trial. Default none. */
  readonly at?: readonly number[];
}

export interface Simulation {
  /** S after the last step, one value a trial. */
  readonly final: Float64Array;
  /** S at `at[k]`, one row of `trials` values for each k. */
  readonly recorded: readonly Float64Array[];
}

/**
 * Trials of the clipped Euler walk S <- clip(S + drift + noise xi). This is the paper's simulation; its clipping
 * leaves an atom at 0 that the continuous law does not have (see `discreteWalkLaw`).
 */
export function simulateWalk(walk: Walk, options: SimulationOptions): Simulation {
  checkWalk(walk);
  const { steps, trials, stream, ceiling = Infinity, at = [] } = options;
  checkCount("steps", steps);
  checkCount("trials", trials);
  if (!(ceiling >= walk.start)) throw new RangeError(`ceiling must be at least the start, got ${ceiling}`);
  if (!at.every((step, k) => Number.isInteger(step) && step >= (at[k - 1] ?? 0) && step <= steps))
    throw new RangeError(`at must be ascending steps from 0 to ${steps}, got ${at.join(", ")}`);

  const rows = [...at, steps].map(() => new Float64Array(trials));
  const streams = stream.split("trial");
  for (let trial = 0; trial < trials; trial++) {
    const source = streams.split(trial);
    let entropy = walk.start;
    rows.forEach((row, k) => {
      entropy = advance(walk, entropy, (at[k] ?? steps) - (k > 0 ? at[k - 1] : 0), ceiling, source);
      row[trial] = entropy;
    });
  }
  return { final: rows[at.length], recorded: rows.slice(0, at.length) };
}

function advance(walk: Walk, start: number, steps: number, ceiling: number, stream: RandomStream): number {
  const { drift, noise } = walk;
  let entropy = start;
  for (let step = 0; step < steps; step++)
    entropy = Math.min(ceiling, Math.max(0, entropy + drift + noise * standardNormal(stream)));
  return entropy;
}

function checkCount(name: string, value: number): void {
  if (!(Number.isInteger(value) && value >= 0))
    throw new RangeError(`${name} must be a non-negative integer, got ${value}`);
}
