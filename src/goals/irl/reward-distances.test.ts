import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildMdp } from "../mdp.js";
import { epicDistance } from "./epic.js";
import { starcDistance } from "./starc.js";

interface EpicCase {
  states: number;
  actions: number;
  discount: number;
  first: number[];
  second: number[];
  distance: number;
}

/** Made by test/reference/irl-rewards/irl_rewards.py (numpy). */
const golden: { epic: EpicCase[] } = JSON.parse(
  readFileSync(
    new URL("../../../test/reference/irl-rewards/irl-rewards.golden.json", import.meta.url),
    "utf8",
  ),
);

const number = fc.integer({ min: -80, max: 80 }).map((x) => x / 8);
const vector = (size: number) =>
  fc.array(number, { minLength: size, maxLength: size }).map((values) => Float64Array.from(values));
const positive = fc.double({ min: 0.01, max: 100, noNaN: true });
const discounts = fc.double({ min: 0, max: 0.99, noNaN: true });

describe("epicDistance", () => {
  it.each(golden.epic)(
    "is $distance over $states states at discount $discount",
    ({ first, second, distance, ...options }) => {
      expect(epicDistance(Float64Array.from(first), Float64Array.from(second), options)).toBeCloseTo(
        distance,
        9,
      );
    },
  );

  const states = 3;
  const actions = 2;
  const from = (i: number): number => Math.floor(i / states / actions);
  const to = (i: number): number => i % states;
  const cases = fc.record({
    reward: vector(18),
    other: vector(18),
    potential: vector(3),
    scale: positive,
    discount: discounts,
  });

  it("ignores scale and shaping, turns over with the sign, and is symmetric", () => {
    fc.assert(
      fc.property(cases, ({ reward, other, potential, scale, discount }) => {
        const options = { states, actions, discount };
        fc.pre(epicDistance(reward, other, options) !== undefined);
        const shaped = reward.map((r, i) => scale * r + discount * potential[to(i)] - potential[from(i)]);
        const d = epicDistance(reward, other, options)!;
        expect(epicDistance(reward, shaped, options)).toBeLessThan(1e-6);
        expect(
          epicDistance(
            reward,
            reward.map((r) => -r),
            options,
          ),
        ).toBeCloseTo(1, 9);
        expect(epicDistance(shaped, other, options)).toBeCloseTo(d, 6);
        expect(epicDistance(other, reward, options)).toBeCloseTo(d, 9);
        expect(
          epicDistance(
            reward,
            other.map((r) => -r),
            options,
          )! **
            2 +
            d ** 2,
        ).toBeCloseTo(1, 9);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it("is undefined of shaping alone", () => {
    const options = { states, actions, discount: 0.9 };
    const reward = Float64Array.from({ length: 18 }, (_, i) => i % 5);
    const shaping = reward.map((_, i) => 0.9 * [3, -1, 7][to(i)] - [3, -1, 7][from(i)]);
    expect(epicDistance(reward, shaping, options)).toBeUndefined();
    expect(epicDistance(new Float64Array(18), reward, options)).toBeUndefined();
  });

  it("weighs states and actions as told: what is never seen makes no difference", () => {
    const options = {
      states,
      actions,
      discount: 0.9,
      stateDistribution: Float64Array.of(0.5, 0.5, 0),
      actionDistribution: Float64Array.of(0.3, 0.7),
    };
    const reward = Float64Array.from({ length: 18 }, (_, i) => Math.sin(i));
    const elsewhere = reward.map((r, i) => (from(i) === 2 || to(i) === 2 ? 100 : r));
    expect(epicDistance(reward, elsewhere, options)).toBeCloseTo(0, 12);
    expect(epicDistance(reward, elsewhere, { states, actions, discount: 0.9 })).toBeGreaterThan(0.1);
  });

  it("refuses what does not fit", () => {
    const zeros = new Float64Array(8);
    const options = { states: 2, actions: 2, discount: 0.9 };
    expect(() => epicDistance(zeros, new Float64Array(7), options)).toThrow(
      "second: expected 2 x 2 x 2 rewards, got 7",
    );
    expect(() => epicDistance(zeros.with(3, Number.NaN), zeros, options)).toThrow(
      "first[3] must be finite, got NaN",
    );
    expect(() => epicDistance(zeros, zeros, { ...options, states: 0 })).toThrow(
      "states must be a positive integer, got 0",
    );
    expect(() => epicDistance(zeros, zeros, { ...options, discount: 2 })).toThrow(
      "discount must lie in [0, 1], got 2",
    );
    expect(() =>
      epicDistance(zeros, zeros, { ...options, stateDistribution: Float64Array.of(1, 1) }),
    ).toThrow("stateDistribution: expected 2 probabilities that sum to 1, got 2 that sum to 2");
  });
});

describe("starcDistance", () => {
  /** Three states and a terminal one; actions differ in number, transitions are uncertain. */
  const mdp = buildMdp([
    [
      [
        [1, 0.7],
        [2, 0.3],
      ],
      [[0, 1]],
    ],
    [
      [
        [0, 0.5],
        [3, 0.5],
      ],
      [[2, 1]],
      [[3, 1]],
    ],
    [
      [
        [1, 0.2],
        [2, 0.8],
      ],
      [[0, 1]],
    ],
    [],
  ]);
  const stateOf = [0, 0, 1, 1, 1, 2, 2];
  const cases = fc.record({
    reward: vector(7),
    other: vector(7),
    potential: vector(3),
    scale: positive,
    discount: discounts,
  });

  it("ignores scale and shaping averaged over successors, turns over with the sign, and is symmetric", () => {
    fc.assert(
      fc.property(cases, ({ reward, other, potential, scale, discount }) => {
        fc.pre(starcDistance(mdp, reward, other, discount) !== undefined);
        const phi = [...potential, 0];
        const shaped = reward.map((r, row) => {
          let next = 0;
          for (let i = mdp.transitionStart[row]; i < mdp.transitionStart[row + 1]; i++)
            next += mdp.probability[i] * phi[mdp.successor[i]];
          return scale * r + discount * next - phi[stateOf[row]];
        });
        const d = starcDistance(mdp, reward, other, discount)!;
        expect(starcDistance(mdp, reward, shaped, discount)).toBeLessThan(1e-6);
        expect(
          starcDistance(
            mdp,
            reward,
            reward.map((r) => -r),
            discount,
          ),
        ).toBeCloseTo(1, 9);
        expect(starcDistance(mdp, shaped, other, discount)).toBeCloseTo(d, 6);
        expect(starcDistance(mdp, other, reward, discount)).toBeCloseTo(d, 9);
      }),
      { seed: 8, numRuns: 200 },
    );
  });

  it("tells rewards apart by what they prefer: a choice and its opposite in one state of two", () => {
    // Two states that lead nowhere: the advantages are +-1/2; equal in one state and opposite in the other, rho = 0.
    const bandits = buildMdp([[[[2, 1]], [[2, 1]]], [[[2, 1]], [[2, 1]]], []]);
    const d = starcDistance(bandits, Float64Array.of(0, 1, 0, 1), Float64Array.of(5, 6, 1, 0), 0.9);
    expect(d).toBeCloseTo(Math.SQRT1_2, 12);
  });

  it("is undefined of shaping alone, and refuses what does not fit", () => {
    const reward = Float64Array.of(1, 0, 0, 0, 0, 0, 0);
    const phi = [2, -3, 1, 0];
    const shaping = Float64Array.from(stateOf, (s, row) => {
      let value = -phi[s];
      for (let i = mdp.transitionStart[row]; i < mdp.transitionStart[row + 1]; i++)
        value += 0.9 * mdp.probability[i] * phi[mdp.successor[i]];
      return value;
    });
    expect(starcDistance(mdp, reward, shaping, 0.9)).toBeUndefined();
    expect(() => starcDistance(mdp, reward, new Float64Array(6), 0.9)).toThrow(
      "expected 7 x 1 feature values, got 6",
    );
    const loop = buildMdp([[[[0, 1]], [[0, 1]]]]);
    expect(() => starcDistance(loop, Float64Array.of(1, 0), Float64Array.of(0, 1), 1)).toThrow(
      "state 0 is never left",
    );
  });
});
