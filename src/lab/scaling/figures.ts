import type { Figure } from "../../contracts/index.js";
import type { Estimate } from "../../numeric/index.js";
import { architectureNames } from "../architectures.js";
import { shareOfSeeds } from "../over-seeds.js";
import {
  type CellTrials,
  criticalLateOf,
  criticalOf,
  gammaOf,
  geometricMean,
  type MeasuredTrial,
  type Read,
} from "./cells.js";
import type { Fits } from "./fits.js";
import type { ScalingParameters } from "./parameters.js";
import type { ScalingTrial } from "./trial.js";

const UNDEFINED: Figure = { value: null, lower: null, upper: null, unit: "1" };
const of = (estimate: Estimate | undefined): Figure => (estimate ? { ...estimate, unit: "1" } : UNDEFINED);
const count = (value: number): Figure => ({ value, lower: null, upper: null, unit: "1" });

const ratio: Read = (trial) => gammaOf(trial) / criticalOf(trial);
const ratioLate: Read = (trial) => gammaOf(trial) / criticalLateOf(trial);

export function figures(
  { margin }: ScalingParameters,
  cells: readonly CellTrials[],
  fits: Fits,
): Record<string, Figure> {
  const trials = cells.flatMap((cell) => cell.trials);
  const measured = cells.flatMap((cell) => cell.measured);
  const summary: Record<string, Figure> = {
    slope_critical: of(fits.critical),
    slope_critical_within: of(fits.criticalWithin),
    slope_critical_late: of(fits.criticalLate),
    exponent_lambda: of(fits.exponents?.lambda),
    exponent_log_size: of(fits.exponents?.logSize),
    slope_scaled: of(fits.scaled),
    ...extremes(cells),
    within_margin: share(measured, trials, (value) => value <= margin && value >= 1 / margin),
    enough: share(measured, trials, (value) => value <= margin),
  };
  for (const name of architectureNames) {
    const own = measured.filter(({ cell }) => cell.architecture === name);
    if (!cells.some(({ cell }) => cell.architecture === name)) continue;
    summary[`ratio_${name}`] = over(own, ratio);
    summary[`ratio_late_${name}`] = over(own, ratioLate);
    summary[`size_gamma_${name}`] = of(fits.sizeOfGamma[name]);
    summary[`size_lambda_${name}`] = of(fits.sizeOfLambda[name]);
  }
  return { ...summary, ...outcomes(trials) };
}

/** Geometric mean over the networks of an architecture, sizes and seeds alike. */
function over(trials: readonly MeasuredTrial[], read: Read): Figure {
  const found = geometricMean(trials, read);
  if (found === undefined) return UNDEFINED;
  return found.interval ? { ...found.interval, covers: "sizes and seeds", unit: "1" } : count(found.value);
}

/** The cells whose ratio is smallest and largest, each with its interval over seeds. */
function extremes(cells: readonly CellTrials[]): Record<string, Figure> {
  const ratios = cells
    .flatMap((cell) => geometricMean(cell.measured, ratio) ?? [])
    .sort((a, b) => a.value - b.value);
  const show = (found: (typeof ratios)[number] | undefined): Figure =>
    found === undefined ? UNDEFINED : found.interval ? of(found.interval) : count(found.value);
  return { ratio_smallest: show(ratios[0]), ratio_largest: show(ratios.at(-1)) };
}

/** Share of all networks, those without a gamma among them, whose ratio is as told. */
function share(
  measured: readonly MeasuredTrial[],
  trials: readonly ScalingTrial[],
  is: (value: number) => boolean,
): Figure {
  const hits = measured.filter((trial) => is(ratio(trial))).length;
  return { ...shareOfSeeds(hits, trials.length), covers: "networks, sizes and seeds", unit: "1" };
}

function outcomes(trials: readonly ScalingTrial[]): Record<string, Figure> {
  const ended = (outcome: ScalingTrial["outcome"]): Figure =>
    count(trials.filter((trial) => trial.outcome === outcome).length);
  const runs = trials.flatMap(({ probes }) => probes);
  return {
    trials: count(trials.length),
    measured: ended("measured"),
    held_without_work: ended("held without work"),
    held_by_none: ended("held by no gamma"),
    held_by_every: ended("held by every gamma"),
    not_aligned: ended("not aligned"),
    runs: count(runs.length),
    diverged_runs: count(runs.filter(({ divergedAt }) => divergedAt !== null).length),
    largest_rate_curvature: count(
      Math.max(0, ...trials.map(({ rate, lambdaLate }) => (lambdaLate === null ? 0 : rate * lambdaLate))),
    ),
  };
}
