/**
 * The stability monitor as a pure fold: (state, observations) -> (state, reports, what was set aside). State is plain
 * JSON and goes on after it as if nothing had happened; how observations are cut into calls makes no difference.
 */

import { measuredWindow, type WindowFigures } from "./measured-window.js";
import { type Assessment, type StabilityOptions, type StabilityState, stability } from "./stability.js";
import type { WindowReport } from "./window-report.js";
import { type ClosedPane, type CountingOptions, counting } from "./windows/counting.js";
import type { CountingState } from "./windows/ledger.js";
import type { Observation, Rejection } from "./windows/observation.js";
import { type SlidingState, slide, type WindowCounts } from "./windows/sliding.js";

/** How windows are measured otherwise than by `estimator`. */
export interface WindowMeasure {
  /** K behind the counts: fewer than what is counted where labels are not goals. */
  readonly goals: number;
  window(counts: WindowCounts): WindowReport;
}

export interface MonitorOptions extends CountingOptions, WindowFigures, Omit<StabilityOptions, "goals"> {
  /** Default: the counts are of goals, and measured by `estimator`. */
  readonly measure?: WindowMeasure | undefined;
}

export interface MonitorState {
  readonly version: 2;
  readonly counting: CountingState;
  readonly sliding: SlidingState;
  readonly stability: StabilityState;
}

/** One window that has closed. */
export interface MonitorReport extends WindowReport {
  /** Null for a window that overlaps the last one assessed: drift and alarms go by windows that share nothing. */
  readonly assessment: Assessment | null;
}

export interface MonitorStep {
  readonly state: MonitorState;
  readonly reports: readonly MonitorReport[];
  readonly rejected: readonly Rejection[];
}

export interface Monitor {
  init(): MonitorState;
  step(state: MonitorState, observations: readonly Observation[]): MonitorStep;
  /** The clock says `time`, in seconds: windows that nothing came for are reported as gaps. */
  advance(state: MonitorState, time: number): MonitorStep;
  /** Adds what a shard counted; see `Counting.merge` for what a shard is. Counts for closed windows are rejected as late. */
  absorb(state: MonitorState, shard: CountingState): MonitorStep;
  /** The end of the stream: reports the windows that are still open. */
  finish(state: MonitorState): MonitorStep;
  pause(state: MonitorState): MonitorState;
  resume(state: MonitorState): MonitorState;
}

/** @throws RangeError when an option is not valid. */
export function monitor(options: MonitorOptions): Monitor {
  const { estimator, level } = options;
  const measure = options.measure ?? {
    goals: options.goals.length,
    window: (counts) => measuredWindow(counts, { estimator, level }),
  };
  const count = counting(options);
  const assess = stability({ ...options, goals: measure.goals });
  const { panes } = count;

  function report(
    state: MonitorState,
    closed: readonly ClosedPane[],
    rejected: readonly Rejection[],
  ): MonitorStep {
    const reports: MonitorReport[] = [];
    let { sliding, stability } = state;
    for (const pane of closed) {
      const slid = slide(panes, sliding, pane);
      sliding = slid.state;
      if (slid.window === undefined) continue;
      const measured = measure.window(upTo(slid.window, state.counting));
      const apart = pane.index % panes.perWindow === 0 || pane.first < pane.index;
      const step = apart ? assess.step(stability, measured) : undefined;
      stability = step?.state ?? stability;
      reports.push({ ...measured, assessment: step?.assessment ?? null });
    }
    return { state: { ...state, sliding, stability }, reports, rejected };
  }

  /** The last window by observations ends with the last of them. */
  function upTo(window: WindowCounts, { newest }: CountingState): WindowCounts {
    return panes.by === "observations" && newest !== null
      ? { ...window, end: Math.min(window.end, newest + 1) }
      : window;
  }

  function closing(
    state: MonitorState,
    counted: CountingState,
    rejected: readonly Rejection[] = [],
  ): MonitorStep {
    const { state: counting, closed } = count.close(counted);
    return report({ ...state, counting }, closed, rejected);
  }

  return {
    init: () => ({ version: 2, counting: count.init(), sliding: [], stability: assess.init() }),

    step(state, observations) {
      const { state: counted, rejected } = count.step(state.counting, observations);
      return closing(state, counted, rejected);
    },

    advance: (state, time) => closing(state, count.advance(state.counting, time)),

    absorb: (state, shard) => closing(state, count.absorb(state.counting, shard)),

    finish(state) {
      const { state: counting, closed } = count.close(state.counting, true);
      return report({ ...state, counting }, closed, []);
    },

    pause: (state) => ({ ...state, stability: assess.pause(state.stability) }),

    resume: (state) => ({ ...state, stability: assess.resume(state.stability) }),
  };
}
