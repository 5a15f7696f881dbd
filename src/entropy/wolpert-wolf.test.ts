import { describe, expect, it } from "vitest";
import golden from "../../test/reference/entropy/entropy.golden.json" with { type: "json" };
import { dirichlet, mean, RandomStream, variance } from "../numeric/index.js";
import { entropy } from "./distribution.js";
import { dirichletEntropyMoments, wolpertWolf } from "./wolpert-wolf.js";

describe("dirichletEntropyMoments", () => {
  // test/reference/entropy/generate.py: Wolpert and Wolf's double sum in 40 digits
  it.each(golden.dirichlet)("Dir($alpha)", ({ alpha, moments }) => {
    const { mean, sd } = dirichletEntropyMoments(alpha);
    expect(Math.abs(mean / moments[0] - 1)).toBeLessThan(1e-8);
    expect(Math.abs(sd / moments[1] - 1)).toBeLessThan(1e-8);
  });

  it("agrees with draws", () => {
    const alpha = [3, 0.4, 1.2, 7];
    const draw = dirichlet(RandomStream.fromSeed(1), alpha);
    const entropies = Array.from({ length: 20_000 }, () => entropy(draw()));
    const moments = dirichletEntropyMoments(alpha);
    const standardError = moments.sd / Math.sqrt(entropies.length);
    expect(Math.abs(mean(entropies)! - moments.mean)).toBeLessThan(4 * standardError);
    expect(Math.abs(variance(entropies)! / moments.sd ** 2 - 1)).toBeLessThan(0.06);
  });

  it("takes bins by multiplicity", () => {
    const grouped = dirichletEntropyMoments([0.5, 3], [4, 2]);
    const listed = dirichletEntropyMoments([0.5, 0.5, 0.5, 0.5, 3, 3]);
    expect(grouped.mean).toBeCloseTo(listed.mean, 14);
    expect(grouped.sd).toBeCloseTo(listed.sd, 14);
  });

  it("rejects what is no concentration", () => {
    expect(() => dirichletEntropyMoments([1, 0])).toThrow("alpha 1 must be positive and finite, got 0");
    expect(() => wolpertWolf(NaN)).toThrow("a concentration must be positive and finite, got NaN");
  });
});

// test/reference/entropy/generate.py
it.each(golden.cases)("posterior moments of $counts", ({ counts, wolpertWolf: expected }) => {
  for (const [concentration, [mean, sd]] of Object.entries(expected)) {
    const moments = wolpertWolf(Number(concentration)).moments(counts)!;
    expect(Math.abs(moments.mean - mean)).toBeLessThan(1e-8 * mean + 1e-14);
    expect(Math.abs(moments.sd / sd - 1)).toBeLessThan(1e-8);
  }
});
