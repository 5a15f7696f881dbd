import { describe, expect, it } from "vitest";
import { gammas } from "../../test/policies.js";
import { schedule } from "./index.js";

describe("schedule", () => {
  const knots = [
    { step: 100, gamma: 1 },
    { step: 300, gamma: 3 },
  ];
  const steps = [0, 100, 150, 200, 299, 300, 1000].map((step) => ({ step }));

  it.each([
    ["step", [1, 1, 1, 1, 1, 3, 3]],
    ["linear", [1, 1, 1.5, 2, 2.99, 3, 3]],
    ["cosine", [1, 1, 1 + (1 - Math.SQRT1_2), 2, 2 + Math.cos(Math.PI / 200), 3, 3]],
  ] as const)("%s", (interpolation, expected) => {
    gammas(schedule(knots, interpolation), steps).forEach((gamma, i) => {
      expect(gamma).toBeCloseTo(expected[i], 12);
    });
  });

  it("refuses knots that do not rise", () => {
    expect(() => schedule([knots[1], knots[0]])).toThrow(/knots must rise: knot 1 is at 100/);
    expect(() => schedule([])).toThrow(/at least one knot/);
    expect(() => schedule([{ step: 0, gamma: -1 }])).toThrow(/gamma of knot 0/);
  });
});
