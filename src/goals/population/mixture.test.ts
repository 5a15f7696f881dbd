import { describe, expect, it } from "vitest";
import golden from "../../../test/reference/population/population.golden.json" with { type: "json" };
import { RandomStream } from "../../numeric/index.js";
import { episodeLikelihoods } from "./episode-likelihoods.js";
import { fitMixture } from "./mixture.js";

describe("mixture weights by EM", () => {
  it.each(golden.mixtures)("reach the optimum of a general optimiser, case %#", (reference) => {
    const likelihoods = episodeLikelihoods(reference.logLikelihood, reference.goals);
    const fit = fitMixture(likelihoods, { tolerance: 1e-9 })!;
    expect(fit.converged).toBe(true);
    expect(fit.logLikelihood).toBeCloseTo(reference.maximum, 8);
    fit.weights.forEach((w, g) => {
      expect(w).toBeCloseTo(reference.weights[g], 4);
    });
  });

  it("never lowers the likelihood, and the gap bounds what is missing", () => {
    for (const { logLikelihood, goals, maximum } of golden.mixtures) {
      const likelihoods = episodeLikelihoods(logLikelihood, goals);
      let last = -Infinity;
      for (let maxSteps = 1; maxSteps <= 41; maxSteps += 2) {
        const fit = fitMixture(likelihoods, { tolerance: 1e-12, maxSteps })!;
        expect(fit.logLikelihood).toBeGreaterThanOrEqual(last - 1e-12);
        expect(fit.logLikelihood + fit.gap).toBeGreaterThanOrEqual(maximum - 1e-9);
        last = fit.logLikelihood;
      }
    }
  });

  it("counts episodes whose goals are certain, at the boundary too", () => {
    const certain = (g: number) => [0, 1, 2].map((h) => (h === g ? 0 : -Infinity));
    const fit = fitMixture(episodeLikelihoods([0, 0, 2, 0].flatMap(certain), 3))!;
    expect(fit.converged).toBe(true);
    expect(fit.weights[0]).toBeCloseTo(0.75, 6);
    expect(fit.weights[1]).toBeLessThan(1e-6);
    const mode = fitMixture(episodeLikelihoods([0, 0, 2, 0].flatMap(certain), 3), { pseudoCount: 0.5 })!;
    [3.5, 0.5, 1.5].forEach((count, g) => {
      expect(mode.weights[g]).toBeCloseTo(count / 5.5, 7);
    });
  });

  it("does not depend on where it starts", () => {
    const { logLikelihood, goals } = golden.mixtures[1]!;
    const likelihoods = episodeLikelihoods(logLikelihood, goals);
    const stream = RandomStream.fromSeed(5);
    for (let k = 0; k < 5; k++) {
      const start = Array.from({ length: goals }, () => stream.uniformOpen());
      const total = start.reduce((a, b) => a + b);
      const fit = fitMixture(likelihoods, { tolerance: 1e-9, start: start.map((x) => x / total) })!;
      expect(fit.logLikelihood).toBeCloseTo(golden.mixtures[1]!.maximum, 8);
    }
  });

  it("says when it has not converged, and has no weights without episodes", () => {
    const { logLikelihood, goals } = golden.mixtures[1]!;
    const fit = fitMixture(episodeLikelihoods(logLikelihood, goals), { maxSteps: 3 })!;
    expect(fit).toMatchObject({ converged: false, steps: 3 });
    expect(fit.message).toMatch(/not converged after 3 steps: .* raise maxSteps/);
    expect(fitMixture(episodeLikelihoods([-Infinity, -Infinity], 2))).toBeUndefined();
  });

  it("refuses a start that EM cannot leave, and other bad options", () => {
    const likelihoods = episodeLikelihoods([0, -1], 2);
    expect(() => fitMixture(likelihoods, { start: [1, 0] })).toThrow("start[1] must be positive");
    expect(() => fitMixture(likelihoods, { start: [0.5, 0.6] })).toThrow("start must sum to 1");
    expect(() => fitMixture(likelihoods, { tolerance: 0 })).toThrow("tolerance");
    expect(() => fitMixture(likelihoods, { pseudoCount: -1 })).toThrow("pseudoCount");
  });
});
