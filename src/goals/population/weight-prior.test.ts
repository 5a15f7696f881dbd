import { describe, expect, it } from "vitest";
import golden from "../../../test/reference/population/population.golden.json" with { type: "json" };
import { digamma, mean, RandomStream, trigamma, variance } from "../../numeric/index.js";
import { dominantGoalPrior } from "./dominant-goal-prior.js";
import { logGammaSampler } from "./log-gamma.js";
import { dirichletPrior, SMALLEST_WEIGHT, type WeightPrior } from "./weight-prior.js";
import { weightEntropy } from "./weights.js";

const DRAWS = 20_000;

/** Draws of the weights and of S given counts. */
function posterior(prior: WeightPrior, counts: readonly number[], seed: number) {
  const total = counts.reduce((a, b) => a + b, 0);
  const sampler = prior.posterior(RandomStream.fromSeed(seed), counts.length, Math.ceil(total));
  const weights = new Float64Array(counts.length);
  sampler.observe(Float64Array.from(counts));
  const draws = Array.from({ length: DRAWS }, () => {
    sampler.draw(weights);
    return weights.slice();
  });
  return { draws, entropy: draws.map(weightEntropy) };
}

/** Within five standard errors of `expected`. */
function expectMean(values: readonly number[], expected: number): void {
  const error = Math.sqrt(variance(values)! / values.length);
  expect(Math.abs(mean(values)! - expected)).toBeLessThan(5 * error + 1e-12);
}

describe("dominant-goal prior", () => {
  it.each(golden.dominantGoal)("has the closed-form posterior means, case %#", (reference) => {
    const { draws, entropy } = posterior(dominantGoalPrior, reference.counts, 3);
    expectMean(entropy, reference.entropy);
    reference.weights.forEach((w, g) => {
      expectMean(
        draws.map((draw) => draw[g]),
        w,
      );
    });
  });

  it("has the density of its mixture, up to a constant", () => {
    const sampler = dominantGoalPrior.posterior(RandomStream.fromSeed(1), 4, 0);
    const [first, ...others] = golden.logDensity.map(({ weights, value }) => ({
      found: sampler.logDensity(Float64Array.from(weights)),
      value,
    }));
    for (const { found, value } of others) expect(found - first!.found).toBeCloseTo(value - first!.value, 9);
  });

  it("has enough concentrations: eight times as many move S by less than 1e-4", () => {
    for (const { entropy, fineEntropy } of golden.dominantGoal)
      expect(Math.abs(entropy - fineEntropy)).toBeLessThan(1e-4);
  });

  it("is the Jeffreys prior for two goals, beyond the lookup table too", () => {
    for (const [a, b] of [
      [3, 7],
      [6000, 40],
    ] as const) {
      const { draws } = posterior(dominantGoalPrior, [a, b], 4);
      expectMean(
        draws.map((draw) => draw[0]),
        (a + 0.5) / (a + b + 1),
      );
    }
  });
});

describe("Dirichlet prior", () => {
  it("has the Dirichlet posterior", () => {
    const counts = [4, 0, 1];
    const { draws } = posterior(dirichletPrior(0.01), counts, 5);
    counts.forEach((count, g) => {
      expectMean(
        draws.map((draw) => draw[g]),
        (count + 0.01) / 5.03,
      );
    });
  });

  it("draws positive weights that sum to one where gamma variates underflow", () => {
    const { draws } = posterior(dirichletPrior(1e-4), [1, 0, 0], 6);
    for (const draw of draws.slice(0, 500)) {
      expect(Math.min(...draw)).toBeGreaterThanOrEqual(SMALLEST_WEIGHT);
      expect(draw.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    }
    expect(() => dirichletPrior(0)).toThrow("alpha");
  });
});

describe("log-gamma sampler", () => {
  it.each([1e-3, 0.3, 1, 20])("has the moments of ln G, shape %f", (shape) => {
    const draw = logGammaSampler(RandomStream.fromSeed(7));
    const values = Array.from({ length: DRAWS }, () => draw(shape));
    expectMean(values, digamma(shape));
    const squares = values.map((x) => (x - digamma(shape)) ** 2);
    expectMean(squares, trigamma(shape));
  });
});
