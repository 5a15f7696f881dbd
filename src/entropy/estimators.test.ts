/** The check suite that every registered estimator passes. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import golden from "../../test/reference/entropy/entropy.golden.json" with { type: "json" };
import { mean, multinomial, RandomStream } from "../numeric/index.js";
import { bonachela } from "./bonachela.js";
import { summariseCounts } from "./counts.js";
import { entropy } from "./distribution.js";
import { shrinkageIntensity } from "./james-stein.js";
import { entropyEstimator, entropyEstimators } from "./registry.js";

const slow = (name: string) => name === "pitman-yor";

describe.each([...entropyEstimators.values()])("$name", (estimator) => {
  const runs = slow(estimator.name) ? 3 : 60;

  it("has no estimate without observations", () => {
    expect(estimator.estimate([])).toBeUndefined();
    expect(estimator.estimate([0, 0, 0])).toBeUndefined();
  });

  it("names the count it cannot read", () => {
    expect(() => estimator.estimate([3, -1])).toThrow(/^count 1 must be .*, got -1$/);
    expect(() => estimator.estimate([NaN, 3])).toThrow(/^count 0 must be .*, got NaN$/);
    const fraction = () => estimator.estimate([3, 2.5]);
    if (estimator.integerCounts) expect(fraction).toThrow("count 1 must be a non-negative integer, got 2.5");
    else expect(fraction()).toBeGreaterThan(0);
  });

  it("does not depend on the order of bins, and stays within its bounds", () => {
    const counts = fc
      .array(fc.integer({ min: 0, max: 40 }), { minLength: 2, maxLength: 12 })
      .filter((counts) => summariseCounts(counts).n > summariseCounts(counts).occupied);
    fc.assert(
      fc.property(counts, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (counts, keys) => {
        const shuffled = counts
          .map((count) => ({ count, key: keys.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ count }) => count);
        const estimate = estimator.estimate(counts)!;
        expect(estimator.estimate(shuffled)).toBeCloseTo(estimate, 11);
        if (estimator.bounded) {
          expect(estimate).toBeGreaterThanOrEqual(0);
          expect(estimate).toBeLessThanOrEqual(Math.log(counts.length) + 1e-12);
        }
      }),
      { seed: 1, numRuns: runs },
    );
  });

  it("sees no spread in a single bin, or little", () => {
    for (const count of [2, 1000]) {
      const estimate = estimator.estimate([count])!;
      if (estimator.bounded) expect(estimate).toBe(0);
      else expect(Math.abs(estimate)).toBeLessThan(count === 2 ? 1.1 : 0.1);
    }
  });

  it("falls to 0 as one bin of several takes all", () => {
    const at = (count: number) => Math.abs(estimator.estimate([0, count, 0])!);
    expect(at(1e9)).toBeLessThan(1e-3);
    expect(at(1e9)).toBeLessThanOrEqual(at(10));
  });

  it("is finite and right for huge counts", () => {
    const counts = [1e9, 2e9, 1e9];
    expect(estimator.estimate(counts)).toBeCloseTo(1.5 * Math.LN2, 4);
    expect(estimator.estimate([1e9, 1, 2, 0])).toBeLessThan(1e-3);
  });

  it("converges: from n = 100 to 6400 the root mean square error falls 8-fold, give or take its sampling error", () => {
    const p = [0.4, 0.25, 0.15, 0.1, 0.07, 0.03];
    const replications = slow(estimator.name) ? 6 : 60;
    const error = (n: number) => {
      const sample = multinomial(RandomStream.fromSeed(1).split(n), n, p);
      const squares = Array.from(
        { length: replications },
        () => (estimator.estimate(sample())! - entropy(p)) ** 2,
      );
      return Math.sqrt(mean(squares)!);
    };
    // Each error is known to 1/sqrt(2 replications), their ratio to 1/sqrt(replications): 0.41 or 0.13 of itself.
    expect(error(6400) / error(100)).toBeLessThan((1 / 8) * (1 + 4 / Math.sqrt(replications)));
  });
});

describe("golden values", () => {
  // test/reference/entropy/generate.py: formulas as printed, in 40 digits
  it.each(golden.cases)("of $counts", ({ counts, estimates, shrinkage }) => {
    for (const [name, expected] of Object.entries(estimates)) {
      const estimate = entropyEstimator(name).estimate(counts)!;
      expect(Math.abs(estimate - expected), name).toBeLessThan(1e-8 * Math.abs(expected) + 1e-14);
    }
    expect(shrinkageIntensity(counts, summariseCounts(counts).n)).toBeCloseTo(shrinkage, 12);
  });

  it("bonachela counts empty bins; tools that see only samples print the value without them", () => {
    expect(bonachela.estimate([4, 2, 3, 2, 4, 2, 1, 1])).toBeCloseTo(2.131334207710811, 14);
  });
});

it("an unknown name is answered with the known ones", () => {
  expect(() => entropyEstimator("plugin")).toThrow(
    /no entropy estimator is named "plugin"; there are maximum-likelihood, .*, pitman-yor$/,
  );
});
