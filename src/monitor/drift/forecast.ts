import { categorical, quantileSorted, type RandomStream, standardNormal } from "../../numeric/index.js";
import { type TrendState, weightsOf } from "./local-linear-trend.js";

export interface ForecastOptions {
  /** S that must not be exceeded, nats. */
  readonly limit: number;
  /** How far ahead to look, in units of time, > 0. */
  readonly horizon: number;
  readonly stream: RandomStream;
  /** Paths. Default 2000: the probability then errs by 0.011 at most (standard error). */
  readonly paths?: number;
  /** Default 0.95. */
  readonly level?: number;
}

export interface Forecast {
  /** P(S crosses the limit within the horizon), with the error of simulation only. */
  readonly probability: { readonly value: number; readonly standardError: number };
  /** Quantiles of the time of the first crossing; `null`: not within the horizon. 0: S is above the limit already. */
  readonly median: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly level: number;
  readonly horizon: number;
}

/** Steps of a path; between them a crossing is drawn from the law of the Brownian bridge. */
const STEPS = 200;

/**
 * When S will cross a limit from below if the trend goes on as it was filtered: the first-passage time of its paths.
 *
 * Each path draws a process noise by its weight, then (level, slope) by their law, then moves on; S stays >= 0. In a step
 * of length h from x to y below the limit c the level's noise q crosses with probability exp(-2 (c-x)(c-y)/(q h)); the
 * slope's noise within a step is left out. The interval holds what is not known about level, slope and noise. It does not
 * hold that the trend itself may end: S saturates, work is raised. Look ahead a fraction of what was seen.
 *
 * `undefined` below three readings. @throws RangeError when an option is out of range.
 */
export function forecastCrossing(state: TrendState, options: ForecastOptions): Forecast | undefined {
  const { limit, horizon, stream, paths = 2000, level = 0.95 } = options;
  if (!Number.isFinite(limit)) throw new RangeError(`limit must be finite, got ${limit}`);
  if (!(horizon > 0 && Number.isFinite(horizon)))
    throw new RangeError(`horizon must be finite and > 0, got ${horizon}`);
  if (!(Number.isInteger(paths) && paths >= 1))
    throw new RangeError(`paths must be a whole number >= 1, got ${paths}`);
  if (state.filters === null || state.n < 3) return undefined;
  const { filters } = state;
  const pick = categorical(stream.split("noise"), weightsOf(filters));
  const draws = stream.split("paths");
  const times = Float64Array.from({ length: paths }, () => {
    const i = pick();
    const sd = Math.sqrt(filters.levelVariance[i]!);
    const [a, b] = [standardNormal(draws), standardNormal(draws)];
    const along = filters.covariance[i]! / sd;
    return passage(
      {
        level: filters.level[i]! + sd * a,
        slope:
          filters.slope[i]! + along * a + Math.sqrt(Math.max(0, filters.slopeVariance[i]! - along ** 2)) * b,
        levelNoise: filters.levelNoise[i]!,
        slopeNoise: filters.slopeNoise[i]!,
      },
      limit,
      horizon,
      draws,
    );
  }).sort();
  const value = times.filter(Number.isFinite).length / paths;
  const quantile = (p: number): number | null => {
    const time = quantileSorted(times, p);
    return Number.isFinite(time) ? time : null;
  };
  return {
    probability: { value, standardError: Math.sqrt((value * (1 - value)) / paths) },
    median: quantile(0.5),
    lower: quantile((1 - level) / 2),
    upper: quantile((1 + level) / 2),
    level,
    horizon,
  };
}

interface Path {
  readonly level: number;
  readonly slope: number;
  readonly levelNoise: number;
  readonly slopeNoise: number;
}

/** Time of the first crossing, Infinity where there is none. */
function passage(start: Path, limit: number, horizon: number, stream: RandomStream): number {
  let { level, slope } = start;
  if (level >= limit) return 0;
  const h = horizon / STEPS;
  const levelSd = Math.sqrt(start.levelNoise * h);
  const slopeSd = Math.sqrt(start.slopeNoise * h);
  for (let step = 1; step <= STEPS; step++) {
    const turn = slopeSd > 0 ? slopeSd * standardNormal(stream) : 0;
    const noise = levelSd > 0 ? levelSd * standardNormal(stream) : 0;
    const next = Math.max(0, level + h * (slope + turn / 2) + noise);
    if (next >= limit) return h * (step - 1 + (limit - level) / (next - level));
    const touched = levelSd > 0 ? Math.exp((-2 * (limit - level) * (limit - next)) / levelSd ** 2) : 0;
    if (touched > 0 && stream.uniform() < touched) return h * (step - 0.5);
    level = next;
    slope += turn;
  }
  return Number.POSITIVE_INFINITY;
}
