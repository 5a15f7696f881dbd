import { expect, it } from "vitest";
import { alarmRuleSchema } from "../../contracts/index.js";
import { fieldsOf, ruleOf } from "./edited-rule.js";

it("keeps of a rule what the form does not show, and says what the defaults say", () => {
  const rule = { name: "held", leastObservations: 30, renotifyAfter: 7, against: { limit: 0.4 } };
  const edited = ruleOf(fieldsOf(rule, 1), rule);
  expect(edited).toMatchObject({ ...rule, of: "entropy", detector: "cusum", falseAlarmInterval: 10_000 });
  expect(alarmRuleSchema.parse(edited)).toEqual(edited);
});

it("asks no interval of a detector that promises none", () => {
  const fields = { ...fieldsOf({ falseAlarmInterval: 500 }, 1), detector: "adwin" };
  expect(ruleOf(fields, { falseAlarmInterval: 500 })).not.toHaveProperty("falseAlarmInterval");
});

it("goes to a reference and back", () => {
  const limited = { against: { limit: 0.4 } };
  const fields = { ...fieldsOf(limited, 1), against: "reference" as const, referenceWindows: 12 };
  const rule = ruleOf(fields, limited);
  expect(rule.against).toEqual({ referenceWindows: 12 });
  expect(ruleOf({ ...fieldsOf(rule, 0.7), against: "limit" }, rule).against).toEqual({ limit: 0.7 });
});
