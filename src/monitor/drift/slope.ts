import { type Estimate, studentTQuantile } from "../../numeric/index.js";

/** A measured value at a time, with its standard error. */
export interface Reading {
  readonly time: number;
  readonly value: number;
  readonly standardError: number;
}

/**
 * Slope dS/dt of a straight line through `readings` by weighted least squares, weights 1 / standardError^2.
 *
 * The standard error is scaled by sqrt(chi^2 / df) when the readings scatter more than their errors say (Birge
 * ratio), never down; the interval is Student's t with n - 2 degrees of freedom. `undefined` below three distinct
 * times. Pointwise: it covers this window, not all windows at once.
 */
export function weightedSlope(readings: readonly Reading[], level = 0.95): Estimate | undefined {
  if (new Set(readings.map((r) => r.time)).size < 3) return undefined;
  const weights = readings.map(({ standardError }) => {
    if (!(standardError > 0)) throw new RangeError(`a standard error must be positive, got ${standardError}`);
    return 1 / standardError ** 2;
  });
  const total = (term: (r: Reading, w: number) => number): number =>
    readings.reduce((acc, r, i) => acc + term(r, weights[i] as number), 0);
  const mass = total((_, w) => w);
  const time = total((r, w) => w * r.time) / mass;
  const value = total((r, w) => w * r.value) / mass;
  const spread = total((r, w) => w * (r.time - time) ** 2);
  const slope = total((r, w) => w * (r.time - time) * (r.value - value)) / spread;
  const degrees = readings.length - 2;
  const chiSquare = total((r, w) => w * (r.value - value - slope * (r.time - time)) ** 2);
  const standardError = Math.sqrt(Math.max(1, chiSquare / degrees) / spread);
  const half = studentTQuantile((1 + level) / 2, degrees) * standardError;
  return {
    value: slope,
    lower: slope - half,
    upper: slope + half,
    level,
    method: "weighted least squares, Birge-scaled, Student t",
    n: readings.length,
    covers: "the last windows, pointwise in time",
  };
}
