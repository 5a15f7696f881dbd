import type { Detection } from "../../detection/index.js";
import type { Estimate } from "../../numeric/index.js";
import { standardError } from "../standard-error.js";
import type { WindowReport } from "../window-report.js";
import type { AlarmRecord } from "./alarm.js";
import {
  addReference,
  type Baseline,
  noReference,
  type ReferenceSums,
  referenceBaseline,
  standardised,
} from "./baseline.js";
import {
  type AlarmStatus,
  type LifeCycleOptions,
  type LifeState,
  lifeCycle,
  type Notice,
  type Signal,
} from "./life-cycle.js";
import { type Armed, type Wiring, wirings } from "./wiring.js";

export interface AlarmRuleOptions extends LifeCycleOptions {
  /** Of the rule, in its alarms' ids. Default what it watches. */
  readonly name?: string | undefined;
  /** S, which should not rise, or the fidelity p(g_1), which should not fall. Default "entropy". */
  readonly of?: "entropy" | "fidelity" | undefined;
  /**
   * What is tolerated: a fixed value, or what the first windows with evidence show. Default 20 windows. A limit of S from
   * ln K on, or of fidelity from 0 down, is never passed.
   */
  readonly against?: { readonly limit: number } | { readonly referenceWindows: number } | undefined;
  /** A detector's name in the registry of `detection`. Default "cusum". */
  readonly detector?: string | undefined;
  /** Windows with evidence to one false alarm. Default 10,000; not for page-hinkley and adwin, which promise none. */
  readonly falseAlarmInterval?: number | undefined;
  /** Observations that make a window evidence. Default 10: below, S is far from normal. */
  readonly leastObservations?: number | undefined;
  /** Windows of evidence behind an alarm. Default 1. */
  readonly leastWindows?: number | undefined;
}

/** Plain JSON. */
export interface RuleState {
  readonly reference: ReferenceSums;
  /** Null until there is a baseline to compare with. */
  readonly detector: unknown;
  /** Start and observations of the last windows that the detector saw. */
  readonly seen: readonly (readonly [start: number, n: number])[];
  readonly life: LifeState;
  /** The alarm that is open. */
  readonly alarm: AlarmRecord | null;
}

export interface RuleOutcome {
  readonly rule: string;
  readonly status: AlarmStatus;
  /** The status before, where it changed. */
  readonly from: AlarmStatus | null;
  readonly notice: Notice | null;
  /** The alarm that is open, or has just been resolved. */
  readonly alarm: AlarmRecord | null;
  /** Null without a detection in this window. */
  readonly statistic: number | null;
  readonly threshold: number | null;
  /** Windows of the reference period so far, until it is complete. */
  readonly learning: { readonly windows: number; readonly of: number } | null;
}

export interface RuleStep {
  readonly state: RuleState;
  readonly outcome: RuleOutcome;
}

export interface AlarmRule {
  readonly name: string;
  init(): RuleState;
  step(state: RuleState, report: WindowReport): RuleStep;
  pause(state: RuleState): RuleState;
  resume(state: RuleState): RuleState;
}

/** Windows by which an alarm can be dated back. */
const datable = 256;

/**
 * An alarm on one figure of the windows, as a pure fold over their reports.
 *
 * @param goals K: the range of S is [0, ln K].
 * @throws RangeError when an option is not valid.
 */
export function alarmRule(options: AlarmRuleOptions, goals: number): AlarmRule {
  const { of = "entropy", detector: detectorName = "cusum", against = { referenceWindows: 20 } } = options;
  const { name = of, falseAlarmInterval = 10_000, leastObservations = 10, leastWindows = 1 } = options;
  const wiring = wiringOf(detectorName, options, falseAlarmInterval);
  const figure = figureOf(of, goals);
  const limit = "limit" in against ? limitBaseline(against.limit, figure, detectorName, wiring) : undefined;
  const learn = "limit" in against ? 0 : referenceLength(against.referenceWindows);
  const life = lifeCycle(options);
  const armedAt = once((share: number) => wiring.arm(falseAlarmInterval, share));
  const baselineOf = ({ reference }: RuleState): Baseline => limit ?? referenceBaseline(reference);
  const armed = (baseline: Baseline): Armed =>
    armedAt(wiring.reads === "share" ? figure.share(baseline.upper) : 0);
  const promise = once((baseline: Baseline) => armed(baseline).detector.falseAlarmInterval());

  const outcome = (before: RuleState, after: RuleState, rest: Partial<RuleOutcome> = {}): RuleStep => ({
    state: after,
    outcome: {
      rule: name,
      status: after.life.status,
      from: before.life.status === after.life.status ? null : before.life.status,
      notice: null,
      alarm: after.alarm,
      statistic: null,
      threshold: null,
      learning: after.reference.windows < learn ? { windows: after.reference.windows, of: learn } : null,
      ...rest,
    },
  });

  function detect(state: RuleState, report: WindowReport, estimate: Estimate): RuleStep {
    const baseline = baselineOf(state);
    const { detector, threshold, warning } = armed(baseline);
    const value = figure.oriented(estimate.value);
    const distance = standardised(value, standardError(estimate), baseline, wiring.sides);
    const detection = detector.step(
      state.detector ?? detector.init(),
      wiring.reads === "share" ? figure.share(value) : distance,
    );
    const seen = [...state.seen, [report.start, report.n] as const].slice(-datable);
    const signal: Signal = {
      level: levelOf(detection, leastWindows, warning),
      // One side: at or below what is tolerated; two: within a standard error of the reference.
      back: wiring.sides === "upper" ? distance <= 0 : Math.abs(distance) <= 1,
    };
    const { state: after, notice } = life.observe(state.life, signal);
    const alarm =
      notice === "raised"
        ? raise(report, estimate, detection, { baseline, threshold, seen })
        : state.alarm && told(state.alarm, notice, report.end);
    const done = notice === "resolved";
    return outcome(
      state,
      {
        ...state,
        detector: done ? detector.init() : detection.state,
        seen: done ? [] : seen,
        life: after,
        alarm: done ? null : alarm,
      },
      { notice, alarm, statistic: detection.statistic, threshold },
    );
  }

  function raise(
    { window, end }: WindowReport,
    value: Estimate,
    { statistic, since }: Detection<unknown>,
    { baseline, threshold, seen }: { baseline: Baseline; threshold: number; seen: RuleState["seen"] },
  ): AlarmRecord {
    const evidence = seen.slice(-Math.max(1, since));
    return {
      id: `${name}-${window}`,
      rule: name,
      of,
      state: "open",
      began: evidence[0]![0],
      raised: end,
      resolved: null,
      evidence: {
        detector: detectorName,
        statistic,
        threshold,
        windows: evidence.length,
        observations: evidence.reduce((sum, [, n]) => sum + n, 0),
        value,
        tolerated: figure.oriented(baseline.upper),
      },
      falseAlarmInterval: promise(baseline),
      renotified: 0,
    };
  }

  return {
    name,
    init: () => ({ reference: noReference, detector: null, seen: [], life: life.init(), alarm: null }),

    step(state, report) {
      const estimate = report[of];
      if (estimate === null || report.n < leastObservations)
        return outcome(state, { ...state, life: life.silence(state.life) });
      if (state.life.status === "paused") return outcome(state, state);
      if (state.reference.windows >= learn) return detect(state, report, estimate);
      const value = figure.oriented(estimate.value);
      const reference = addReference(state.reference, value, standardError(estimate));
      return outcome(state, { ...state, reference, life: { ...state.life, silent: 0 } });
    },

    pause: (state) => ({ ...state, life: life.pause(state.life) }),

    resume: (state) =>
      state.life.status === "paused"
        ? { ...state, life: life.resume(state.life), detector: null, seen: [] }
        : state,
  };
}

function levelOf(
  { alarm, statistic, since }: Detection<unknown>,
  leastWindows: number,
  warning: number,
): Signal["level"] {
  if (alarm && since >= leastWindows) return "alarm";
  return alarm || statistic > warning ? "warning" : "none";
}

function told(alarm: AlarmRecord, notice: Notice | null, time: number): AlarmRecord {
  if (notice === "resolved") return { ...alarm, state: "resolved", resolved: time };
  return notice === "renotified" ? { ...alarm, renotified: alarm.renotified + 1 } : alarm;
}

/** A figure turned so that high is bad, and as a share of its range; turning is its own inverse. */
function figureOf(of: "entropy" | "fidelity", goals: number) {
  const most = Math.log(goals);
  return of === "entropy"
    ? { oriented: (s: number) => s, share: (s: number) => within(s / most) }
    : { oriented: (p: number) => 1 - p, share: within };
}

/** Inside (0, 1): a reference band may reach beyond the range, and rounding too. */
const within = (share: number): number => Math.min(Math.max(share, 1e-9), 1 - 1e-9);

function limitBaseline(
  limit: number,
  { oriented }: ReturnType<typeof figureOf>,
  detector: string,
  { sides }: Wiring,
): Baseline {
  const upper = oriented(limit);
  if (!(upper > 0 && Number.isFinite(upper)))
    throw new RangeError(`a limit must be finite and leave room for what is tolerated, got ${limit}`);
  if (sides === "both")
    throw new RangeError(
      `${detector} finds changes to either side, and a limit has one: take a reference, or cusum or shewhart`,
    );
  return { lower: Number.NEGATIVE_INFINITY, upper, inflation: 1 };
}

function referenceLength(windows: number): number {
  if (!(Number.isSafeInteger(windows) && windows >= 2))
    throw new RangeError(`a reference needs two or more windows, got ${windows}`);
  return windows;
}

function wiringOf(detector: string, options: AlarmRuleOptions, every: number): Wiring {
  const wiring = Object.hasOwn(wirings, detector) ? wirings[detector] : undefined;
  if (wiring === undefined)
    throw new RangeError(`no detector is named "${detector}"; there are ${Object.keys(wirings).join(", ")}`);
  if (!wiring.promises && options.falseAlarmInterval !== undefined)
    throw new RangeError(`${detector} learns its mean and promises no false-alarm interval`);
  if (!(every >= 20 && every <= 1e9))
    throw new RangeError(`a false-alarm interval must lie between 20 and 1e9 windows, got ${every}`);
  for (const [name, value] of Object.entries({
    leastObservations: options.leastObservations ?? 1,
    leastWindows: options.leastWindows ?? 1,
  }))
    if (!(Number.isSafeInteger(value) && value >= 1))
      throw new RangeError(`${name} must be a whole number >= 1, got ${value}`);
  return wiring;
}

/** Remembers the last result: thresholds cost a few integral equations. */
function once<A, B>(make: (argument: A) => B): (argument: A) => B {
  let last: { readonly argument: A; readonly made: B } | undefined;
  return (argument) => {
    if (last === undefined || !Object.is(last.argument, argument)) last = { argument, made: make(argument) };
    return last.made;
  };
}
