/**
 * The stability monitor as a pure fold: (state, observation) -> (state, report). State is plain JSON.
 * Time is whatever the caller counts in (optimiser steps, seconds); slopes are nats per that unit.
 */
import { type CusumOptions, type CusumState, cusum } from "../detection/index.js";
import { type Estimate, normalQuantile } from "../numeric/index.js";
import { type Reading, weightedSlope } from "./drift/slope.js";

/** One window of behaviour, measured. */
export interface Observation {
  readonly time: number;
  /** Ethical entropy S of the window, nats, with its interval over the window's behaviour. */
  readonly entropy: Estimate;
  /** p(g_1), the share of the intended goal. */
  readonly fidelity: Estimate;
}

export interface MonitorOptions {
  /** The entropy tolerated, nats: the alarm is for S above it. */
  readonly limit: number;
  /** Windows behind the slope. Default 8. */
  readonly slopeWindows?: number;
  readonly cusum?: CusumOptions;
}

export interface Alarm {
  /** Estimated time at which S passed the limit. */
  readonly began: number;
  /** Time of the window that raised it. */
  readonly raised: number;
  /** CUSUM statistic when raised, in standard errors. */
  readonly statistic: number;
}

export interface MonitorState {
  readonly version: 1;
  readonly recent: readonly Reading[];
  readonly times: readonly number[];
  readonly cusum: CusumState;
  readonly alarm: Alarm | null;
}

export interface Report {
  readonly time: number;
  readonly entropy: Estimate;
  readonly fidelity: Estimate;
  /** dS/dt over the last windows; undefined until there are three. */
  readonly slope: Estimate | undefined;
  /** The first alarm so far, or null. */
  readonly alarm: Alarm | null;
}

/** Half-width of a 95% normal interval in standard errors; a window without spread counts as one part in 10^6. */
function standardError({ lower, upper, level }: Estimate): number {
  return Math.max((upper - lower) / (2 * normalQuantile((1 + level) / 2)), 1e-6);
}

export function monitor({ limit, slopeWindows = 8, cusum: options = {} }: MonitorOptions) {
  const detector = cusum(options);
  return {
    init: (): MonitorState => ({ version: 1, recent: [], times: [], cusum: detector.init(), alarm: null }),

    /** @throws RangeError when time does not advance or a figure is not finite. */
    step(
      state: MonitorState,
      { time, entropy, fidelity }: Observation,
    ): { state: MonitorState; report: Report } {
      const last = state.recent[state.recent.length - 1];
      if (last !== undefined && !(time > last.time)) {
        throw new RangeError(`observations must advance in time: ${time} after ${last.time}`);
      }
      const reading = { time, value: entropy.value, standardError: standardError(entropy) };
      const detection = detector.step(state.cusum, (entropy.value - limit) / reading.standardError);
      const recent = [...state.recent, reading].slice(-slopeWindows);
      const times = [...state.times, time].slice(-Math.max(1, detection.since));
      const raised = { began: times[0] as number, raised: time, statistic: detection.statistic };
      const alarm = state.alarm ?? (detection.alarm ? raised : null);
      return {
        state: { version: 1, recent, times, cusum: detection.state, alarm },
        report: { time, entropy, fidelity, slope: weightedSlope(recent, entropy.level), alarm },
      };
    },
  };
}
