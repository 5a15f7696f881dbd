/** What runs say over seeds: one number a seed, their mean and its interval. */
import type { Figure } from "../../contracts/index.js";
import { mean } from "../../numeric/index.js";
import { outcomes } from "../../training/index.js";
import { overSeeds, shareOfSeeds } from "../over-seeds.js";
import type { TrialPoint } from "./measurement.js";
import type { DriftTrial, TrialRun } from "./trial.js";

export type Read = (run: TrialRun) => number;

/** Where a quantity can lie. */
export type Range = readonly [low: number, high: number];
export const anywhere: Range = [-Infinity, Infinity];
export const shares: Range = [0, 1];
export const entropies: Range = [0, Math.log(outcomes.length)];
export const divergences: Range = [0, Infinity];

/**
 * The mean over seeds of one number each, undefined where a run has none; how many seeds that are is `n`. The interval is cut
 * where the quantity ends.
 */
export function figure(
  values: readonly (number | undefined)[],
  unit: string,
  [low, high]: Range = anywhere,
): Figure {
  const known = values.flatMap((value) => (value === undefined ? [] : [value]));
  const estimate = overSeeds(known);
  if (estimate === undefined)
    return { value: mean(known) ?? null, lower: null, upper: null, unit, n: known.length };
  const [lower, upper] = [Math.max(low, estimate.lower), Math.min(high, estimate.upper)];
  return { ...estimate, lower, upper, covers: "seeds", unit };
}

/** A share of what was counted, with its interval; undefined where nothing was. */
export function share(hits: number, n: number, covers: string): Figure {
  if (n === 0) return { value: null, lower: null, upper: null, unit: "1", n };
  return { ...shareOfSeeds(hits, n), covers, unit: "1" };
}

/** One number of a condition's run a seed; undefined where the run did not come to its end. */
export function bySeed(trials: readonly DriftTrial[], condition: string, read: Read): (number | undefined)[] {
  return trials.map(({ runs }) => {
    const run = runs.find((candidate) => candidate.condition === condition);
    return run === undefined || run.diverged ? undefined : read(run);
  });
}

/** Differences seed by seed; undefined where either is. */
export function paired(
  first: readonly (number | undefined)[],
  second: readonly (number | undefined)[],
): (number | undefined)[] {
  return first.map((a, i) => {
    const b = second[i];
    return a === undefined || b === undefined ? undefined : a - b;
  });
}

export const atStart =
  (read: (point: TrialPoint) => number): Read =>
  ({ points }) =>
    read(points[0] as TrialPoint);

export const atEnd =
  (read: (point: TrialPoint) => number): Read =>
  ({ points }) =>
    read(points.at(-1) as TrialPoint);

/** How far something is at the end above where it was at the start. */
export const rise =
  (read: (point: TrialPoint) => number): Read =>
  (run) =>
    atEnd(read)(run) - atStart(read)(run);

/** dS/dt over the whole run, nats per step: the least-squares slope of the sampled S on the step. */
export function driftRate({ points }: TrialRun): number {
  const centre = mean(points.map(({ step }) => step)) as number;
  let [products, squares] = [0, 0];
  for (const { entropy, step } of points) {
    products += (step - centre) * entropy;
    squares += (step - centre) ** 2;
  }
  return products / squares;
}
