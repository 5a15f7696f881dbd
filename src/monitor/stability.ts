import type { Estimate } from "../numeric/index.js";
import { alarmRule, type RuleOutcome, type RuleState } from "./alarms/rule.js";
import type { AlarmRuleOptions } from "./alarms/rule-settings.js";
import { localLinearTrend, type TrendState } from "./drift/local-linear-trend.js";
import { type Reading, weightedSlope } from "./drift/slope.js";
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

/** Plain JSON. */
export interface StabilityState {
  readonly drift: TrendState | readonly Reading[];
  readonly rules: readonly RuleState[];
}

/** What a window adds to those before it. */
export interface Assessment {
  /** dS/dt, nats per unit of time; null in a gap, and until there are three windows. */
  readonly drift: Estimate | null;
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
    init: (): StabilityState => ({ drift: rate.init(), rules: rules.map((rule) => rule.init()) }),

    /** @throws RangeError when time does not advance. */
    step(state: StabilityState, report: WindowReport): { state: StabilityState; assessment: Assessment } {
      const steps = rules.map((rule, i) => rule.step(state.rules[i]!, report));
      const { entropy, start, end } = report;
      const reading = entropy && {
        time: (start + end) / 2,
        value: entropy.value,
        standardError: standardError(entropy),
      };
      const drift = reading === null ? state.drift : rate.step(state.drift, reading);
      return {
        state: { drift, rules: steps.map((step) => step.state) },
        assessment: {
          drift: (entropy && rate.estimate(drift, entropy.level)) ?? null,
          alarms: steps.map((step) => step.outcome),
        },
      };
    },

    /** Alarms rest until `resume`, for a change that is meant to be; the detectors then start afresh. */
    pause: (state: StabilityState): StabilityState => each(state, (i, rule) => rules[i]!.pause(rule)),

    resume: (state: StabilityState): StabilityState => each(state, (i, rule) => rules[i]!.resume(rule)),
  };
}

/** How dS/dt is followed. */
interface Rate {
  init(): StabilityState["drift"];
  /** @throws RangeError when time does not advance. */
  step(state: StabilityState["drift"], reading: Reading): StabilityState["drift"];
  estimate(state: StabilityState["drift"], level: number): Estimate | undefined;
}

function trendRate(): Rate {
  const trend = localLinearTrend();
  return {
    init: trend.init,
    step: (state, reading) => trend.step(state as TrendState, reading),
    estimate: (state, level) => trend.rate(state as TrendState, level),
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
  };
}
