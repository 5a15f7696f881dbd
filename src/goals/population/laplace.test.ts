import { describe, expect, it } from "vitest";
import { categorical, RandomStream } from "../../numeric/index.js";
import { episodeLikelihoods } from "./episode-likelihoods.js";
import { sampleWeights } from "./gibbs.js";
import { effectiveCounts, laplaceWeights } from "./laplace.js";
import { entropyInterval } from "./summary.js";

const stream = RandomStream.fromSeed(31);
const NO_LIMITS = { oneGoal: 0, equalWeights: 0 };

describe("Laplace route", () => {
  it("keeps the counts of certain goals", () => {
    const certain = (g: number) => [0, 1, 2].map((h) => (h === g ? 0 : -Infinity));
    const effective = effectiveCounts(episodeLikelihoods([0, 0, 2, 0, 1].flatMap(certain), 3))!;
    expect(effective.designEffect).toBeCloseTo(1, 6);
    [3, 1, 1].forEach((count, g) => {
      expect(effective.counts[g]).toBeCloseTo(count, 5);
    });
  });

  it("has the design effect of a noisy sign", () => {
    // A sign that is right with probability h: Var w = q (1 - q) / (n (2h - 1)^2), q = h w + (1 - h)(1 - w).
    const [h, n, w] = [0.8, 1e5, 0.7];
    const q = h * w + (1 - h) * (1 - w);
    const rows = [h, 1 - h, 1 - h, h].map(Math.log);
    const effective = effectiveCounts(episodeLikelihoods(rows, 2, [q * n, (1 - q) * n]))!;
    expect(effective.designEffect).toBeCloseTo((q * (1 - q)) / ((2 * h - 1) ** 2 * w * (1 - w)), 3);
    const total = effective.counts[0]! + effective.counts[1]!;
    expect(effective.counts[0]! / total).toBeCloseTo(w, 4);
    expect(total).toBeCloseTo(n / effective.designEffect, 0);
  });

  it("agrees with the Gibbs sampler when episodes are many", () => {
    const weights = [0.6, 0.3, 0.1];
    const goal = categorical(stream, weights);
    const rows = Array.from({ length: 3000 }, () => {
      const own = goal();
      const sign = categorical(
        stream,
        weights.map((_, s) => (s === own ? 0.8 : 0.1)),
      )();
      return weights.map((_, g) => Math.log(g === sign ? 0.8 : 0.1));
    });
    const likelihoods = episodeLikelihoods(rows.flat(), 3);
    const exact = entropyInterval(sampleWeights(likelihoods, { stream })!, 0.95, NO_LIMITS);
    const rough = entropyInterval(laplaceWeights(likelihoods, { stream })!, 0.95, NO_LIMITS);
    const width = exact.upper - exact.lower;
    expect(Math.abs(rough.lower - exact.lower)).toBeLessThan(0.1 * width);
    expect(Math.abs(rough.upper - exact.upper)).toBeLessThan(0.1 * width);
  });

  it("survives equal weights, where S has no slope, and has no draws without episodes", () => {
    const even = episodeLikelihoods([0, -Infinity, -Infinity, 0], 2);
    expect(effectiveCounts(even)!.designEffect).toBe(1);
    expect(laplaceWeights(even, { stream, draws: 50 })!.entropy).toHaveLength(50);
    expect(laplaceWeights(episodeLikelihoods([], 2), { stream })).toBeUndefined();
    expect(() => laplaceWeights(episodeLikelihoods([0], 1), { stream })).toThrow("at least 2");
  });
});
