import { byRun, checkObservation, checkRun, type Detector, type Sides } from "./detector.js";
import { checkCount, checkFraction, checkNonNegative, checkPositive, checkSides } from "./parameters.js";

/** Defaults are those of MOA and river, meant for streams of order one. */
export interface PageHinkleyOptions {
  /** Change of the mean that is tolerated, in the unit of the observations. Default 0.005. */
  readonly delta?: number;
  /** Alarm above this, in the unit of the observations. Default 50. */
  readonly threshold?: number;
  /** Observations before the first alarm can be. Default 30. */
  readonly grace?: number;
  /** Factor by which the sums decay at each observation. Default 0.9999. */
  readonly forgetting?: number;
  /** Default "both". */
  readonly sides?: Sides;
}

/** Sums of deviations, with their extremes and the observations since these. */
export interface PageHinkleyState {
  readonly n: number;
  readonly mean: number;
  readonly rise: number;
  readonly lowest: number;
  readonly sinceLowest: number;
  readonly fall: number;
  readonly highest: number;
  readonly sinceHighest: number;
}

/**
 * Page-Hinkley test of a change of an unknown mean [Page 1954; Hinkley 1971; with forgetting as in MOA and river]:
 * with m_n the mean of the observations so far,
 *
 *     U <- f U + x - m_n - delta, alarm when U - min U > threshold;   D <- f D + x - m_n + delta, when max D - D > threshold.
 *
 * Needs no reference mean: it learns it, and unlearns it when the new level lasts. Assumes observations that are
 * independent and alike in control, without a law. No run length is known, since the mean is estimated from the same
 * stream: choose the threshold on a stream known to be stable.
 *
 * A change is dated to the extreme of the sum: sharply only where delta is not far below the standard deviation.
 *
 * @throws RangeError when a parameter is out of range.
 */
export function pageHinkley({
  delta = 0.005,
  threshold = 50,
  grace = 30,
  forgetting = 0.9999,
  sides = "both",
}: PageHinkleyOptions = {}): Detector<PageHinkleyState> {
  checkNonNegative("delta", delta);
  checkPositive("threshold", threshold);
  checkCount("grace", grace, 1);
  checkFraction("forgetting", forgetting);
  checkSides(sides);
  return byRun({
    name: "page-hinkley",
    assumes: "independent observations of one law in control; its mean and scale need not be known",
    init: () => ({ n: 0, mean: 0, rise: 0, lowest: 0, sinceLowest: 0, fall: 0, highest: 0, sinceHighest: 0 }),
    run(state, observations, from = 0) {
      checkRun(observations, from);
      let { n, mean, rise, lowest, sinceLowest, fall, highest, sinceHighest } = state;
      for (let i = from; ; i++) {
        const x = observations[i];
        checkObservation(x);
        n++;
        mean += (x - mean) / n;
        rise = forgetting * rise + x - mean - delta;
        fall = forgetting * fall + x - mean + delta;
        sinceLowest++;
        sinceHighest++;
        if (n === 1 || rise < lowest) [lowest, sinceLowest] = [rise, 0];
        if (n === 1 || fall > highest) [highest, sinceHighest] = [fall, 0];
        const upward = sides === "upper" || rise - lowest >= highest - fall;
        const statistic = upward ? rise - lowest : highest - fall;
        const alarm = n >= grace && statistic > threshold;
        if (alarm || i + 1 >= observations.length)
          return {
            state: { n, mean, rise, lowest, sinceLowest, fall, highest, sinceHighest },
            statistic,
            alarm,
            since: upward ? sinceLowest : sinceHighest,
            next: i + 1,
          };
      }
    },
    falseAlarmInterval: () => ({ kind: "unknown" }),
  });
}
