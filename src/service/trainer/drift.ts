/**
 * dS/dt of a run by step, as a fold over its measurements of S, and the work that it shows: each stretch with work, or
 * without it, has a trend of its own, which begins with the last measurement before. The last stretch without work that is
 * long enough is what gamma_eff is told against.
 */

import type { Insight } from "../../contracts/index.js";
import { effectiveWork, localLinearTrend, type Reading, type TrendState } from "../../monitor/index.js";
import type { Estimate } from "../../numeric/index.js";

/** Plain JSON. */
export interface RunDrift {
  readonly trend: TrendState;
  /** First step of the stretch. */
  readonly from: number;
  /** Whether there is work in the stretch. */
  readonly working: boolean;
  /** Whether a gamma above 0 was answered since the last measurement. */
  readonly worked: boolean;
  readonly reference: RunReference | null;
}

/** dS/dt at the end of a stretch without work. */
export interface RunReference {
  readonly rate: Estimate;
  readonly from: number;
  readonly to: number;
}

/** Measurements of S that a stretch without work needs. */
export const LEAST = 6;

const trend = localLinearTrend();

export const unmeasured: RunDrift = {
  trend: trend.init(),
  from: 0,
  working: false,
  worked: false,
  reference: null,
};

/** A step was measured, or only asked for, and gamma answered. */
export function followed(state: RunDrift, readings: readonly Reading[], gamma: number): RunDrift {
  const after = readings.reduce(measured, state);
  return { ...after, worked: gamma > 0 || (readings.length === 0 && state.worked) };
}

function measured(state: RunDrift, reading: Reading): RunDrift {
  const { last } = state.trend;
  const from = last === null ? reading.time : state.from;
  if (last === null || state.worked === state.working) return rated({ ...state, from }, reading);
  const begun = trend.step(trend.init(), last);
  return rated({ ...state, trend: begun, from: last.time, working: state.worked }, reading);
}

function rated(state: RunDrift, reading: Reading): RunDrift {
  const next = { ...state, trend: trend.step(state.trend, reading) };
  const rate = next.working || next.trend.n < LEAST ? undefined : trend.rate(next.trend);
  return rate === undefined ? next : { ...next, reference: { rate, from: next.from, to: reading.time } };
}

/** dS/dt and gamma_eff at the latest measurement; a reference of the settings goes before the run's own. */
export function figures({ trend: state, working, reference }: RunDrift, given: Estimate | undefined) {
  const drift = trend.rate(state) ?? null;
  const against = given ?? reference?.rate;
  return {
    drift,
    effectiveWork: working && against && drift ? effectiveWork(against, drift) : null,
  };
}

/** gamma_eff of a run at its latest measurement, or why there is none. */
export function runWork(state: RunDrift, given: Estimate | undefined): Insight["work"] {
  const { reference, working } = state;
  const own = reference && {
    rate: reference.rate,
    from: `steps ${reference.from} to ${reference.to}, without work`,
  };
  const against = given === undefined ? own : { rate: given, from: "the settings" };
  const { effectiveWork: work } = figures(state, given);
  return { reference: against, effectiveWork: work, why: work === null ? missing(against, working) : null };
}

function missing(reference: Insight["work"]["reference"], working: boolean): string {
  if (reference === null)
    return `the settings have no reference drift a step, and the run has no stretch of ${LEAST} measurements of S with gamma 0`;
  return working
    ? "fewer than 3 measurements of S since work was switched on"
    : "no work is applied: dS/dt is that of the reference";
}
