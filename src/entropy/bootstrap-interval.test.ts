import { describe, expect, it } from "vitest";
import { multinomial, RandomStream } from "../numeric/index.js";
import { bootstrapInterval } from "./bootstrap-interval.js";
import { entropy } from "./distribution.js";
import { maximumLikelihood } from "./maximum-likelihood.js";

describe("bootstrapInterval", () => {
  it("covers 95% of large samples within three standard errors and 1% of its own error", () => {
    const p = [0.4, 0.3, 0.2, 0.1];
    const replications = 400;
    let covered = 0;
    for (let r = 0; r < replications; r++) {
      const stream = RandomStream.fromSeed(1).split(r);
      const counts = multinomial(stream.split("counts"), 400, p)();
      const { lower, upper } = bootstrapInterval(counts, maximumLikelihood, {
        resamples: 200,
        stream: stream.split("bootstrap"),
      })!;
      if (lower <= entropy(p) && entropy(p) <= upper) covered++;
    }
    const standardError = Math.sqrt((0.95 * 0.05) / replications);
    expect(Math.abs(covered / replications - 0.95)).toBeLessThan(3 * standardError + 0.01);
  });

  it("moves up by the bias that maximum likelihood has", () => {
    const counts = [12, 9, 7, 5, 4, 3, 3, 2, 2, 1, 1, 1];
    const { value, lower, upper } = bootstrapInterval(counts, maximumLikelihood, {
      stream: RandomStream.fromSeed(2),
    })!;
    // Bias -(K - 1)/2n = -0.11: the centre lies about that far above the estimate.
    expect((lower + upper) / 2 - value).toBeGreaterThan(0.05);
  });

  it("stays within [0, ln K] for a bounded estimator and describes itself", () => {
    const estimate = bootstrapInterval([5, 5, 5, 5], maximumLikelihood, {
      level: 0.8,
      resamples: 100,
      stream: RandomStream.fromSeed(3),
    })!;
    expect(estimate.upper).toBe(Math.log(4));
    expect(estimate).toMatchObject({
      level: 0.8,
      n: 20,
      method: "maximum-likelihood; bias-corrected percentile interval of 100 bootstrap samples",
      covers: "multinomial sampling of labels, one point in time",
    });
  });

  it("repeats itself from the same seed", () => {
    const run = () => bootstrapInterval([3, 2, 1], maximumLikelihood, { stream: RandomStream.fromSeed(4) });
    expect(run()).toEqual(run());
  });

  it("is undefined where the estimator is, on the counts or on a resample", () => {
    const stream = RandomStream.fromSeed(5);
    expect(bootstrapInterval([0, 0], maximumLikelihood, { stream })).toBeUndefined();
    const partial = { ...maximumLikelihood, estimate: (counts: ArrayLike<number>) => counts[0] || undefined };
    expect(bootstrapInterval([1, 3], partial, { stream })).toBeUndefined();
  });

  it("rejects weights and too few resamples", () => {
    const stream = RandomStream.fromSeed(6);
    expect(() => bootstrapInterval([1.5, 2], maximumLikelihood, { stream })).toThrow("count 0 must be");
    expect(() => bootstrapInterval([1, 2], maximumLikelihood, { stream, resamples: 39 })).toThrow(
      "resamples must be an integer of at least 40 for level 0.95, got 39",
    );
  });
});
