import fc from "fast-check";
import { expect, it } from "vitest";
import { estimateBackground, matchedBackground } from "./background.js";
import { callMatcher, type MatchedCall } from "./matching.js";
import { NONE_OF_THESE, toolGoalInference } from "./posterior.js";
import { NOISE_GRID, type ToolCall, type ToolGoal } from "./tool-goal.js";

const goals: ToolGoal[] = [
  {
    name: "refund",
    order: "sequence",
    actions: [
      { tool: "find" },
      { tool: "pay", arguments: { order: { regex: "^A" }, cents: { oneOf: [1, 2] } } },
    ],
  },
  { name: "sell", actions: [{ tool: "offer", arguments: { plan: { glob: "g*" } } }], avoids: ["pay"] },
  { name: "overpay", actions: [{ tool: "pay", arguments: { cents: { exact: 9 } } }] },
  NONE_OF_THESE,
];
const call = fc.record({
  tool: fc.constantFrom("find", "pay", "offer", "think", "__proto__"),
  arguments: fc.record(
    {
      order: fc.constantFrom<unknown>("A1", "B1", 3),
      cents: fc.constantFrom(1, 9),
      plan: fc.constantFrom("gold", "tin"),
    },
    { requiredKeys: [] },
  ),
  failed: fc.boolean(),
});

it("says as much of the goals from which patterns fit as from the arguments", () => {
  const matcher = callMatcher(goals);
  const property = fc.property(
    fc.array(fc.array(call, { maxLength: 6 }), { minLength: 1, maxLength: 5 }),
    (episodes: ToolCall[][]) => {
      const tools = goals.flatMap(({ actions, avoids = [] }) => [
        ...actions.map(({ tool }) => tool),
        ...avoids,
      ]);
      const whole = toolGoalInference(goals, estimateBackground(episodes, tools));
      const matched = episodes.map((calls) => calls.map(matcher.match));
      const background = matchedBackground(
        matched.flat().map((one) => [one, 1] as const),
        goals,
        matcher,
      );
      const reduced = toolGoalInference<MatchedCall>(goals, background, NOISE_GRID, matcher.fitOf);
      episodes.forEach((calls, i) => {
        const from = reduced.logLikelihoods(matched[i]!);
        whole.logLikelihoods(calls).forEach((x, g) => {
          expect(from[g]).toBeCloseTo(x, 10);
        });
      });
    },
  );
  fc.assert(property, { seed: 12, numRuns: 100 });
});

it("knows the actions of its goals only", () => {
  expect(() => callMatcher(goals).fitOf({ tool: "find" })).toThrow(/no goal has this action of tool find/);
});
