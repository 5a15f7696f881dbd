import { append, dropOldest, type Histogram, prefixes } from "./adwin-window.js";
import { checkObservation, type Detector } from "./detector.js";
import { checkCount } from "./parameters.js";

/** Defaults are those of MOA and river. */
export interface AdwinOptions {
  /** Confidence parameter of one check, in (0, 1). Default 0.002. */
  readonly delta?: number;
  /** Observations between checks. Default 32; the paper has 1. */
  readonly clock?: number;
  /** Buckets of one size before two are merged, M of the paper. Default 5. */
  readonly buckets?: number;
  /** Least observations on either side of a cut. Default 5. */
  readonly shortest?: number;
}

export interface AdwinState {
  /** Observations since the last check, oldest first. */
  readonly pending: readonly number[];
  /** The window up to the last check. */
  readonly window: Histogram;
  /** Result of the last check. */
  readonly statistic: number;
  /** Observations after the cut of that result, at that check. */
  readonly since: number;
}

interface Cut {
  readonly statistic: number;
  readonly since: number;
}

/**
 * ADWIN2 [Bifet & Gavalda 2007]: a window that grows while its mean is stable. It is cut where two parts of n0 and n1
 * observations have means further apart than
 *
 *     eps = sqrt(2/m s^2 ln(2 ln W/delta)) + 2/(3m) ln(2 ln W/delta),   1/m = 1/n0 + 1/n1,
 *
 * with s^2 the window's variance: an alarm, after which the oldest buckets go until no cut is left. The statistic is
 * the largest |difference|/eps of the last check, the threshold 1. Cuts are tried between buckets only.
 *
 * Assumes independent observations in an interval of length 1 (the second term is Bernstein's): scale others to it. The
 * paper's bound, at most delta a check, needs ln(2 W/delta); with ln W, its practical choice and that of all
 * implementations, the false-alarm rate is below delta a check in practice, and no run length is known.
 *
 * @throws RangeError when a parameter is out of range.
 */
export function adwin({
  delta = 0.002,
  clock = 32,
  buckets = 5,
  shortest = 5,
}: AdwinOptions = {}): Detector<AdwinState> {
  if (!(delta > 0 && delta < 1)) throw new RangeError(`delta must lie in (0, 1), got ${delta}`);
  checkCount("clock", clock, 1);
  checkCount("buckets", buckets, 1);
  checkCount("shortest", shortest, 1);
  return {
    name: "adwin",
    assumes: "independent observations of one law in control, in an interval of length 1",
    init: () => ({ pending: [], window: [], statistic: 0, since: 0 }),
    step(state, x) {
      checkObservation(x);
      const pending = [...state.pending, x];
      if (pending.length < clock) {
        const { window, statistic, since } = state;
        return {
          state: { pending, window, statistic, since },
          statistic,
          alarm: false,
          since: since && since + pending.length,
        };
      }
      let window = append(state.window, pending, buckets);
      const found = widestCut(window, delta, shortest);
      let left = found;
      while (left.statistic > 1) {
        window = dropOldest(window);
        left = widestCut(window, delta, shortest);
      }
      return { state: { pending: [], window, ...left }, alarm: found.statistic > 1, ...found };
    },
    falseAlarmInterval: () => ({ kind: "unknown" }),
  };
}

/** The cut whose means lie furthest apart for their size. */
function widestCut(window: Histogram, delta: number, shortest: number): Cut {
  const parts = prefixes(window);
  const whole = parts.pop();
  let widest: Cut = { statistic: 0, since: 0 };
  if (whole === undefined || whole.n < 2 * shortest) return widest;
  const log = Math.log((2 * Math.log(whole.n)) / delta);
  const variance = whole.squares / whole.n;
  for (const { n, mean } of parts) {
    const rest = whole.n - n;
    if (n < shortest || rest < shortest) continue;
    const difference = Math.abs(mean - (whole.mean * whole.n - mean * n) / rest);
    const reciprocal = 1 / n + 1 / rest;
    const statistic = difference / (Math.sqrt(2 * reciprocal * variance * log) + (2 / 3) * reciprocal * log);
    if (statistic > widest.statistic) widest = { statistic, since: rest };
  }
  return widest;
}
