import { byStep, checkObservation, type Detector } from "./detector.js";
import { meanInterval } from "./run-length/markov.js";
import { type ShewhartOptions, shewhartParameters, shewhartRunLength } from "./run-length/shewhart.js";

export interface ShewhartState {
  /** Observations in a row beyond the limit. */
  readonly beyond: number;
}

/**
 * Shewhart chart of individual observations: alarm when |z| > limit, or z > limit with `sides` "upper".
 *
 * Sees at once what is large, and takes long over what is small: a shift of one sigma is found after 44 observations in
 * the mean, by a CUSUM after 10. Assumes independent z ~ N(0, 1) in control; heavier tails bring more false alarms.
 *
 * @throws RangeError when a parameter is out of range.
 */
export function shewhart(options: ShewhartOptions = {}): Detector<ShewhartState> {
  const { limit, sides } = shewhartParameters(options);
  return byStep({
    name: "shewhart",
    assumes: "independent standard normal observations in control",
    init: () => ({ beyond: 0 }),
    step(state, z) {
      checkObservation(z);
      const statistic = sides === "both" ? Math.abs(z) : z;
      const alarm = statistic > limit;
      const beyond = alarm ? state.beyond + 1 : 0;
      return { state: { beyond }, statistic, alarm, since: beyond };
    },
    falseAlarmInterval: () => meanInterval(shewhartRunLength({ limit, sides })),
  });
}
