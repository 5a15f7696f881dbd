import { type Estimate, normalQuantile } from "../../numeric/index.js";
import { localLinearTrend, weightsOf } from "../drift/local-linear-trend.js";
import type { Reading } from "../drift/slope.js";
import { fitRamp, type Ramp } from "./ramp.js";

/**
 * dS/dt averaged over a record, by the ramp fitted to it: size over the length of the record. Other than `periodRate` it does
 * not take the rate for constant: records that saturate can be compared if they are as long as each other.
 * `undefined` below six readings.
 */
export function meanRate(readings: readonly Reading[], level = 0.95): Estimate | undefined {
  const ramp = fitRamp(readings);
  if (ramp === undefined) return undefined;
  const span = readings[readings.length - 1]!.time - readings[0]!.time;
  const value = ramp.size / span;
  const half =
    (normalQuantile((1 + level) / 2) * Math.hypot(ramp.standardError, wander(readings, ramp))) / span;
  return {
    value,
    lower: value - half,
    upper: value + half,
    level,
    method: "ramp by weighted least squares, wandering of the level added",
    n: readings.length,
    covers: "the record, given onset and end of the ramp",
  };
}

/** Standard deviation of what the level may have wandered between onset and end: the level noise the trend filter finds. */
export function wander(readings: readonly Reading[], { onset, end }: Ramp): number {
  const trend = localLinearTrend();
  const { filters } = readings.reduce(trend.step, trend.init());
  if (filters === null) return 0;
  const noise = weightsOf(filters).reduce((sum, weight, i) => sum + weight * filters.levelNoise[i]!, 0);
  return Math.sqrt(noise * (end - onset));
}
