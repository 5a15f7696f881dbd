import { byStep, type Detector } from "./detector.js";
import { type ECusumState, eCusum } from "./e-cusum.js";
import { type EDetectorOptions, eDetectorParameters, guarantee, meanEvidence } from "./e-detector.js";

export interface EShiryaevRobertsState {
  /** ln(1 + M) by bet. */
  readonly evidence: readonly number[];
  /** Dates the change: the likeliest beginning is where the CUSUM of the same bets began. */
  readonly cusum: ECusumState;
}

/**
 * Shiryaev-Roberts e-detector: M <- (M + 1) e(x) from M = 0 for each bet, alarm when the mean over the bets is
 * >= 1/alpha [Shin, Ramdas & Rinaldo, arXiv:2203.03532].
 *
 * E[M_n] <= n under the null, so that the mean run length to a false alarm is at least 1/alpha whatever the law: exactly
 * 1/alpha for observations that never leave the mean tolerated. A stream that sits below it alarms far more seldom.
 *
 * @throws RangeError when alpha is out of range.
 */
export function eShiryaevRoberts(options: EDetectorOptions): Detector<EShiryaevRobertsState> {
  const { bets: family, alpha } = eDetectorParameters(options);
  const { bets } = family;
  const dating = eCusum(options);
  return byStep({
    name: `e-shiryaev-roberts-${family.name}`,
    assumes: family.assumes,
    init: () => ({ evidence: bets.map(() => 0), cusum: dating.init() }),
    step(state, x) {
      const { state: cusum, since } = dating.step(state.cusum, x);
      const logs = bets.map((bet, k) => state.evidence[k] + family.log(x, bet));
      const evidence = logs.map(logOnePlusExp);
      const statistic = meanEvidence(logs);
      return { state: { evidence, cusum }, statistic, alarm: statistic >= 1 / alpha, since };
    },
    falseAlarmInterval: () => guarantee(alpha),
  });
}

/** ln(1 + exp(x)), without overflow. */
function logOnePlusExp(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}
