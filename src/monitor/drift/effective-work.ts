import type { Estimate } from "../../numeric/index.js";
import { localLinearTrend } from "./local-linear-trend.js";
import type { Reading } from "./slope.js";

/**
 * The rate dS/dt over a period, as a constant: sigma - gamma of the governing equation. Over a period, or a run, without
 * work it is the production sigma. `undefined` below three readings.
 */
export function periodRate(readings: Iterable<Reading>, level = 0.95): Estimate | undefined {
  const trend = localLinearTrend({ slope: "constant" });
  let state = trend.init();
  for (const reading of readings) state = trend.step(state, reading);
  return trend.rate(state, level);
}

/**
 * a - b of independent estimates at one level, with the interval of variance recovery, which keeps skewed ends skewed
 * [Zou & Donner 2008]: lower = a - b - sqrt((a - l_a)^2 + (u_b - b)^2), upper likewise.
 *
 * @throws RangeError when the levels differ.
 */
export function difference(a: Estimate, b: Estimate): Estimate {
  if (a.level !== b.level)
    throw new RangeError(`intervals must have one level, got ${a.level} and ${b.level}`);
  const value = a.value - b.value;
  return {
    value,
    lower: value - Math.hypot(a.value - a.lower, b.upper - b.value),
    upper: value + Math.hypot(a.upper - a.value, b.value - b.lower),
    level: a.level,
    method: "difference by variance recovery",
    n: a.n + b.n,
    covers: "both readings, taken as independent",
  };
}

/**
 * Effective work rate gamma_eff = (dS/dt without work) - (dS/dt now), nats per unit of time: by how much dS/dt is lowered
 * against the reference. Not the coefficient gamma that multiplies grad E_a. What else differs between now and the
 * reference counts as work too.
 *
 * @param reference dS/dt of a period or run without work ({@link periodRate}).
 * @param now dS/dt now (`localLinearTrend().rate`).
 */
export function effectiveWork(reference: Estimate, now: Estimate): Estimate {
  return { ...difference(reference, now), covers: "reference and present rate, taken as independent" };
}
