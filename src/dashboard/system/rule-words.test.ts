import { expect, it } from "vitest";
import { guidesOf, ruleWords } from "./rule-words.js";

it("says a rule with what the monitor fills in", () => {
  expect(ruleWords({})).toBe(
    "When S rises away from its first 20 windows; cusum, one false alarm in 10,000 windows.",
  );
  expect(ruleWords({ of: "fidelity", against: { limit: 0.8 }, falseAlarmInterval: 500 })).toBe(
    "When fidelity falls below 0.8; cusum, one false alarm in 500 windows.",
  );
  expect(ruleWords({ against: { limit: 0.5 }, detector: "adwin" })).toMatch(
    /0\.5 nats; adwin, no false-alarm/,
  );
});

it("draws limits on the chart of what they are of", () => {
  const rules = [{ against: { limit: 0.5 } }, { of: "fidelity", against: { limit: 0.8 } } as const, {}];
  expect(guidesOf(rules, 0.3, { limit: 0.5 })).toEqual({
    entropy: [
      { y: 0.5, text: "limit" },
      { y: 0.3, text: "target" },
    ],
    fidelity: [{ y: 0.8, text: "limit" }],
  });
});
