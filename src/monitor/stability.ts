import { type Estimate, normalQuantile, RandomStream } from "../numeric/index.js";
import { type AlarmRule, alarmRule, type RuleOutcome, type RuleState, type RuleStep } from "./alarms/rule.js";
import type { AlarmRuleOptions } from "./alarms/rule-settings.js";
import { type Forecast, type ForecastOptions, forecastCrossing } from "./drift/forecast.js";
import { localLinearTrend, type TrendState } from "./drift/local-linear-trend.js";
import { type Reading, weightedSlope } from "./drift/slope.js";
import { remember, spanOf, streamsOf, type WindowRecord } from "./record.js";
import { type Diagnosis, diagnose } from "./signatures/diagnose.js";
import { standardError } from "./standard-error.js";
import type { WindowReport } from "./window-report.js";

export interface StabilityOptions {
  /** K. */
  readonly goals: number;
  /** Default none: S and its slope only. */
  readonly alarms?: readonly AlarmRuleOptions[] | undefined;
  /** dS/dt by a filter of all windows so far, or by a line through the last 8. Default "trend". */
  readonly drift?: "trend" | "line" | undefined;
}

/** Windows behind a line. */
const lineWindows = 8;

/** Paths of a forecast: its probability errs by 0.016 at most (standard error), and a window takes some milliseconds. */
const forecastPaths = 1000;

/** While an alarm is open its failure is named anew after so many windows. */
const namedEvery = 10;

/** Plain JSON. */
export interface StabilityState {
  readonly drift: TrendState | readonly Reading[];
  readonly rules: readonly RuleState[];
  /** Absent in a state that was saved before there was one. */
  readonly record?: WindowRecord;
}

/** When S passes what is tolerated of it, in the unit of the windows' time from the middle of the last one. */
export interface CrossingForecast extends Forecast {
  readonly limit: number;
}

/** What a window adds to those before it. */
export interface Assessment {
  /** dS/dt, nats per unit of time; null in a gap, and until there are three windows. */
  readonly drift: Estimate | null;
  /**
   * When S passes what the first alarm on it tolerates, if the trend goes on; it looks as far ahead as the last 60 windows
   * reach back. Null unless a rise is likely, 9 to 1; where S is past it already; and where nothing is tolerated yet.
   */
  readonly forecast: CrossingForecast | null;
  /**
   * Which failure the last 60 windows look like, by S and fidelity alone. Null but where an alarm is raised or told again,
   * and in every tenth window while one is open: it costs as much as some windows.
   */
  readonly diagnosis: Diagnosis | null;
  /** One for each rule. */
  readonly alarms: readonly RuleOutcome[];
}

/**
 * Drift and alarms as a pure fold over windows that were measured, wherever that was done: the second half of
 * {@link monitor}, for whoever measures S otherwise. Windows must not overlap.
 *
 * @throws RangeError when an option is not valid.
 */
export function stability({ goals, alarms = [], drift = "trend" }: StabilityOptions) {
  const rules = alarms.map((options) => alarmRule(options, goals));
  const twice = rules.find(({ name }, i) => rules.findIndex((rule) => rule.name === name) !== i);
  if (twice !== undefined) throw new RangeError(`two alarms are named "${twice.name}"`);
  const rate = drift === "trend" ? trendRate() : lineRate();
  const each = (state: StabilityState, change: (rule: number, state: RuleState) => RuleState) => ({
    ...state,
    rules: state.rules.map((rule, i) => change(i, rule)),
  });

  return {
    init: (): StabilityState => ({ drift: rate.init(), rules: rules.map((rule) => rule.init()), record: [] }),

    /** @throws RangeError when time does not advance. */
    step(state: StabilityState, report: WindowReport): { state: StabilityState; assessment: Assessment } {
      const told = rules.map((rule, i) => rule.step(state.rules[i]!, report));
      const { entropy, start, end } = report;
      const reading = entropy && {
        time: (start + end) / 2,
        value: entropy.value,
        standardError: standardError(entropy),
      };
      const drift = reading === null ? state.drift : rate.step(state.drift, reading);
      const record = remember(state.record ?? [], report);
      const diagnosis = (isToBeNamed(report, told) && diagnose(streamsOf(record))) || null;
      const steps = diagnosis === null ? told : told.map((step) => named(step, diagnosis));
      const slope = (entropy && rate.estimate(drift, entropy.level)) ?? null;
      return {
        state: { drift, rules: steps.map((step) => step.state), record },
        assessment: {
          drift: slope,
          forecast: forecastOf(rate, drift, slope, { limit: toleratedEntropy(rules, steps), record, report }),
          diagnosis,
          alarms: steps.map((step) => step.outcome),
        },
      };
    },

    /** Alarms rest until `resume`, for a change that is meant to be; the detectors then start afresh. */
    pause: (state: StabilityState): StabilityState => each(state, (i, rule) => rules[i]!.pause(rule)),

    resume: (state: StabilityState): StabilityState => each(state, (i, rule) => rules[i]!.resume(rule)),
  };
}

function isToBeNamed({ window, entropy }: WindowReport, steps: readonly RuleStep[]): boolean {
  if (entropy === null) return false;
  return steps.some(
    ({ outcome: { notice, alarm } }) =>
      notice === "raised" ||
      notice === "renotified" ||
      (alarm?.state === "open" && window % namedEvery === 0),
  );
}

/** The failure goes with the alarm until it is named anew. */
function named({ state, outcome }: RuleStep, { named, confidence }: Diagnosis): RuleStep {
  if (outcome.alarm === null) return { state, outcome };
  const alarm = { ...outcome.alarm, looksLike: { named, confidence } };
  return { state: { ...state, alarm: state.alarm && alarm }, outcome: { ...outcome, alarm } };
}

/** What the first alarm on S tolerates; null without one, and while it learns. */
function toleratedEntropy(rules: readonly AlarmRule[], steps: readonly RuleStep[]): number | null {
  const first = rules.findIndex(({ of }) => of === "entropy");
  return steps[first]?.outcome.tolerated ?? null;
}

function forecastOf(
  rate: Rate,
  drift: StabilityState["drift"],
  slope: Estimate | null,
  { limit, record, report: { window } }: { limit: number | null; record: WindowRecord; report: WindowReport },
): CrossingForecast | null {
  const horizon = spanOf(record);
  if (limit === null || slope === null || !isLikely(slope) || !(horizon > 0)) return null;
  const stream = RandomStream.fromSeed(0).split("forecast", window);
  const forecast = rate.crossing(drift, {
    limit,
    horizon,
    stream,
    paths: forecastPaths,
    level: slope.level,
  });
  return forecast === undefined || forecast.median === 0 ? null : { ...forecast, limit };
}

/** P(dS/dt > 0) >= 0.9, by a normal law with the lower half of its interval. */
function isLikely({ value, lower, level }: Estimate): boolean {
  return value / (value - lower) >= normalQuantile(0.9) / normalQuantile((1 + level) / 2);
}

/** How dS/dt is followed. */
interface Rate {
  init(): StabilityState["drift"];
  /** @throws RangeError when time does not advance. */
  step(state: StabilityState["drift"], reading: Reading): StabilityState["drift"];
  estimate(state: StabilityState["drift"], level: number): Estimate | undefined;
  /** A line tells nothing of how it goes on. */
  crossing(state: StabilityState["drift"], options: ForecastOptions): Forecast | undefined;
}

function trendRate(): Rate {
  const trend = localLinearTrend();
  return {
    init: trend.init,
    step: (state, reading) => trend.step(state as TrendState, reading),
    estimate: (state, level) => trend.rate(state as TrendState, level),
    crossing: (state, options) => forecastCrossing(state as TrendState, options),
  };
}

function lineRate(): Rate {
  return {
    init: () => [],
    step(state, reading) {
      const readings = state as readonly Reading[];
      const last = readings.at(-1);
      if (last !== undefined && !(reading.time > last.time))
        throw new RangeError(`readings must advance in time: ${reading.time} after ${last.time}`);
      return [...readings, reading].slice(-lineWindows);
    },
    estimate: (state, level) => weightedSlope(state as readonly Reading[], level),
    crossing: () => undefined,
  };
}
