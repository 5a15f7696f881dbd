import { describe, expect, it } from "vitest";
import golden from "../../../test/reference/population/population.golden.json" with { type: "json" };
import { quantileSorted, RandomStream } from "../../numeric/index.js";
import { episodeLikelihoods } from "./episode-likelihoods.js";
import { sampleWeights } from "./gibbs.js";
import { dirichletPrior } from "./weight-prior.js";

const stream = RandomStream.fromSeed(11);
const accurate = { stream, sweeps: 4000, maxSweeps: 32_000, minEffective: 2000 };
const meanOf = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;

describe("Gibbs sampler of the goal weights", () => {
  it.each(golden.twoGoals)("agrees with quadrature for two goals, case %#", (reference) => {
    const draws = sampleWeights(episodeLikelihoods(reference.logLikelihood, 2), accurate)!;
    expect(draws.mixed).toBe(true);
    const error = reference.sd / Math.sqrt(draws.effective);
    expect(Math.abs(meanOf(draws.entropy) - reference.entropy)).toBeLessThan(5 * error);
    const sorted = draws.entropy.slice().sort();
    expect(quantileSorted(sorted, 0.025)).toBeCloseTo(reference.lower, 1);
    expect(quantileSorted(sorted, 0.975)).toBeCloseTo(reference.upper, 3);
    const weight = meanOf(draws.weights.filter((_, i) => i % 2 === 0));
    expect(weight).toBeCloseTo(reference.weight, 1);
  });

  it.each(golden.threeGoals)("agrees with quadrature for three goals, case %#", (reference) => {
    const likelihoods = episodeLikelihoods(reference.logLikelihood, 3);
    const draws = sampleWeights(likelihoods, { ...accurate, prior: dirichletPrior(reference.alpha) })!;
    const error = reference.sd / Math.sqrt(draws.effective);
    expect(Math.abs(meanOf(draws.entropy) - reference.entropy)).toBeLessThan(5 * error);
    reference.weights.forEach((w, g) => {
      expect(meanOf(draws.weights.filter((_, i) => i % 3 === g))).toBeCloseTo(w, 1);
    });
  });

  it("gives the same draws from the same seed, and others from another", () => {
    const likelihoods = episodeLikelihoods([0, -1, -2, 0, 0, -1], 2);
    const run = (seed: number) => sampleWeights(likelihoods, { stream: RandomStream.fromSeed(seed) })!;
    expect(run(1)).toEqual(run(1));
    expect(run(2).weights).not.toEqual(run(1).weights);
    expect(run(1).draws).toBe(run(1).entropy.length);
  });

  it("says when chains have not mixed", () => {
    const vague = Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? 0 : 0.02 * ((i >> 1) % 3)));
    const draws = sampleWeights(episodeLikelihoods(vague, 2), { stream, sweeps: 64, maxSweeps: 128 })!;
    expect(draws).toMatchObject({ mixed: false, sweeps: 128 });
    expect(draws.message).toMatch(/not mixed after 128 sweeps: split R-hat .* raise maxSweeps/);
  });

  it("has no draws without episodes, and refuses what it cannot sample", () => {
    expect(sampleWeights(episodeLikelihoods([], 2), { stream })).toBeUndefined();
    expect(() => sampleWeights(episodeLikelihoods([0], 1), { stream })).toThrow("at least 2");
    expect(() => sampleWeights(episodeLikelihoods([0, 0], 2, [0.5]), { stream })).toThrow("whole");
    expect(() => sampleWeights(episodeLikelihoods([0, 0], 2), { stream, sweeps: 4 })).toThrow("sweeps");
  });
});
