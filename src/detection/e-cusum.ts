import { byStep, type Detector } from "./detector.js";
import { type EDetectorOptions, eDetectorParameters, guarantee, meanEvidence } from "./e-detector.js";

/** By bet. */
export interface ECusumState {
  /** ln max(M, 1). */
  readonly evidence: readonly number[];
  /** Observations since M was last at or below 1. */
  readonly since: readonly number[];
}

/**
 * CUSUM e-detector: M <- max(M, 1) e(x) from M = 1 for each bet, alarm when the mean over the bets is >= 1/alpha
 * [Shin, Ramdas & Rinaldo, arXiv:2203.03532].
 *
 * The mean run length to a false alarm is at least 1/alpha whatever the law, as long as the e-values are ones. On any
 * stream {@link eShiryaevRoberts} stops no later, with the same guarantee: this one is for comparison with a CUSUM. The
 * change is dated to where the evidence of the leading bet began.
 *
 * @throws RangeError when alpha is out of range.
 */
export function eCusum(options: EDetectorOptions): Detector<ECusumState> {
  const { bets: family, alpha } = eDetectorParameters(options);
  const { bets } = family;
  return byStep({
    name: `e-cusum-${family.name}`,
    assumes: family.assumes,
    init: () => ({ evidence: bets.map(() => 0), since: bets.map(() => 0) }),
    step(state, x) {
      const logs = bets.map((bet, k) => state.evidence[k] + family.log(x, bet));
      const evidence = logs.map((log) => Math.max(0, log));
      const since = evidence.map((log, k) => (log > 0 ? state.since[k] + 1 : 0));
      const statistic = meanEvidence(logs);
      const leading = evidence.indexOf(Math.max(...evidence));
      return { state: { evidence, since }, statistic, alarm: statistic >= 1 / alpha, since: since[leading] };
    },
    falseAlarmInterval: () => guarantee(alpha),
  });
}
