import { describe, expect, it } from "vitest";
import golden from "../../test/reference/entropy/pitman-yor.golden.json" with { type: "json" };
import { pitmanYor } from "./pitman-yor.js";
import { concentration, conditionalMoments, discount, occupiedSample } from "./pitman-yor-process.js";

const sampleOf = (counts: number[]) =>
  occupiedSample(
    counts,
    counts.reduce((a, b) => a + b),
    counts.length,
  );

// test/reference/entropy/pitman_yor.py: another decomposition, checked there by stick-breaking
it.each(golden.given)(
  "moments given alpha = $alpha, d = $d of $counts",
  ({ counts, alpha, d, ...expected }) => {
    const sample = sampleOf(counts);
    const given = discount(Math.log(d / (1 - d)), sample);
    const { mean, variance } = conditionalMoments(concentration(Math.log(alpha), sample), given, sample);
    expect(mean).toBeCloseTo(expected.mean, 12);
    expect(variance).toBeCloseTo(expected.variance, 12);
  },
);

describe("pitmanYor", () => {
  // test/reference/entropy/pitman_yor.py: Gauss-Legendre panels in (ln h, gamma)
  it.each(golden.mixture)("moments of $counts", ({ counts, ...expected }) => {
    const { mean, sd, error } = pitmanYor.moments(counts)!;
    expect(Math.abs(mean / expected.mean - 1)).toBeLessThan(1e-9);
    expect(Math.abs(sd / expected.sd - 1)).toBeLessThan(1e-9);
    expect(error).toBeLessThan(1e-9);
  });

  it("ignores empty bins: how many there are is unknown", () => {
    expect(pitmanYor.moments([0, 5, 0, 3, 2, 0, 1])).toEqual(pitmanYor.moments([5, 3, 2, 1]));
  });

  it("has no estimate without a coincidence", () => {
    expect(pitmanYor.estimate([1, 1, 1, 0])).toBeUndefined();
    expect(pitmanYor.estimate([1])).toBeUndefined();
  });
});
