import { normalQuantile } from "../../numeric/index.js";
import { checkReading } from "../drift/check-reading.js";
import type { Reading } from "../drift/slope.js";

/** A change fitted to a series: level, then a straight change between onset and end, then level again. */
export interface Ramp {
  /** First level. */
  readonly start: number;
  /** Last level less first, with its standard error given onset and end. */
  readonly size: number;
  readonly standardError: number;
  readonly onset: number;
  readonly end: number;
  /** Candidate onsets, ascending, and their weights by likelihood. */
  readonly onsets: readonly { readonly time: number; readonly weight: number }[];
}

/** Most candidates for onset and end: a longer series has every second, third, ... time as candidate. */
const KNOTS = 60;

/**
 * Fits y(t) = a + size x clip((t - onset)/(end - onset), 0, 1) by least squares with weights 1/standardError^2, onset and
 * end from the times of the readings, exhaustively: an early end is a step, onset at the start and end at the end is a
 * straight line. Weights of onsets are exp(-(excess of chi^2)/2), the profile likelihood under a flat prior. Errors are
 * scaled by sqrt(chi^2/(n - 4)) where the readings scatter more than their errors say (Birge ratio), never down.
 *
 * `undefined` below six readings. Costs n x min(n, 60)^2 / 2.
 *
 * @throws RangeError when time does not advance, a value is not finite or a standard error not positive.
 */
export function fitRamp(readings: readonly Reading[]): Ramp | undefined {
  for (const [i, reading] of readings.entries()) checkReading(reading, readings[i - 1]);
  const n = readings.length;
  if (n < 6) return undefined;
  const stride = Math.ceil(n / KNOTS);
  const knots = readings.map(({ time }) => time).filter((_, i) => i % stride === 0 || i === n - 1);
  const weights = readings.map(({ standardError }) => 1 / standardError ** 2);
  const mass = weights.reduce((a, b) => a + b);
  const centre = readings.reduce((total, { value }, i) => total + weights[i]! * value, 0) / mass;

  const fits = knots.flatMap((onset, i) =>
    knots.slice(i + 1).map((end) => ({ onset, end, ...changeBetween(onset, end) })),
  );
  const best = fits.reduce((a, b) => (b.chiSquare < a.chiSquare ? b : a));
  const scale = Math.max(1, best.chiSquare / (n - 4));
  const profile = knots.slice(0, -1).map((time) => {
    const lowest = Math.min(...fits.filter(({ onset }) => onset === time).map(({ chiSquare }) => chiSquare));
    return { time, weight: Math.exp((best.chiSquare - lowest) / (2 * scale)) };
  });
  const total = profile.reduce((sum, { weight }) => sum + weight, 0);
  return {
    start: best.start,
    size: best.size,
    // Readings of very unequal errors may leave a change no weight.
    standardError: best.spread > 0 ? Math.sqrt(scale / best.spread) : Number.POSITIVE_INFINITY,
    onset: best.onset,
    end: best.end,
    onsets: profile.map(({ time, weight }) => ({ time, weight: weight / total })),
  };

  function changeBetween(onset: number, end: number) {
    let [shape, square, product, squares] = [0, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      const { time, value } = readings[i]!;
      const x = Math.min(1, Math.max(0, (time - onset) / (end - onset)));
      const w = weights[i]!;
      shape += w * x;
      square += w * x * x;
      product += w * x * (value - centre);
      squares += w * (value - centre) ** 2;
    }
    const spread = square - shape ** 2 / mass;
    const size = spread > 0 ? product / spread : 0;
    return { start: centre - (size * shape) / mass, size, spread, chiSquare: squares - size * product };
  }
}

/** P(onset of `a` <= onset of `b` + slack), the two taken as independent. */
export function startsBefore(a: Ramp, b: Ramp, slack: number): number {
  return b.onsets.reduce((total, { time, weight }) => total + weight * startsBy(a, time + slack), 0);
}

/** P(onset <= time). */
export function startsBy({ onsets }: Ramp, time: number): number {
  return onsets.reduce((total, onset) => total + (onset.time <= time ? onset.weight : 0), 0);
}

/** The interval of the onset at 95%: what lies between the 2.5% and the 97.5% quantile of its weights. */
export function onsetInterval(ramp: Ramp): { lower: number; upper: number } {
  const at = (p: number): number =>
    ramp.onsets.find(({ time }) => startsBy(ramp, time) >= p)?.time ?? ramp.onset;
  return { lower: at(0.025), upper: at(0.975) };
}

/** size -+ z standard errors, 95%. */
export function sizeInterval({ size }: Ramp, sd: number): { lower: number; upper: number } {
  const half = normalQuantile(0.975) * sd;
  return { lower: size - half, upper: size + half };
}
