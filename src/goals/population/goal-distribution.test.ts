import { describe, expect, it } from "vitest";
import { categorical, RandomStream } from "../../numeric/index.js";
import { episodeLikelihoods } from "./episode-likelihoods.js";
import { drawWeights, measureGoals } from "./goal-distribution.js";
import { appendGoal } from "./none-of-these.js";
import { weightEntropy } from "./weights.js";

const stream = RandomStream.fromSeed(51);

/** Log-likelihoods of episodes that show a sign: their goal's own with probability `hit`, any other alike. */
function behaviour(weights: readonly number[], hit: number, episodes: number): number[] {
  const miss = (1 - hit) / (weights.length - 1);
  const goal = categorical(stream, weights);
  return Array.from({ length: episodes }, () => {
    const own = goal();
    const sign = categorical(
      stream,
      weights.map((_, s) => (s === own ? hit : miss)),
    )();
    return weights.map((_, g) => Math.log(g === sign ? hit : miss));
  }).flat();
}

describe("goal distribution of a population", () => {
  const truth = [0.7, 0.2, 0.1];

  it.each(["auto", "gibbs", "laplace"] as const)("contains the truth: %s", (method) => {
    const measured = measureGoals(behaviour(truth, 0.9, 2000), 3, { stream, method })!;
    truth.forEach((w, g) => {
      expect(measured.weights[g]!.lower).toBeLessThan(w);
      expect(measured.weights[g]!.upper).toBeGreaterThan(w);
    });
    expect(measured.fidelity).toEqual(measured.weights[0]);
    expect(Math.abs(measured.entropy.value - weightEntropy(truth))).toBeLessThan(0.1);
    expect(Math.abs(measured.divergence.value - -Math.log(0.7))).toBeLessThan(0.1);
    expect(measured.entropy).toMatchObject({ level: 0.95, n: 2000 });
    expect(measured.entropy.lower).toBeLessThan(measured.entropy.value);
  });

  it("takes the intended distribution as given", () => {
    const measured = measureGoals(behaviour(truth, 0.9, 2000), 3, { stream, intended: [0.1, 0.2, 0.7] })!;
    expect(measured.fidelity).toEqual(measured.weights[2]);
    const expected = 0.1 * Math.log(0.1 / 0.7) + 0.7 * Math.log(0.7 / 0.1);
    expect(Math.abs(measured.divergence.value - expected)).toBeLessThan(0.3);
    expect(() => measureGoals([0, 0], 2, { stream, intended: [1] })).toThrow("intended must have 2 entries");
  });

  it("reaches the ends of the range of S that the episodes do not rule out", () => {
    const single = new Array(50).fill([0, -Infinity, -Infinity]).flat();
    expect(measureGoals(single, 3, { stream })!.entropy.lower).toBe(0);
    const even = measureGoals(behaviour([1 / 3, 1 / 3, 1 / 3], 0.99, 60), 3, { stream })!;
    expect(even.entropy.upper).toBe(Math.log(3));
  });

  it("widens its interval with its level", () => {
    const rows = behaviour(truth, 0.8, 100);
    const width = (level: number) => {
      const { lower, upper } = measureGoals(rows, 3, { stream, level })!.entropy;
      return upper - lower;
    };
    expect(width(0.8)).toBeLessThan(width(0.95));
    expect(() => measureGoals(rows, 3, { stream, level: 1 })).toThrow("level");
  });

  it("takes the exact short cut only where goals are certain", () => {
    const sure = episodeLikelihoods(behaviour(truth, 0.999, 300), 3);
    expect(drawWeights(sure, { stream })!.method).toMatch(/^Dirichlet-Laplace/);
    const doubtful = episodeLikelihoods(behaviour(truth, 0.7, 300), 3);
    expect(drawWeights(doubtful, { stream })!.method).toMatch(/^Gibbs/);
  });

  it("gives unmodelled behaviour to none of these, not to a goal", () => {
    // 60 episodes of goal 0 (likelihood 0.9 a step, 5 steps) and 40 of neither goal.
    const steps = (p: number) => 5 * Math.log(p);
    const known = new Array(60).fill([steps(0.9), steps(0.1)]);
    const odd = new Array(40).fill([steps(0.12), steps(0.1)]);
    const rows = [...known, ...odd].flat();
    expect(measureGoals(rows, 2, { stream })!.weights[0]!.value).toBeGreaterThan(0.75);
    const noise = new Array(100).fill(steps(1 / 3));
    const measured = measureGoals(appendGoal(rows, 2, noise), 3, { stream })!;
    expect(measured.weights[0]!.value).toBeCloseTo(0.6, 1);
    expect(measured.weights[2]!.value).toBeCloseTo(0.4, 1);
  });

  it("warns of what its reader must know", () => {
    const none = [-Infinity, -Infinity];
    const warnings = (rows: number[], options = {}) =>
      measureGoals(rows, 2, { stream, ...options })!.warnings;
    const alike = behaviour([0.5, 0.5], 0.8, 100).map((x, i, rows) => (i % 2 === 0 ? x : rows[i - 1]!));
    expect(warnings([...behaviour([0.7, 0.3], 0.99, 99), ...none])).toEqual([
      expect.stringMatching(/^1 of 100 episodes is impossible under every goal/),
    ]);
    expect(warnings(alike, { names: ["tidy", "clean"] }).join()).toMatch(/hardly tell apart tidy, clean/);
    expect(warnings(behaviour([0.9, 0.1], 0.999, 20)).join()).toMatch(/20 episodes are few;/);
    expect(warnings(behaviour([1, 0], 0.999, 1)).join()).toMatch(/a single episode says little;/);
    expect(warnings(behaviour([0.97, 0.03], 0.99, 100)).join()).toMatch(
      /pursue another goal than goal 0; below 10/,
    );
    expect(warnings(behaviour([0.5, 0.5], 0.99, 100)).join()).toMatch(
      /do not rule out equally frequent goals/,
    );
    expect(warnings(behaviour([0.6, 0.4], 0.6, 60)).join()).toMatch(/few: their goals are in doubt/);
    expect(warnings(behaviour([0.6, 0.4], 0.7, 600), { method: "laplace" }).join()).toMatch(
      /design effect .* use the Gibbs sampler/,
    );
    const short = { method: "gibbs", sweeps: 16, maxSweeps: 16 };
    expect(warnings(behaviour([0.6, 0.4], 0.7, 600), short).join()).toMatch(/have not mixed/);
  });

  it("says by which route", () => {
    const route = (hit: number) => measureGoals(behaviour([0.7, 0.3], hit, 100), 2, { stream })!.route;
    expect([route(0.9999), route(0.8)]).toEqual(["laplace", "gibbs"]);
  });

  it("does not take doubt for knowledge where S is stationary: an even split of weak signs, and goals alike", () => {
    const width = ({ lower, upper }: { lower: number; upper: number }) => upper - lower;
    const even = Array.from({ length: 100 }, (_, i) => (i % 2 ? [Math.log(3), 0] : [0, Math.log(3)])).flat();
    // Each sign is right in 3 of 4 cases: P(sign) = 1/4 + w / 2, so that w has twice the standard error of a share.
    const error = 2 * Math.sqrt(0.25 / 100);
    expect(width(measureGoals(even, 2, { stream })!.weights[0]!) / (2 * 1.96 * error)).toBeGreaterThan(0.9);
    const alike = Array.from({ length: 40 }, () => [0, 0, -9]).flat();
    expect(width(measureGoals(alike, 3, { stream })!.weights[0]!)).toBeGreaterThan(0.8);
  });

  it("is undefined when no goal allows any episode", () => {
    expect(measureGoals([-Infinity, -Infinity], 2, { stream })).toBeUndefined();
    expect(measureGoals([], 2, { stream })).toBeUndefined();
    expect(() => measureGoals([0, 0], 2, { stream, names: ["a"] })).toThrow("expected 2 names");
  });
});
