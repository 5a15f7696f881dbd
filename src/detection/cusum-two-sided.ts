import { type CusumState, cusum } from "./cusum.js";
import { byStep, type Detector } from "./detector.js";
import {
  type CusumOptions,
  cusumParameters,
  cusumTwoSidedRunLength,
  LARGEST_THRESHOLD,
} from "./run-length/cusum.js";
import { meanInterval } from "./run-length/markov.js";

export interface CusumTwoSidedState {
  readonly upper: CusumState;
  readonly lower: CusumState;
}

/**
 * Two-sided tabular CUSUM: {@link cusum} of z and of -z, alarm when either passes h [Montgomery 2013, 9.1].
 *
 * With the defaults k = 0.5, h = 5 one false alarm in 465 observations. Assumptions as for one side.
 *
 * @throws RangeError when a parameter is out of range.
 */
export function cusumTwoSided(options: CusumOptions = {}): Detector<CusumTwoSidedState> {
  const parameters = cusumParameters(options);
  const side = cusum(parameters);
  return byStep({
    name: "cusum-two-sided",
    assumes: side.assumes,
    init: () => ({ upper: side.init(), lower: side.init() }),
    step(state, z) {
      const upper = side.step(state.upper, z);
      const lower = side.step(state.lower, -z);
      const { statistic, alarm, since } = upper.statistic >= lower.statistic ? upper : lower;
      return { state: { upper: upper.state, lower: lower.state }, statistic, alarm, since };
    },
    falseAlarmInterval: () =>
      parameters.threshold > LARGEST_THRESHOLD
        ? { kind: "unknown" }
        : meanInterval(cusumTwoSidedRunLength(parameters)),
  });
}
