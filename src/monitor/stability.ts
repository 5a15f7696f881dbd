import type { Estimate } from "../numeric/index.js";
import { type AlarmRuleOptions, alarmRule, type RuleOutcome, type RuleState } from "./alarms/rule.js";
import { type Reading, weightedSlope } from "./drift/slope.js";
import { standardError } from "./standard-error.js";
import type { WindowReport } from "./window-report.js";

export interface StabilityOptions {
  /** K. */
  readonly goals: number;
  /** Default none: S and its slope only. */
  readonly alarms?: readonly AlarmRuleOptions[] | undefined;
  /** Windows behind the slope. Default 8. */
  readonly slopeWindows?: number | undefined;
}

/** Plain JSON. */
export interface StabilityState {
  readonly recent: readonly Reading[];
  readonly rules: readonly RuleState[];
}

/** What a window adds to those before it. */
export interface Assessment {
  /** dS/dt over the last windows, nats per unit of time; null until there are three. */
  readonly slope: Estimate | null;
  /** One for each rule. */
  readonly alarms: readonly RuleOutcome[];
}

/**
 * Slope and alarms as a pure fold over windows that were measured, wherever that was done: the second half of
 * {@link monitor}, for whoever measures S otherwise. Windows must not overlap.
 *
 * @throws RangeError when an option is not valid.
 */
export function stability({ goals, alarms = [], slopeWindows = 8 }: StabilityOptions) {
  const rules = alarms.map((options) => alarmRule(options, goals));
  const twice = rules.find(({ name }, i) => rules.findIndex((rule) => rule.name === name) !== i);
  if (twice !== undefined) throw new RangeError(`two alarms are named "${twice.name}"`);
  if (!(Number.isSafeInteger(slopeWindows) && slopeWindows >= 3))
    throw new RangeError(`slopeWindows must be a whole number >= 3, got ${slopeWindows}`);
  const each = (state: StabilityState, change: (rule: number, state: RuleState) => RuleState) => ({
    ...state,
    rules: state.rules.map((rule, i) => change(i, rule)),
  });

  return {
    init: (): StabilityState => ({ recent: [], rules: rules.map((rule) => rule.init()) }),

    /** @throws RangeError when time does not advance. */
    step(state: StabilityState, report: WindowReport): { state: StabilityState; assessment: Assessment } {
      const steps = rules.map((rule, i) => rule.step(state.rules[i]!, report));
      const recent = withReading(state.recent, report, slopeWindows);
      return {
        state: { recent, rules: steps.map((step) => step.state) },
        assessment: {
          slope: (report.entropy && weightedSlope(recent, report.entropy.level)) ?? null,
          alarms: steps.map((step) => step.outcome),
        },
      };
    },

    /** Alarms rest until `resume`, for a change that is meant to be; the detectors then start afresh. */
    pause: (state: StabilityState): StabilityState => each(state, (i, rule) => rules[i]!.pause(rule)),

    resume: (state: StabilityState): StabilityState => each(state, (i, rule) => rules[i]!.resume(rule)),
  };
}

function withReading(
  recent: readonly Reading[],
  { entropy, start, end }: WindowReport,
  most: number,
): readonly Reading[] {
  if (entropy === null) return recent;
  const time = (start + end) / 2;
  const last = recent.at(-1);
  if (last !== undefined && !(time > last.time))
    throw new RangeError(`windows must advance in time: ${time} after ${last.time}`);
  return [...recent, { time, value: entropy.value, standardError: standardError(entropy) }].slice(-most);
}
