import type { Detector } from "./detector.js";

export interface CusumOptions {
  /** Reference value k in sigma: half the shift to detect fastest. Default 0.5 (Page 1954; Montgomery 2013, 9.1). */
  readonly reference?: number;
  /** Decision interval h in sigma. Default 5: with k = 0.5 one false alarm in about 930 in-control observations. */
  readonly threshold?: number;
}

export interface CusumState {
  readonly sum: number;
  /** Observations since `sum` was last zero. */
  readonly since: number;
}

/**
 * One-sided tabular CUSUM for an upward shift of the mean: C <- max(0, C + z - k), alarm when C > h.
 *
 * Assumes independent z ~ N(0, 1) in control. Positive autocorrelation or a mean above 0 shortens the run length;
 * a mean below 0 lengthens it. After an alarm the statistic goes on: restarting is the caller's decision.
 */
export function cusum({ reference = 0.5, threshold = 5 }: CusumOptions = {}): Detector<CusumState> {
  return {
    name: "cusum",
    init: () => ({ sum: 0, since: 0 }),
    step(state, z) {
      if (!Number.isFinite(z)) throw new RangeError(`an observation must be finite, got ${z}`);
      const sum = Math.max(0, state.sum + z - reference);
      const since = sum > 0 ? state.since + 1 : 0;
      return { state: { sum, since }, statistic: sum, alarm: sum > threshold, since };
    },
  };
}
