import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { generalisedAdvantages, improvedValues, standardised } from "./advantages.js";
import type { Rollouts } from "./rollouts.js";

/** Two episodes on observations 0, 1, 2: one of three steps that ends, one of two that is cut in observation 2. */
const rollouts: Rollouts = {
  episodes: 2,
  start: Int32Array.of(0, 3, 5),
  observation: Int32Array.of(0, 1, 2, 0, 1),
  action: new Int32Array(5),
  reward: Float64Array.of(1, 0, 2, -1, 3),
  performance: new Float64Array(5),
  last: Int32Array.of(-1, 2),
};
const values = Float64Array.of(4, -2, 1);
const rounded = (x: Float64Array): number[] => Array.from(x, (v) => +v.toFixed(12));

describe("generalised advantages", () => {
  it("are one-step errors at trace 0, with V of what was seen where an episode was cut", () => {
    const { advantage } = generalisedAdvantages(rollouts, rollouts.reward, values, {
      discount: 0.5,
      trace: 0,
    });
    // r + V'/2 - V: 1 - 1 - 4; 0 + 1/2 + 2; 2 + 0 - 1; -1 - 1 - 4; 3 + 1/2 + 2.
    expect(rounded(advantage)).toEqual([-4, 2.5, 1, -6, 5.5]);
  });

  it("add up later errors by discount x trace", () => {
    const { advantage } = generalisedAdvantages(rollouts, rollouts.reward, values, {
      discount: 0.5,
      trace: 0.5,
    });
    // From the end of each episode, A = delta + A' / 4.
    expect(rounded(advantage)).toEqual([-4 + 2.75 / 4, 2.75, 1, -6 + 5.5 / 4, 5.5]);
  });

  it("make the critic's target the discounted return at trace 1, whatever the critic says (fast-check)", () => {
    const number = fc.double({ min: -10, max: 10, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(number, { minLength: 5, maxLength: 5 }),
        fc.tuple(number, number, number),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rewards, critic, discount) => {
          const signal = Float64Array.from(rewards);
          const { target } = generalisedAdvantages(rollouts, signal, Float64Array.from(critic), {
            discount,
            trace: 1,
          });
          const [a, b, c, d, e] = rewards;
          const left = critic[2];
          expect(target[0]).toBeCloseTo(a + discount * (b + discount * c), 9);
          expect(target[3]).toBeCloseTo(d + discount * (e + discount * left), 9);
        },
      ),
      { seed: 5 },
    );
  });
});

describe("standardised", () => {
  it("centres and scales, and leaves what does not vary at zero", () => {
    expect(rounded(standardised(Float64Array.of(1, 3)))).toEqual(
      [-1, 1].map((x) => +(x / Math.SQRT2).toFixed(12)),
    );
    expect(rounded(standardised(Float64Array.of(7, 7, 7)))).toEqual([0, 0, 0]);
  });
});

describe("improvedValues", () => {
  it("moves what was seen towards its mean target, and nothing else", () => {
    const seen = { ...rollouts, observation: Int32Array.of(0, 1, 1, 0, 1) };
    const better = improvedValues(values, seen, Float64Array.of(2, 1, 2, 4, 6), 0.5);
    expect(rounded(better)).toEqual([(4 + 3) / 2, (-2 + 3) / 2, 1]);
  });
});
