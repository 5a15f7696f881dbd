import { append, dropOldest, type Histogram, moments } from "./adwin-window.js";
import { byRun, checkObservation, checkRun, type Detector, type Run } from "./detector.js";
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
  /** The check at the end of a full clock. */
  const check = (full: Histogram): Omit<Run<AdwinState>, "next"> => {
    const found = widestCut(full, delta, shortest);
    let window = full;
    let left = found;
    while (left.statistic > 1) {
      window = dropOldest(window);
      left = widestCut(window, delta, shortest);
    }
    return { state: { pending: [], window, ...left }, alarm: found.statistic > 1, ...found };
  };
  return byRun<AdwinState>({
    name: "adwin",
    assumes: "independent observations of one law in control, in an interval of length 1",
    init: () => ({ pending: [], window: [], statistic: 0, since: 0 }),
    run(before, observations, from = 0) {
      checkRun(observations, from);
      let state = before;
      for (let next = from; ; ) {
        const end = Math.min(next + clock - state.pending.length, observations.length);
        for (let i = next; i < end; i++) checkObservation(observations[i]);
        const { pending, window, statistic, since } = state;
        if (pending.length + end - next < clock) {
          const waiting = pending.slice();
          for (let i = next; i < end; i++) waiting.push(observations[i]);
          return {
            state: { pending: waiting, window, statistic, since },
            statistic,
            alarm: false,
            since: since === 0 ? 0 : since + waiting.length,
            next: end,
          };
        }
        const held = pending.length > 0 ? append(window, pending, 0, pending.length, buckets) : window;
        const checked = check(append(held, observations, next, end, buckets));
        if (checked.alarm || end === observations.length) return { ...checked, next: end };
        state = checked.state;
        next = end;
      }
    },
    falseAlarmInterval: () => ({ kind: "unknown" }),
  });
}

/** The cut between buckets whose means lie furthest apart for their size. */
function widestCut(window: Histogram, delta: number, shortest: number): Cut {
  const whole = moments(window);
  let widest: Cut = { statistic: 0, since: 0 };
  if (whole.n < 2 * shortest) return widest;
  const log = Math.log((2 * Math.log(whole.n)) / delta);
  const spread = (2 * log * whole.squares) / whole.n;
  const total = whole.mean * whole.n;
  let [n, sum] = [0, 0];
  for (let i = window.length - 1; i >= 0; i--) {
    const size = 2 ** i;
    for (const mean of window[i].means) {
      n += size;
      sum += mean * size;
      const rest = whole.n - n;
      if (n < shortest || rest < shortest) continue;
      const reciprocal = 1 / n + 1 / rest;
      const bound = Math.sqrt(reciprocal * spread) + (2 / 3) * reciprocal * log;
      const statistic = Math.abs(sum / n - (total - sum) / rest) / bound;
      if (statistic > widest.statistic) widest = { statistic, since: rest };
    }
  }
  return widest;
}
