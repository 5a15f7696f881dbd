import type { Detection } from "../../detection/index.js";
import type { Estimate } from "../../numeric/index.js";
import { standardError } from "../standard-error.js";
import type { WindowReport } from "../window-report.js";
import type { AlarmRecord } from "./alarm.js";
import { addReference, type Baseline, noReference, type ReferenceSums, standardised } from "./baseline.js";
import type { AlarmStatus, LifeState, Notice, Signal } from "./life-cycle.js";
import { type AlarmRuleOptions, type RuleSettings, ruleSettings } from "./rule-settings.js";

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
  /** What of the figure is tolerated; null until the reference period is complete. */
  readonly tolerated: number | null;
  /** Windows of the reference period so far, until it is complete. */
  readonly learning: { readonly windows: number; readonly of: number } | null;
}

export interface RuleStep {
  readonly state: RuleState;
  readonly outcome: RuleOutcome;
}

export interface AlarmRule {
  readonly name: string;
  readonly of: "entropy" | "fidelity";
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
  const settings = ruleSettings(options, goals);
  const { name, of, learn, life, figure, leastObservations } = settings;
  return {
    name,
    of,
    init: () => ({ reference: noReference, detector: null, seen: [], life: life.init(), alarm: null }),

    step(state, report) {
      const estimate = report[of];
      if (estimate === null || report.n < leastObservations)
        return outcome(settings, state, { ...state, life: life.silence(state.life) });
      if (state.life.status === "paused") return outcome(settings, state, state);
      if (state.reference.windows >= learn) return detect(settings, state, report, estimate);
      const value = figure.oriented(estimate.value);
      const reference = addReference(state.reference, value, standardError(estimate));
      return outcome(settings, state, { ...state, reference, life: { ...state.life, silent: 0 } });
    },

    pause: (state) => ({ ...state, life: life.pause(state.life) }),

    resume: (state) =>
      state.life.status === "paused"
        ? { ...state, life: life.resume(state.life), detector: null, seen: [] }
        : state,
  };
}

function outcome(
  { name, learn, figure, baseline }: RuleSettings,
  before: RuleState,
  after: RuleState,
  rest: Partial<RuleOutcome> = {},
): RuleStep {
  const { status } = after.life;
  const { windows } = after.reference;
  return {
    state: after,
    outcome: {
      rule: name,
      status,
      from: before.life.status === status ? null : before.life.status,
      notice: null,
      alarm: after.alarm,
      statistic: null,
      threshold: null,
      tolerated: windows < learn ? null : figure.oriented(baseline(after.reference).upper),
      learning: windows < learn ? { windows, of: learn } : null,
      ...rest,
    },
  };
}

/** A window with evidence, once there is a baseline. */
function detect(
  settings: RuleSettings,
  state: RuleState,
  report: WindowReport,
  estimate: Estimate,
): RuleStep {
  const { figure, wiring, life, leastWindows } = settings;
  const baseline = settings.baseline(state.reference);
  const { detector, threshold, warning } = settings.armed(baseline);
  const value = figure.oriented(estimate.value);
  const distance = standardised(value, standardError(estimate), baseline, wiring.sides);
  const observation = wiring.reads === "share" ? figure.share(value) : distance;
  const detection = detector.step(state.detector ?? detector.init(), observation);
  const seen = [...state.seen, [report.start, report.n] as const].slice(-datable);
  const { state: after, notice } = life.observe(state.life, {
    level: levelOf(detection, leastWindows, warning),
    // One side: at or below what is tolerated; two: within a standard error of the reference.
    back: wiring.sides === "upper" ? distance <= 0 : Math.abs(distance) <= 1,
  });
  const alarm =
    notice === "raised"
      ? raise(settings, report, estimate, { detection, baseline, threshold, seen })
      : state.alarm && told(state.alarm, notice, report.end);
  const next =
    notice === "resolved"
      ? { detector: detector.init(), seen: [], alarm: null }
      : { detector: detection.state, seen, alarm };
  const tolerated = figure.oriented(baseline.upper);
  const figures = { notice, alarm, statistic: detection.statistic, threshold, tolerated };
  return outcome(settings, state, { ...state, life: after, ...next }, figures);
}

interface Evidence {
  readonly detection: Detection<unknown>;
  readonly baseline: Baseline;
  readonly threshold: number;
  readonly seen: RuleState["seen"];
}

function raise(
  { name, of, detector, figure, promise }: RuleSettings,
  { window, end }: WindowReport,
  value: Estimate,
  { detection: { statistic, since }, baseline, threshold, seen }: Evidence,
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
      detector,
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
