import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { episodeLikelihoods } from "./episode-likelihoods.js";
import { logLikelihood } from "./log-likelihood.js";

describe("episode likelihoods", () => {
  it("scales rows by their largest entry, merges equal ones and leaves out what is impossible", () => {
    const rows = [-1, -2, -Infinity, -4, -5, -Infinity, -7, 0, -1, -70, 0, -60];
    const { goals, episodes, unexplained, ...sparse } = episodeLikelihoods(rows, 3);
    expect([goals, episodes, unexplained, sparse.rows]).toEqual([3, 4, 0, 3]);
    expect([...sparse.multiplicity]).toEqual([2, 1, 1]);
    expect([...sparse.start]).toEqual([0, 2, 5, 6]);
    expect([...sparse.goal]).toEqual([0, 1, 0, 1, 2, 1]);
    const expected = [1, Math.exp(-1), Math.exp(-7), 1, Math.exp(-1), 1];
    expected.forEach((value, i) => {
      expect(sparse.likelihood[i]).toBeCloseTo(value, 12);
    });
    expect(sparse.logScale).toBe(-5);
  });

  it("merges sums of the same terms in another order", () => {
    const terms = [0.1, 0.2, 0.3];
    const forward = terms.reduce((a, b) => a + b);
    const backward = terms.reduceRight((a, b) => a + b);
    expect(forward).not.toBe(backward);
    expect(episodeLikelihoods([-forward, 0, -backward, 0], 2).rows).toBe(1);
  });

  it("counts episodes that no goal allows, and keeps them out", () => {
    const none = [-Infinity, -Infinity];
    const likelihoods = episodeLikelihoods([...none, -1, -1, ...none], 2);
    expect(likelihoods).toMatchObject({ episodes: 1, unexplained: 2, rows: 1 });
    expect(episodeLikelihoods(none, 2)).toMatchObject({ episodes: 0, unexplained: 1, rows: 0 });
    expect(episodeLikelihoods([], 2)).toMatchObject({ episodes: 0, unexplained: 0, rows: 0 });
  });

  it("keeps the log-likelihood of any weights", () => {
    const entry = fc.oneof(
      { weight: 9, arbitrary: fc.double({ min: -30, max: 5, noNaN: true }) },
      { weight: 1, arbitrary: fc.constant(-Infinity) },
    );
    const rows = fc.array(fc.tuple(entry, entry, entry), { minLength: 1, maxLength: 12 });
    const weights = Float64Array.of(0.2, 0.5, 0.3);
    const check = (episodes: [number, number, number][]) => {
      const repeated = [...episodes, ...episodes];
      const likelihoods = episodeLikelihoods(repeated.flat(), 3);
      const direct = repeated
        .filter((row) => row.some((x) => x > -Infinity))
        .reduce((sum, row) => sum + Math.log(row.reduce((p, x, g) => p + weights[g] * Math.exp(x), 0)), 0);
      const value = logLikelihood(likelihoods, weights, new Float64Array(3)) + likelihoods.logScale;
      expect(value).toBeCloseTo(direct, 8);
      expect(likelihoods.rows).toBeLessThanOrEqual(episodes.length);
    };
    fc.assert(fc.property(rows, check), { seed: 1, numRuns: 200 });
  });

  it("names what is wrong", () => {
    expect(() => episodeLikelihoods([0, 1, 2], 2)).toThrow("expected 2 log-likelihoods an episode");
    expect(() => episodeLikelihoods([0, Number.NaN], 2)).toThrow("episode 0 under goal 1");
    expect(() => episodeLikelihoods([0, 0, Infinity, 0], 2)).toThrow("episode 1 under goal 0");
    expect(() => episodeLikelihoods([0, 0], 2, [-1])).toThrow("multiplicity 0");
  });
});
