import { byStep, checkObservation, type Detector } from "./detector.js";
import { type CusumOptions, cusumParameters, cusumRunLength, LARGEST_THRESHOLD } from "./run-length/cusum.js";
import { meanInterval } from "./run-length/markov.js";

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
 *
 * @throws RangeError when a parameter is out of range.
 */
export function cusum(options: CusumOptions = {}): Detector<CusumState> {
  const { reference, threshold } = cusumParameters(options);
  return byStep({
    name: "cusum",
    assumes: "independent standard normal observations in control",
    init: () => ({ sum: 0, since: 0 }),
    step(state, z) {
      checkObservation(z);
      const sum = Math.max(0, state.sum + z - reference);
      const since = sum > 0 ? state.since + 1 : 0;
      return { state: { sum, since }, statistic: sum, alarm: sum > threshold, since };
    },
    falseAlarmInterval: () =>
      threshold > LARGEST_THRESHOLD
        ? { kind: "unknown" }
        : meanInterval(cusumRunLength({ reference, threshold })),
  });
}
