import { expect, it } from "vitest";
import { binomial, estimateBackground } from "./background.js";
import type { ToolCall } from "./tool-goal.js";

const call = (tool: string, x?: number): ToolCall => ({ tool, arguments: x === undefined ? {} : { x } });
const episodes = [[call("a", 1), call("a", 2), call("b")], [], [call("a", 1)]];

it("shares are counts with one call's worth of prior, what was never seen included, and sum to one", () => {
  const { share } = estimateBackground(episodes, ["a", "c"]);
  expect(share("a")).toBeCloseTo((3 + 1 / 4) / 5, 15);
  expect(share("c")).toBeCloseTo(1 / 4 / 5, 15);
  expect(share("a") + share("b") + share("c") + share("anything else")).toBeCloseTo(1, 15);
});

it("chances are how often calls of the tool fit k patterns, with a binomial prior, and sum to one", () => {
  const background = estimateBackground(episodes, []);
  const chance = background.chance({ tool: "a", arguments: { x: { exact: 1 } } });
  expect(Array.from(chance)).toEqual([expect.closeTo((1 + 0.9) / 4, 15), expect.closeTo((2 + 0.1) / 4, 15)]);
  const unseen = background.chance({ tool: "z", arguments: { x: { exact: 1 }, y: { any: true } } });
  expect(Array.from(unseen)).toEqual(Array.from(binomial(2, 0.1)));
  expect(Array.from(background.chance({ tool: "a" }))).toEqual([1]);
});

it("binomial laws", () => {
  expect(Array.from(binomial(0, 0.3))).toEqual([1]);
  expect(Array.from(binomial(3, 0.5))).toEqual([0.125, 0.375, 0.375, 0.125]);
});

it("names a bad option", () => {
  expect(() => estimateBackground([], [], { fit: 1 })).toThrow(
    /fit must lie strictly between 0 and 1, got 1/,
  );
  expect(() => estimateBackground([], [], { strength: 0 })).toThrow(/strength must be positive, got 0/);
});
