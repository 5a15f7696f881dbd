import { type Estimate, logSumExp } from "../../numeric/index.js";
import { checkReading } from "./check-reading.js";
import { diffuseStart, predict, type TrendFilters, type TrendNoise, update } from "./kalman.js";
import { mixtureMean, mixtureQuantile } from "./normal-mixture.js";
import type { Reading } from "./slope.js";

export interface TrendOptions {
  /**
   * "varying": dS/dt itself may change. "constant": it does not, and S is a random walk with drift, the governing
   * equation; for the rate over a whole period. Default "varying".
   */
  readonly slope?: "varying" | "constant";
  /** Process noise where it is known. Default: averaged over a grid, see {@link localLinearTrend}. */
  readonly noise?: TrendNoise;
}

/** Plain JSON. */
export interface TrendState {
  readonly version: 1;
  /** Readings so far. */
  readonly n: number;
  readonly last: Reading | null;
  /** One filter for each process noise; null before the second reading. */
  readonly filters: TrendFilters | null;
}

/** Noise variances in units of a reading's variance over a gap. */
const LEVEL_GRID = [0, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
const SLOPE_GRID = [0, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1];
/** Prior probability of no noise, of each kind; the rest is spread evenly over the grid. */
const NO_NOISE = 0.25;

/**
 * Level and slope of a noisy series by the local linear trend (kalman.ts), as a fold: exact diffuse start, each
 * reading's own variance, irregular times; a gap is a longer prediction.
 *
 * Process noise is not known in practice. A filter is kept for every pair of a grid and weighted by prior x marginal
 * likelihood [Bayesian model averaging]: the largest alone, as maximum likelihood takes, understates the interval of a
 * short series. The grid is in units of the first two readings' variance v and gap d: level noise 0 and 0.01 to 10 v/d,
 * slope noise 0 and 10^-4 to 1 v/d^3, three points a decade or nearly. 80 filters, whatever the length of the series.
 *
 * Over series drawn from that prior the intervals hold at their level exactly; on a single kind of series short of about
 * 100 readings they hold more often (nothing changes) or less often (much does). Assumes normal readings with known
 * variances and no floor: near S = 0 and ln K they are skewed. Measured in docs/design/drift-rate.md.
 */
export function localLinearTrend({ slope = "varying", noise }: TrendOptions = {}) {
  return {
    init: (): TrendState => ({ version: 1, n: 0, last: null, filters: null }),

    /** @throws RangeError when time does not advance, a value is not finite or a standard error not positive. */
    step(state: TrendState, reading: Reading): TrendState {
      checkReading(reading, state.last);
      const { last, filters, n } = state;
      const next = { version: 1, n: n + 1, last: reading } as const;
      if (last === null) return { ...next, filters: null };
      if (filters === null) {
        const noises = noise ? [{ ...noise, logWeight: 0 }] : grid(last, reading, slope);
        return { ...next, filters: diffuseStart(last, reading, noises) };
      }
      return { ...next, filters: update(predict(filters, reading.time - last.time), reading) };
    },

    /** dS/dt at the latest reading. `undefined` below three readings. */
    rate: ({ filters, n }: TrendState, level = 0.95): Estimate | undefined =>
      filters === null || n < 3
        ? undefined
        : estimate(filters, "dS/dt", filters.slope, filters.slopeVariance, level, n),

    /** S at the latest reading, smoothed by all before it. `undefined` below three readings. */
    level: ({ filters, n }: TrendState, level = 0.95): Estimate | undefined =>
      filters === null || n < 3
        ? undefined
        : estimate(filters, "S", filters.level, filters.levelVariance, level, n),
  };
}

/** The filters' shares, in their order. */
export function weightsOf({ logWeight }: TrendFilters): number[] {
  const total = logSumExp(logWeight);
  return logWeight.map((log) => Math.exp(log - total));
}

function estimate(
  filters: TrendFilters,
  what: string,
  means: readonly number[],
  variances: readonly number[],
  level: number,
  n: number,
): Estimate {
  const mixture = weightsOf(filters).map((weight, i) => ({
    weight,
    mean: means[i]!,
    sd: Math.sqrt(variances[i]!),
  }));
  return {
    value: mixtureMean(mixture),
    lower: mixtureQuantile(mixture, (1 - level) / 2),
    upper: mixtureQuantile(mixture, (1 + level) / 2),
    level,
    method: "local linear trend, process noise averaged by likelihood",
    n,
    covers: `${what} at the latest reading, given all readings, pointwise in time`,
  };
}

function grid(first: Reading, second: Reading, slope: "varying" | "constant") {
  const gap = second.time - first.time;
  const variance = (first.standardError ** 2 + second.standardError ** 2) / 2;
  const slopes = slope === "constant" ? [0] : SLOPE_GRID;
  return LEVEL_GRID.flatMap((levelRatio) =>
    slopes.map((slopeRatio) => ({
      level: (levelRatio * variance) / gap,
      slope: (slopeRatio * variance) / gap ** 3,
      logWeight: Math.log(prior(levelRatio, LEVEL_GRID) * prior(slopeRatio, slopes)),
    })),
  );
}

function prior(ratio: number, ratios: readonly number[]): number {
  if (ratios.length === 1) return 1;
  return ratio === 0 ? NO_NOISE : (1 - NO_NOISE) / (ratios.length - 1);
}
