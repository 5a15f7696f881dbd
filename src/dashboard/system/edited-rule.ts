import type { AlarmRuleSettings } from "../../contracts/index.js";
import { promises } from "./detectors.js";

/** A rule as the fields of a form: all are there, also those that do not count now. */
export interface RuleFields {
  of: "entropy" | "fidelity";
  against: "limit" | "reference";
  limit: number;
  referenceWindows: number;
  detector: string;
  falseAlarmInterval: number;
  leastWindows: number;
  clearAfter: number;
}

/** @param limit where the rule has none: what a limit is to begin with. */
export function fieldsOf(rule: AlarmRuleSettings, limit: number): RuleFields {
  const { against = { referenceWindows: 20 } } = rule;
  return {
    of: rule.of ?? "entropy",
    against: "limit" in against ? "limit" : "reference",
    limit: "limit" in against ? against.limit : limit,
    referenceWindows: "limit" in against ? 20 : against.referenceWindows,
    detector: rule.detector ?? "cusum",
    falseAlarmInterval: rule.falseAlarmInterval ?? 10_000,
    leastWindows: rule.leastWindows ?? 1,
    clearAfter: rule.clearAfter ?? 5,
  };
}

/** The rule with these fields; what the form does not show stays as it was. */
export function ruleOf(fields: RuleFields, before: AlarmRuleSettings): AlarmRuleSettings {
  const { falseAlarmInterval: _, ...kept } = before;
  const { of, detector, leastWindows, clearAfter } = fields;
  return {
    ...kept,
    of,
    detector,
    leastWindows,
    clearAfter,
    against:
      fields.against === "limit" ? { limit: fields.limit } : { referenceWindows: fields.referenceWindows },
    ...(promises(detector) ? { falseAlarmInterval: fields.falseAlarmInterval } : {}),
  };
}
