import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { RandomStream } from "../../numeric/index.js";
import { buildMdp } from "../mdp.js";
import { gridworld } from "../worlds/gridworld.js";
import { demonstrate } from "./demonstrate.js";
import { type FeatureProcess, linearReward } from "./features.js";
import { recoverReward } from "./maximum-causal-entropy.js";
import { stationaryOccupancy } from "./occupancy.js";
import { softPlanner } from "./soft-plan.js";

interface GoldenCase {
  discount: number;
  beta: number;
  horizon: number | null;
  l2: number;
  weighting: "discounted" | "equal";
  features: number[];
  demonstrations: number[][];
  weights: number[];
  loss: number;
  standardErrors: number[];
}

/** Made by test/reference/irl-rewards/irl_rewards.py (numpy, scipy). */
const golden: { process: [string, number][][][]; maximumCausalEntropy: GoldenCase[] } = JSON.parse(
  readFileSync(
    new URL("../../../test/reference/irl-rewards/irl-rewards.golden.json", import.meta.url),
    "utf8",
  ),
);

/** Log probabilities of the rows under the soft policy of `weights`, by step. */
function logPolicies(process: FeatureProcess, weights: number[], beta: number, horizon?: number) {
  const plan = softPlanner(process, { beta, horizon })(weights);
  if ("failure" in plan) throw new Error(plan.failure);
  return plan;
}

/** Trajectories from each start in turn. */
function demonstrations(
  { mdp }: FeatureProcess,
  plan: readonly Float64Array[],
  start: number[],
  length: number,
  n: number,
  seed: number,
): number[][] {
  const stream = RandomStream.fromSeed(seed);
  const policy = plan.length === 1 ? plan[0] : plan;
  return Array.from({ length: n }, (_, i) =>
    demonstrate(mdp, policy, start[i % start.length], length, stream),
  );
}

/** Steps taken upwards, mud underfoot, and reaching the exit. */
function walk(slip: number, discount: number): { process: FeatureProcess; start: number[] } {
  const map = [
    "S..m.", //
    ".#.m.",
    ".#...",
    ".mm#.",
    "....E",
  ];
  const { mdp, cells, stateAt } = gridworld(map, { terminal: "E", slip });
  const values: number[] = [];
  for (let s = 0; s < mdp.states; s++) {
    for (let row = mdp.actionStart[s]; row < mdp.actionStart[s + 1]; row++) {
      let exit = 0;
      for (let i = mdp.transitionStart[row]; i < mdp.transitionStart[row + 1]; i++)
        if (cells[mdp.successor[i]].mark === "E") exit += mdp.probability[i];
      values.push(Number(row - mdp.actionStart[s] === 3), Number(cells[s].mark === "m"), exit);
    }
  }
  const features = { names: ["climb", "mud", "exit"], values: Float64Array.from(values) };
  return { process: { mdp, features, discount }, start: [stateAt(0, 0), stateAt(4, 0), stateAt(1, 4)] };
}

const truth = [-0.3, -1, 2];

describe("recoverReward", () => {
  const mdp = buildMdp(
    golden.process.map((actions) => actions.map((a) => a.map(([s, p]) => [Number(s), p] as const))),
  );

  it.each(golden.maximumCausalEntropy)(
    "agrees with BFGS on numerical derivatives: discount $discount, beta $beta, horizon $horizon, $weighting steps, l2 $l2",
    ({ horizon, features, demonstrations, weights, standardErrors, loss, discount, ...options }) => {
      const process = {
        mdp,
        features: { names: ["a", "b", "c"], values: Float64Array.from(features) },
        discount,
      };
      const found = recoverReward(process, demonstrations, {
        ...options,
        ...(horizon === null ? {} : { horizon }),
        tolerance: 1e-7,
      })!;
      expect(found.message).toMatch(/^converged after \d+ iterations$/);
      expect(found.loss).toBeCloseTo(loss, 9);
      found.estimates!.forEach(({ value, upper }, k) => {
        expect(value).toBeCloseTo(weights[k], 5);
        expect((upper - value) / 1.959963984540054 / standardErrors[k]).toBeCloseTo(1, 4);
      });
    },
  );

  it.each([
    ["unlimited horizon, slip, episodes cut short", 0.2, 0.9, undefined, "discounted", 12],
    ["unlimited horizon, every step alike", 0.2, 0.9, undefined, "equal", 12],
    ["finite horizon, no discount", 0.1, 1, 15, "discounted", 15],
  ] as const)(
    "recovers known weights within its standard errors: %s",
    (_, slip, discount, horizon, weighting, length) => {
      const { process, start } = walk(slip, discount);
      const beta = 2;
      const logs = logPolicies(process, truth, beta, horizon);
      const replications = 40;
      const squares = truth.map(() => 0);
      for (let seed = 0; seed < replications; seed++) {
        const episodes = demonstrations(process, logs, start, length, 150, seed);
        const found = recoverReward(process, episodes, {
          beta,
          weighting,
          ...(horizon ? { horizon } : {}),
        })!;
        found.estimates!.forEach(({ value, lower, upper }, k) => {
          squares[k] += ((value - truth[k]) / ((upper - lower) / 2 / 1.959963984540054)) ** 2;
        });
      }
      // Sums of squared z-scores: chi-square with as many degrees of freedom as replications.
      for (const square of squares)
        expect(Math.abs(square - replications)).toBeLessThan(4 * Math.sqrt(2 * replications));
    },
  );

  it("needs no discount where every step costs, given weights to begin from at which it does", () => {
    const { process, start } = walk(0.1, 1);
    const values = process.features.values.map((value, i) => (i % 3 === 2 ? 1 : value));
    const endless = { ...process, features: { names: ["climb", "mud", "step"], values } };
    const weights = [-0.3, -1, -1];
    const beta = 2;
    const episodes = demonstrations(endless, logPolicies(endless, weights, beta), start, 1000, 400, 7);
    expect(recoverReward(endless, episodes, { beta })!.converged).toBe(false);
    const found = recoverReward(endless, episodes, { beta, initial: [0, 0, -2] })!;
    found.estimates!.forEach(({ value, lower, upper }, k) => {
      expect(Math.abs(value - weights[k])).toBeLessThan((4 * (upper - lower)) / 2 / 1.959963984540054);
    });
  });

  it("matches discounted feature counts where transitions are certain", () => {
    const { process, start } = walk(0, 0.9);
    const { mdp, features, discount } = process;
    // Rational enough to leave: the entropy of wandering on for ever is worth ln 4 / (beta (1 - discount)).
    const beta = 10;
    const episodes = demonstrations(process, logPolicies(process, truth, beta), start, 10_000, 30, 3);
    expect(episodes.every((rows) => rows.length < 10_000)).toBe(true);
    const { weights } = recoverReward(process, episodes, { beta, tolerance: 1e-8 })!;

    const from = new Float64Array(mdp.states);
    for (const episode of episodes)
      from[mdp.actionStart.findLastIndex((row) => row <= episode[0])] += 1 / episodes.length;
    const policy = logPolicies(process, [...weights], beta)[0].map(Math.exp);
    const { visits } = stationaryOccupancy(mdp, policy, from, { discount });
    for (let k = 0; k < 3; k++) {
      const expected = visits.reduce((total, visit, row) => total + visit * features.values[row * 3 + k], 0);
      const counts = episodes.map((rows) =>
        rows.reduce((total, row, t) => total + discount ** t * features.values[row * 3 + k], 0),
      );
      expect(expected).toBeCloseTo(counts.reduce((a, b) => a + b, 0) / counts.length, 6);
    }
  });

  it("leaves alone what the demonstrations cannot tell, and says so", () => {
    const { process, start } = walk(0.1, 0.9);
    const logs = logPolicies(process, truth, 1);
    const { mdp, features } = process;
    const doubled = Float64Array.from({ length: mdp.rows * 4 }, (_, i) => {
      const row = Math.floor(i / 4);
      return features.values[row * 3 + (i % 4 === 3 ? 1 : i % 4)];
    });
    const twice = { ...process, features: { names: ["climb", "mud", "exit", "mud again"], values: doubled } };
    const episodes = demonstrations(process, logs, start, 12, 60, 4);
    const one = recoverReward(process, episodes, { tolerance: 1e-7 })!;
    const two = recoverReward(twice, episodes, { tolerance: 1e-7 })!;
    expect(two.determined).toBe(3);
    expect(two.estimates).toBeUndefined();
    expect(two.message).toContain("1 direction of the weights make no difference");
    expect(two.weights[1]).toBeCloseTo(one.weights[1] / 2, 6);
    expect(two.weights[3]).toBeCloseTo(one.weights[1] / 2, 6);
    expect(recoverReward(twice, episodes, { l2: 0.1 })!.estimates).toBeUndefined();
  });

  it("says that certain behaviour has no finite weights, and finds some with a penalty", () => {
    const { process, start } = walk(0, 0.9);
    const shortest = demonstrations(process, logPolicies(process, truth, 1000), [start[0]], 100, 5, 5);
    const open = recoverReward(process, shortest)!;
    expect(open.converged).toBe(false);
    expect(open.estimates).toBeUndefined();
    expect(open.message).toContain("set l2");
    const penalised = recoverReward(process, shortest, { l2: 0.1 })!;
    expect(penalised.converged).toBe(true);
    expect(penalised.weights[2]).toBeGreaterThan(0);
  });

  it("gives no interval that few or repeated episodes cannot carry, and says why", () => {
    const { process, start } = walk(0.1, 0.9);
    const episodes = demonstrations(process, logPolicies(process, truth, 1), start, 12, 60, 4);
    const few = recoverReward(process, episodes.slice(0, 3), { l2: 0.1 })!;
    expect([few.converged, few.determined, few.estimates]).toEqual([true, 3, undefined]);
    expect(few.message).toMatch(/; no intervals: 3 episodes for 3 weights, expected at least 4$/);
    const one = recoverReward(process, episodes.slice(0, 1), { l2: 0.1 })!;
    expect(one.message).toMatch(/; no intervals: 1 episode for 3 weights/);
    const pair = [episodes[0], episodes[1]];
    const repeated = recoverReward(process, [...pair, ...pair, ...pair, ...pair], { l2: 0.1 })!;
    expect([repeated.converged, repeated.estimates]).toEqual([true, undefined]);
    expect(repeated.message).toMatch(/; no intervals: the episodes repeat each other, and differ in 1 of 3/);
  });

  it("says that features without a choice to make, or without values, determine nothing", () => {
    const corridor = buildMdp([[[[1, 1]]], []]);
    const feature = { names: ["a"], values: Float64Array.of(1) };
    const nothing = recoverReward({ mdp: corridor, features: feature, discount: 0.9 }, [[0], [0], [0]])!;
    expect([nothing.determined, nothing.estimates]).toEqual([0, undefined]);
    expect(nothing.message).toContain("1 direction of the weights make no difference");
    const { process, start } = walk(0.1, 0.9);
    const episodes = demonstrations(process, logPolicies(process, truth, 1), start, 12, 60, 4);
    const zeros = { names: ["none"], values: new Float64Array(process.mdp.rows) };
    const none = recoverReward({ ...process, features: zeros }, episodes)!;
    expect([none.determined, [...none.weights], none.estimates]).toEqual([0, [0], undefined]);
  });

  it("does not depend on the units of the features, however far apart; nor with a penalty on the weights", () => {
    const { process, start } = walk(0.1, 0.9);
    const episodes = demonstrations(process, logPolicies(process, truth, 1), start, 12, 60, 4);
    const units = [1e6, 1e-6, 1];
    const values = process.features.values.map((value, i) => value * units[i % 3]);
    const other = { ...process, features: { ...process.features, values } };
    const one = recoverReward(process, episodes)!;
    const two = recoverReward(other, episodes)!;
    expect(two.determined).toBe(3);
    two.estimates!.forEach(({ value, upper }, k) => {
      expect(value * units[k]).toBeCloseTo(one.weights[k], 6);
      expect((upper - value) * units[k]).toBeCloseTo(one.estimates![k].upper - one.weights[k], 6);
    });
    // The penalty is on the weights as the caller has them: doubled units and a quarter of it are the same problem.
    const doubled = { ...process.features, values: process.features.values.map((value) => 2 * value) };
    const light = recoverReward(process, episodes, { l2: 0.1, tolerance: 1e-8 })!;
    const heavy = recoverReward({ ...process, features: doubled }, episodes, { l2: 0.4, tolerance: 1e-8 })!;
    heavy.weights.forEach((w, k) => {
      expect(2 * w).toBeCloseTo(light.weights[k], 7);
    });
  });

  it("gives the same weights for the same demonstrations, in any order", () => {
    const { process, start } = walk(0.2, 0.9);
    const episodes = demonstrations(process, logPolicies(process, truth, 1), start, 12, 40, 6);
    const { weights } = recoverReward(process, episodes)!;
    expect(recoverReward(process, episodes)!.weights).toEqual(weights);
    recoverReward(process, episodes.toReversed())!.weights.forEach((w, k) => {
      expect(w).toBeCloseTo(weights[k], 9);
    });
  });
});

describe("recoverReward refuses", () => {
  const { process } = walk(0, 0.9);
  const { mdp, features } = process;
  it.each<[string, number[][], RegExp]>([
    ["an empty episode", [[0], []], /episode 1 has no steps/],
    ["a row that is none", [[0, mdp.rows]], /episode 0, step 1: expected a row from 0 to \d+, got \d+/],
    ["half a row", [[0.5]], /episode 0, step 0: expected a row from 0 to \d+, got 0.5/],
    ["a jump", [[0, mdp.rows - 1]], /episode 0, step 1: state 0, action 0 cannot lead to state \d+/],
  ])("%s", (_, trajectories, message) => {
    expect(() => recoverReward(process, trajectories)).toThrow(message);
  });

  it("an episode beyond the horizon", () => {
    const logs = logPolicies(process, truth, 1);
    const [episode] = demonstrations(process, logs, [0], 5, 1, 1);
    expect(() => recoverReward(process, [episode], { horizon: 4 })).toThrow(
      "episode 0 has 5 steps, the horizon is 4",
    );
  });

  it.each([
    [{ beta: 0 }, "beta must be positive, got 0"],
    [{ horizon: 2.5 }, "horizon must be a positive integer, got 2.5"],
    [{ l2: -1 }, "l2 must be non-negative, got -1"],
    [{ level: 1 }, "level must lie in (0, 1), got 1"],
    [{ initial: [0, 0] }, "initial: expected 3 numbers, got 2"],
  ])("%o", (options, message) => {
    expect(() => recoverReward(process, [[0]], options)).toThrow(message);
  });

  it("features that do not fit", () => {
    const values = features.values.slice();
    values[4] = Number.NaN;
    expect(() => recoverReward({ ...process, features: { ...features, values } }, [[0]])).toThrow(
      "feature mud of row 1 must be finite, got NaN",
    );
    expect(() => recoverReward({ ...process, features: { ...features, names: ["climb"] } }, [[0]])).toThrow(
      /expected \d+ x 1 feature values/,
    );
    expect(() => recoverReward({ ...process, discount: 1.1 }, [[0]])).toThrow("discount must lie in [0, 1]");
  });

  it("to answer without episodes", () => {
    expect(recoverReward(process, [])).toBeUndefined();
  });

  it("to hide that planning failed: no discount, and a reward for never ending", () => {
    const rewardless = linearReward(features, [0, 0, 0]);
    expect(rewardless.every((r) => r === 0)).toBe(true);
    const loop = buildMdp([[[[0, 1]], [[0, 1]]]]);
    const endless = { mdp: loop, features: { names: ["a"], values: Float64Array.of(1, 0) }, discount: 1 };
    const found = recoverReward(endless, [[0, 1, 0]])!;
    expect(found.converged).toBe(false);
    expect(found.loss).toBeUndefined();
  });
});
