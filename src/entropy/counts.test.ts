import { describe, expect, it } from "vitest";
import { countsOfCounts, summariseCounts } from "./counts.js";

describe("summariseCounts", () => {
  it("counts bins, empty ones included, and singletons and doubletons among them", () => {
    expect(summariseCounts([4, 2, 0, 1, 1, 2, 1, 0.5])).toEqual({
      n: 11.5,
      bins: 8,
      occupied: 7,
      singletons: 3,
      doubletons: 2,
    });
  });

  it("reads nothing from nothing", () => {
    expect(summariseCounts([]).n).toBe(0);
  });

  it.each([
    [[1, -1], "count 1 must be a non-negative finite number, got -1"],
    [[NaN], "count 0 must be a non-negative finite number, got NaN"],
    [[1, 2, Infinity], "count 2 must be a non-negative finite number, got Infinity"],
    [[1e308, 1e308], "the counts must have a finite sum, got Infinity"],
  ])("rejects %j", (counts, message) => {
    expect(() => summariseCounts(counts)).toThrow(new RangeError(message));
  });

  it("rejects fractions only where whole counts are asked for", () => {
    expect(summariseCounts([1.5, 2]).n).toBe(3.5);
    expect(() => summariseCounts([2, 1.5], true)).toThrow(
      new RangeError("count 1 must be a non-negative integer, got 1.5"),
    );
  });
});

it("groups equal counts in ascending order", () => {
  const { values, multiplicities } = countsOfCounts([10, 2, 0, 2, 0, 0]);
  expect([...values]).toEqual([0, 2, 10]);
  expect([...multiplicities]).toEqual([3, 2, 1]);
});
