import { describe, expect, it } from "vitest";
import { quantileSorted } from "./estimate.js";

describe("quantileSorted", () => {
  it.each([
    [[1, 2, 3, 4], 0.25, 1.75],
    [[1, 2, 3, 4], 0.5, 2.5],
    [[1, 2, 3, 4], 0, 1],
    [[1, 2, 3, 4], 1, 4],
    [[10, 20, 40], 0.75, 30],
    [[7], 0.3, 7],
    [[0, 5, Infinity], 0.5, 5],
    [[0, Infinity, Infinity], 0.75, Infinity],
  ])("of %j at %d is %d (type 7)", (sorted, q, expected) => {
    expect(quantileSorted(sorted, q)).toBe(expected);
  });

  it("refuses nothing, and a level that is none", () => {
    expect(() => quantileSorted([], 0.5)).toThrow("at least one value");
    expect(() => quantileSorted([1], -0.1)).toThrow("[0, 1], got -0.1");
    expect(() => quantileSorted([1], Number.NaN)).toThrow("[0, 1], got NaN");
  });
});
