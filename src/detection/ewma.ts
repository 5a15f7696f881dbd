import { byStep, checkObservation, type Detector } from "./detector.js";
import { type EwmaOptions, ewmaParameters, ewmaRunLength, LARGEST_LIMIT } from "./run-length/ewma.js";
import { meanInterval } from "./run-length/markov.js";

export interface EwmaState {
  readonly average: number;
  /** Observations since the average last crossed zero. */
  readonly since: number;
}

/**
 * Two-sided exponentially weighted moving average: A <- (1 - lambda) A + lambda z from A = 0, alarm when
 * |A| > width sqrt(lambda/(2 - lambda)) [Roberts 1959]. The statistic is |A| in units of that root.
 *
 * The limits are the asymptotic ones from the start, so that a shift at once after the start is seen a little later than
 * with widening limits. The change is dated to the last crossing of zero [Nishina 1992]. Assumes independent
 * z ~ N(0, 1) in control; small lambda makes it robust against tails, not against autocorrelation.
 *
 * @throws RangeError when a parameter is out of range.
 */
export function ewma(options: EwmaOptions = {}): Detector<EwmaState> {
  const { smoothing, width, sd } = ewmaParameters(options);
  return byStep({
    name: "ewma",
    assumes: "independent standard normal observations in control",
    init: () => ({ average: 0, since: 0 }),
    step(state, z) {
      checkObservation(z);
      const average = state.average + smoothing * (z - state.average);
      const crossed = Math.sign(average) !== Math.sign(state.average);
      const since = average === 0 ? 0 : crossed ? 1 : state.since + 1;
      const statistic = Math.abs(average) / sd;
      return { state: { average, since }, statistic, alarm: statistic > width, since };
    },
    falseAlarmInterval: () =>
      width * sd > LARGEST_LIMIT * smoothing
        ? { kind: "unknown" }
        : meanInterval(ewmaRunLength({ smoothing, width })),
  });
}
