import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kolmogorovSmirnov, standardErrors } from "../../test/goodness-of-fit.js";
import { RandomStream } from "../numeric/index.js";
import { discreteWalkLaw } from "./discrete-walk-law.js";
import { simulateWalk } from "./governing-walk.js";
import { reflectedBrownian } from "./reflected-brownian.js";

const stream = RandomStream.fromSeed(3);
const walk = { start: 0.32, drift: 1.2e-4, noise: 0.01 };

describe("simulateWalk", () => {
  it("agrees with the exact law of the clipped walk and, within its bias, with the closed form", () => {
    const { final } = simulateWalk(walk, { steps: 2000, trials: 4000, stream });
    const exact = discreteWalkLaw(walk, 2000);
    expect(Math.abs(standardErrors(final, exact.mean))).toBeLessThan(4);
    const squares = final.map((s) => (s - exact.mean) ** 2);
    expect(Math.abs(standardErrors(squares, exact.sd ** 2))).toBeLessThan(4);
    expect(kolmogorovSmirnov(final, exact.cdf)).toBeLessThan(1.95);
    const bias = 0.58 * walk.noise;
    const closed = reflectedBrownian(walk, 2000);
    expect(Math.abs(standardErrors(final, closed.mean))).toBeLessThan(
      4 + (bias / closed.sd) * Math.sqrt(4000),
    );
  });

  it("stays within [0, ceiling] and records what a shorter run ends with", () => {
    fc.assert(
      fc.property(
        fc.record({
          start: fc.double({ min: 0, max: 1, noNaN: true }),
          drift: fc.double({ min: -1, max: 1, noNaN: true }),
          noise: fc.double({ min: 1e-3, max: 1, noNaN: true }),
        }),
        fc.integer({ min: 0, max: 30 }),
        fc.integer(),
        (parameters, step, seed) => {
          const options = { trials: 3, stream: RandomStream.fromSeed(seed), ceiling: 1 };
          const { final, recorded } = simulateWalk(parameters, { ...options, steps: 30, at: [0, step, 30] });
          expect([...final].every((s) => s >= 0 && s <= 1)).toBe(true);
          expect([...recorded[0]]).toEqual([parameters.start, parameters.start, parameters.start]);
          expect(recorded[1]).toEqual(simulateWalk(parameters, { ...options, steps: step }).final);
          expect(recorded[2]).toEqual(final);
        },
      ),
      { seed: 1 },
    );
  });

  it("leaves earlier trials as they were when there are more", () => {
    const few = simulateWalk(walk, { steps: 50, trials: 3, stream }).final;
    const many = simulateWalk(walk, { steps: 50, trials: 10, stream }).final;
    expect(many.subarray(0, 3)).toEqual(few);
    expect(new Set(many).size).toBe(10);
  });

  it("of no trials or no steps is empty or the start", () => {
    expect(simulateWalk(walk, { steps: 5, trials: 0, stream }).final).toHaveLength(0);
    expect([...simulateWalk(walk, { steps: 0, trials: 2, stream }).final]).toEqual([0.32, 0.32]);
  });

  it.each([
    [{ ...walk, start: -1 }, {}, "start must be finite and >= 0, got -1"],
    [{ ...walk, drift: Number.NaN }, {}, "drift must be finite, got NaN"],
    [{ ...walk, noise: 0 }, {}, "noise must be finite and > 0, got 0"],
    [walk, { steps: 1.5 }, "steps must be a non-negative integer, got 1.5"],
    [walk, { trials: -1 }, "trials must be a non-negative integer, got -1"],
    [walk, { ceiling: 0.1 }, "ceiling must be at least the start, got 0.1"],
    [walk, { at: [3, 2] }, "at must be ascending steps from 0 to 10, got 3, 2"],
    [walk, { at: [11] }, "at must be ascending steps from 0 to 10, got 11"],
  ])("refuses %j with %j", (parameters, options, message) => {
    expect(() => simulateWalk(parameters, { steps: 10, trials: 1, stream, ...options })).toThrow(message);
  });
});
