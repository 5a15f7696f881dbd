import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Background } from "./background.js";
import { toolGoalLikelihood } from "./likelihood.js";
import { NOISE_GRID, type NoiseRates, type ToolCall, type ToolGoal } from "./tool-goal.js";

/** Tool a has an argument x that is 1 with probability 0.3 and y that equals x; tools b and c have none. */
const symbols: readonly { call: ToolCall; law: number }[] = [
  { call: { tool: "a", arguments: { x: 1, y: 1 } }, law: 0.3 },
  { call: { tool: "a", arguments: { x: 0, y: 0 } }, law: 0.7 },
  { call: { tool: "b", arguments: {} }, law: 1 },
  { call: { tool: "c", arguments: {} }, law: 1 },
].flatMap(({ call, law }) => [
  { call, law: law * 0.8 },
  { call: { ...call, failed: true }, law: law * 0.2 },
]);
const shares: Record<string, number> = { a: 0.5, b: 0.3, c: 0.2 };

const background: Background = {
  share: (tool) => shares[tool] ?? 0,
  chance({ tool, arguments: patterns = {} }) {
    const d = Object.keys(patterns).length;
    if (tool !== "a" || d === 0) return Float64Array.of(1);
    return d === 1 ? Float64Array.of(0.7, 0.3) : Float64Array.of(0.7, 1e-300, 0.3);
  },
};

const one = { exact: 1 };
const ax = { tool: "a", arguments: { x: one } };
const axy = { tool: "a", arguments: { x: one, y: one } };
const goals: Record<string, ToolGoal> = {
  nothing: { name: "", actions: [] },
  "nothing, avoiding": { name: "", actions: [], avoids: ["a", "c"] },
  "one action": { name: "", actions: [ax] },
  "any order, repeated": { name: "", actions: [ax, { tool: "b" }, ax] },
  "a sequence": { name: "", actions: [{ tool: "b" }, ax, { tool: "c" }], order: "sequence", avoids: ["c"] },
};

const rates: NoiseRates = { noise: 0.4, stop: 0.1, mismatch: 0.2, skip: 0.3, violation: 0.1 };

describe("the likelihood of an episode", () => {
  it.each(Object.entries(goals))(
    "%s: episodes of fewer than 4 calls and beginnings of 4 sum to one",
    (_, goal) => {
      const likelihood = toolGoalLikelihood(goal, background, [rates, { ...rates, noise: 0.7, stop: 0.3 }]);
      let total = 0;
      const visit = (calls: readonly ToolCall[], law: number): void => {
        const { prefixes, whole } = likelihood(calls);
        if (calls.length === 4) {
          total += law * Math.exp(prefixes[4]);
          return;
        }
        total += law * Math.exp(whole);
        for (const symbol of symbols) visit([...calls, symbol.call], law * symbol.law);
      };
      visit([], 1);
      expect(total).toBeCloseTo(1, 12);
    },
  );

  it("one expected call, by hand", () => {
    const { noise: e, stop: s, mismatch: m } = rates;
    const calls = [symbols[0].call];
    const fitting = toolGoalLikelihood(goals["one action"], background, [rates])(calls);
    const done = ((1 - s) * (1 - e) * (1 - m)) / 0.3;
    const other = (1 - s) * e * 0.5;
    expect(Math.exp(fitting.whole)).toBeCloseTo(done * (1 - e) + other * s, 14);
    expect(Math.exp(fitting.prefixes[1])).toBeCloseTo(done + other, 14);
    const failed = toolGoalLikelihood(goals["one action"], background, [rates])([
      { ...calls[0], failed: true },
    ]);
    expect(Math.exp(failed.whole)).toBeCloseTo((done + other) * s, 14);
  });

  it("an episode without calls is one that stopped, or had nothing to do", () => {
    expect(Math.exp(toolGoalLikelihood(goals["one action"], background, [rates])([]).whole)).toBeCloseTo(
      0.1,
      14,
    );
    expect(Math.exp(toolGoalLikelihood(goals.nothing, background, [rates])([]).whole)).toBeCloseTo(0.6, 14);
  });

  it("rates are averaged over the grid", () => {
    const calls = [symbols[0].call, symbols[4].call];
    const each = NOISE_GRID.map((r) =>
      Math.exp(toolGoalLikelihood(goals["one action"], background, [r])(calls).whole),
    );
    const all = toolGoalLikelihood(goals["one action"], background)(calls).whole;
    expect(Math.exp(all)).toBeCloseTo(each.reduce((a, b) => a + b, 0) / NOISE_GRID.length, 14);
  });

  it("in any order, the order in which actions are declared does not matter", () => {
    const action = fc.constantFrom(ax, axy, { tool: "b" }, { tool: "c" });
    const calls = fc.array(
      fc.constantFrom(...symbols.filter(({ call }) => !call.failed).map(({ call }) => call)),
      { maxLength: 5 },
    );
    const property = fc.property(fc.array(action, { maxLength: 5 }), calls, (actions, episode) => {
      const forward = toolGoalLikelihood({ name: "", actions }, background, [rates])(episode);
      const shuffled = toolGoalLikelihood({ name: "", actions: actions.toReversed() }, background, [rates])(
        episode,
      );
      expect(shuffled.whole).toBeCloseTo(forward.whole, 10);
    });
    fc.assert(property, { seed: 20251110, numRuns: 200 });
  });

  it("a repeated call, a failed call and an avoided one make the goal less likely; a retry makes up for a failure", () => {
    const goal: ToolGoal = { name: "", actions: [ax], avoids: ["c"] };
    const whole = (...calls: ToolCall[]) => toolGoalLikelihood(goal, background, [rates])(calls).whole;
    const [done, failed] = [symbols[0].call, { ...symbols[0].call, failed: true }];
    expect(whole(done, done)).toBeLessThan(whole(done));
    expect(whole(failed)).toBeLessThan(whole(done));
    expect(whole(failed, done)).toBeGreaterThan(whole(done, done));
    expect(whole(done, { tool: "c", arguments: {} })).toBeLessThan(whole(done, { tool: "b", arguments: {} }));
  });

  it("many actions that may be taken for each other stay finite and quick", () => {
    const actions = Array.from({ length: 25 }, (_, i) => ({ tool: "a", arguments: { x: { exact: i } } }));
    const calls = Array.from({ length: 25 }, (_, i) => ({ tool: "a", arguments: { x: i } }));
    const { whole } = toolGoalLikelihood({ name: "", actions }, background, [rates])(calls);
    expect(Number.isFinite(whole)).toBe(true);
  });

  it("names a bad rate, an empty grid, and goals too long", () => {
    const wrong = [{ ...rates, stop: 0 }];
    expect(() => toolGoalLikelihood(goals.nothing, background, wrong)).toThrow(/rate stop .*got 0/);
    expect(() => toolGoalLikelihood(goals.nothing, background, [])).toThrow(/at least one set/);
    const actions = Array.from({ length: 60 }, (_, i) => ({ tool: `t${i}` }));
    expect(() => toolGoalLikelihood({ name: "g", actions }, background)).toThrow(
      /goal "g" has too many different actions \(60\)/,
    );
  });
});
