/**
 * Kalman filters of the local linear trend in continuous time, with a reading y of variance r at irregular times:
 *
 *     d(level) = slope dt + sqrt(q_level) dW_1,   d(slope) = sqrt(q_slope) dW_2,   y = level + N(0, r)
 *
 * [Harvey 1989, section 9.2]. With q_slope = 0 this is the governing equation of S away from its floor, read with
 * error: drift sigma - gamma, noise sqrt(q_level). Units: level in nats, time in whatever the caller counts.
 *
 * Filters of several process noises run side by side: entry i of every array belongs to filter i. Plain JSON.
 */
import type { Reading } from "./slope.js";

/** Process noise per unit of time, both >= 0. */
export interface TrendNoise {
  /** q_level, nats^2 per time. */
  readonly level: number;
  /** q_slope, nats^2 per time^3. */
  readonly slope: number;
}

export interface TrendFilters {
  readonly levelNoise: readonly number[];
  readonly slopeNoise: readonly number[];
  /** ln(prior x likelihood) of each filter's noise, up to a constant. */
  readonly logWeight: readonly number[];
  /** The normal law of (level, slope): means, variances, covariance. */
  readonly level: readonly number[];
  readonly slope: readonly number[];
  readonly levelVariance: readonly number[];
  readonly slopeVariance: readonly number[];
  readonly covariance: readonly number[];
}

/**
 * The laws after two readings from an exactly diffuse start (flat in level and slope) [Durbin & Koopman 2012, chapter
 * 5]: two readings are as many as there are unknowns, so that it is linear algebra without a limit.
 */
export function diffuseStart(
  first: Reading,
  second: Reading,
  noises: readonly (TrendNoise & { readonly logWeight: number })[],
): TrendFilters {
  const gap = second.time - first.time;
  const [before, now] = [first.standardError ** 2, second.standardError ** 2];
  const all = (value: number): number[] => noises.map(() => value);
  return {
    levelNoise: noises.map(({ level }) => level),
    slopeNoise: noises.map(({ slope }) => slope),
    logWeight: noises.map(({ logWeight }) => logWeight),
    level: all(second.value),
    slope: all((second.value - first.value) / gap),
    levelVariance: all(now),
    covariance: all(now / gap),
    slopeVariance: noises.map(
      ({ level, slope }) => (now + before + gap * level + (gap ** 3 / 3) * slope) / gap ** 2,
    ),
  };
}

/** The laws `gap` > 0 later. Gaps compose: two of 1 are one of 2. */
export function predict(filters: TrendFilters, gap: number): TrendFilters {
  const { levelNoise, slopeNoise, slope, slopeVariance, covariance } = filters;
  return {
    ...filters,
    level: filters.level.map((level, i) => level + gap * slope[i]!),
    levelVariance: filters.levelVariance.map(
      (variance, i) =>
        variance +
        gap * (2 * covariance[i]! + levelNoise[i]!) +
        gap ** 2 * slopeVariance[i]! +
        (gap ** 3 / 3) * slopeNoise[i]!,
    ),
    covariance: covariance.map((c, i) => c + gap * slopeVariance[i]! + (gap ** 2 / 2) * slopeNoise[i]!),
    slopeVariance: slopeVariance.map((variance, i) => variance + gap * slopeNoise[i]!),
  };
}

/** Bayes' rule for a reading of the level at the filters' time; weights gain ln of its predictive density. */
export function update(filters: TrendFilters, { value, standardError }: Reading): TrendFilters {
  const { level, slope, levelVariance, slopeVariance, covariance, logWeight } = filters;
  const total = levelVariance.map((variance) => variance + standardError ** 2);
  const error = level.map((mean) => value - mean);
  const gain = levelVariance.map((variance, i) => variance / total[i]!);
  const slopeGain = covariance.map((c, i) => c / total[i]!);
  return {
    ...filters,
    level: level.map((mean, i) => mean + gain[i]! * error[i]!),
    slope: slope.map((mean, i) => mean + slopeGain[i]! * error[i]!),
    levelVariance: levelVariance.map((variance, i) => (1 - gain[i]!) * variance),
    covariance: covariance.map((c, i) => (1 - gain[i]!) * c),
    slopeVariance: slopeVariance.map((variance, i) => variance - slopeGain[i]! * covariance[i]!),
    logWeight: logWeight.map(
      (log, i) => log - 0.5 * (Math.log(2 * Math.PI * total[i]!) + error[i]! ** 2 / total[i]!),
    ),
  };
}
