import type { Distribution, SeriesWindow, SystemSettings } from "../../contracts/index.js";
import { proportion } from "../../entropy/index.js";

/** Windows that a rule learns from where it does not say how many; the monitor's own default. */
const LEARNT = { referenceWindows: 20 };

/** Windows of the reference period: those that the first rule with one learns from; the first window where none learns. */
export function referenceLength({ alarms }: SystemSettings): number {
  for (const { against = LEARNT } of alarms)
    if ("referenceWindows" in against) return against.referenceWindows;
  return 1;
}

/**
 * Share of each goal in the observations of windows taken together, each with its Jeffreys interval (95%); windows that
 * overlap one before are left out. Null without observations.
 */
export function pooledShares(windows: readonly SeriesWindow[]): Distribution["current"] {
  const [first] = windows;
  if (first === undefined) return null;
  const counts = first.counts.map(() => 0);
  let covered = Number.NEGATIVE_INFINITY;
  for (const window of windows) {
    if (window.start < covered) continue;
    covered = window.end;
    window.counts.forEach((n, i) => {
      counts[i]! += n;
    });
  }
  const n = counts.reduce((a, b) => a + b, 0);
  return n > 0 ? { n, shares: counts.map((count) => proportion(Math.min(count, n), n, 0.95)) } : null;
}
