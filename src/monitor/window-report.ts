import type { Divergence } from "../entropy/index.js";
import type { Estimate } from "../numeric/index.js";

/** One window of behaviour, measured. Plain JSON; figures are null where there is nothing to say, never 0. */
export interface WindowReport {
  /** Number of the window, ascending without holes: a gap has its own. */
  readonly window: number;
  /** Half open, [start, end): seconds, or numbers of observations from 1, as the windows go by time or by count. */
  readonly start: number;
  readonly end: number;
  /** Observations; 0 in a gap. */
  readonly n: number;
  /** Observations of each goal, or the sums of their weights, [goals], the intended goal first. */
  readonly counts: readonly number[];
  /** A window without observations: `entropy`, `fidelity` and `divergence` are null, never carried over from others. */
  readonly gap: boolean;
  /** Ethical entropy S, nats, with its interval over the window's behaviour. */
  readonly entropy: Estimate | null;
  /** p(g_1), the share of the intended goal. */
  readonly fidelity: Estimate | null;
  readonly divergence: Divergence | null;
}
