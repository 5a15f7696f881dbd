import { describe, expect, it } from "vitest";
import { categorical, RandomStream } from "../../numeric/index.js";
import { equalWeightsPValue, oneGoalPValue, oneSidedTail } from "./boundary.js";
import { episodeLikelihoods } from "./episode-likelihoods.js";

/** Episodes whose goals are certain. */
const certain = (counts: readonly number[]) =>
  episodeLikelihoods(
    counts.flatMap((_, g) => counts.map((_, h) => (g === h ? 0 : -Infinity))),
    counts.length,
    counts,
  );

/** Episodes that show one of K signs: the goal's own with probability `hit`, any other alike. */
function signs(weights: readonly number[], hit: number, episodes: number, stream: RandomStream) {
  const goals = weights.length;
  const miss = (1 - hit) / (goals - 1);
  const goal = categorical(stream, weights);
  const counts = new Float64Array(goals);
  for (let e = 0; e < episodes; e++) {
    const own = goal();
    const sign = categorical(
      stream,
      weights.map((_, s) => (s === own ? hit : miss)),
    );
    counts[sign()]! += 1;
  }
  const rows = weights.flatMap((_, s) => weights.map((_, g) => Math.log(s === g ? hit : miss)));
  return episodeLikelihoods(rows, goals, counts);
}

/** Share of p-values up to 0.05, over 400 populations; its standard error at 0.05 is 0.011. */
function rejections(pValue: (stream: RandomStream) => number): number {
  const root = RandomStream.fromSeed(21);
  return Array.from({ length: 400 }, (_, r) => pValue(root.split(r))).filter((p) => p <= 0.05).length / 400;
}

describe("equal weights", () => {
  it("is Pearson's test for certain goals, up to a correction of order 1/n", () => {
    // chi-squared = (60 - 40)^2 / 100 = 4 with one degree of freedom: P = 0.0455
    expect(equalWeightsPValue(certain([60, 40]))).toBeCloseTo(0.0455, 2);
    expect(equalWeightsPValue(certain([50, 50]))).toBe(1);
    expect(equalWeightsPValue(certain([300, 10, 10]))).toBeLessThan(1e-12);
  });

  it.each([
    [2, 0.7, 30],
    [8, 0.4, 40],
    [20, 0.99, 30],
  ])(
    "is rejected in one of twenty equal populations: %i goals, sign %f, %i episodes",
    (goals, hit, episodes) => {
      const equal = new Array<number>(goals).fill(1 / goals);
      const rate = rejections((stream) => equalWeightsPValue(signs(equal, hit, episodes, stream)));
      expect(rate).toBeGreaterThan(0.05 - 3 * 0.011);
      expect(rate).toBeLessThan(0.05 + 3 * 0.011);
    },
  );

  it("is 1 when goals predict the same behaviour", () => {
    expect(equalWeightsPValue(episodeLikelihoods([-1, -1, -2, -2], 2))).toBe(1);
  });
});

describe("one goal", () => {
  it("is 1 when one goal explains every episode, 0 when none does", () => {
    expect(oneGoalPValue(certain([0, 7, 0]))).toBe(1);
    expect(oneGoalPValue(certain([0, 7, 1]))).toBe(0);
    expect(oneGoalPValue(episodeLikelihoods([], 2))).toBe(1);
  });

  it("has half a chi-squared tail for two goals", () => {
    // P(chi-squared_1 >= 2.705543) = 0.1
    expect(oneSidedTail(2.705543454095404, 1)).toBeCloseTo(0.05, 10);
    expect(oneSidedTail(4, 2)).toBeCloseTo((2 * 0.04550026389635842 + Math.exp(-2)) / 4, 10);
  });

  it.each([
    [2, 0.7],
    [6, 0.5],
  ])("is rejected in at most one of twenty populations with one goal: %i goals, sign %f", (goals, hit) => {
    const single = Array.from({ length: goals }, (_, g) => Number(g === 0));
    const rate = rejections((stream) => oneGoalPValue(signs(single, hit, 60, stream)));
    expect(rate).toBeLessThan(0.05 + 3 * 0.011);
  });
});
