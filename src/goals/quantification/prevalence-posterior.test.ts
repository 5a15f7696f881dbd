import { describe, expect, it } from "vitest";
import golden from "../../../test/reference/quantification/quantification.golden.json" with { type: "json" };
import { multinomial, RandomStream } from "../../numeric/index.js";
import { dominantGoalPrior } from "../population/dominant-goal-prior.js";
import { dirichletPrior, type WeightPrior } from "../population/weight-prior.js";
import { weightEntropy } from "../population/weights.js";
import { confusion } from "./confusion.js";
import { samplePrevalence } from "./prevalence-posterior.js";

const root = RandomStream.fromSeed(67);
const mean = (values: Float64Array): number => values.reduce((a, b) => a + b, 0) / values.length;

describe("draws of the prevalence and its confusion matrix", () => {
  it.each(golden.weighed)(
    "have the moments of importance sampling: $calibration, labels $observed",
    (reference) => {
      const { classes, calibration, observed } = reference;
      const draws = samplePrevalence(confusion(calibration, classes), observed, {
        stream: root,
        prior: dirichletPrior(1),
        sweeps: 4000,
        minEffective: 4000,
      })!;
      expect(draws.mixed).toBe(true);
      const within = (value: number, expected: number, error: number, sd: number) =>
        expect(Math.abs(value - expected)).toBeLessThan(
          4 * Math.hypot(error, sd / Math.sqrt(draws.effective)),
        );
      within(mean(draws.entropy), reference.entropy, reference.entropyError, reference.sd);
      const first = draws.weights.filter((_, i) => i % classes === 0);
      const spread = Math.sqrt(mean(first.map((p) => p * p)) - mean(first) ** 2);
      within(mean(first), reference.prevalence, reference.prevalenceError, spread);
    },
  );

  /**
   * Simulation-based calibration: truth from the prior, data from the truth. The share of posterior draws of S below the
   * true one is then uniform on (0, 1).
   */
  function shares(prior: WeightPrior, classes: number, labels: number, replications: number): number[] {
    const rates = dirichletPrior(0.5);
    return Array.from({ length: replications }, (_, r) => {
      const stream = root.split(prior.name, classes, labels, r);
      const truth = draw(prior, stream, classes);
      const calibration = new Float64Array(labels * classes);
      const shown = new Float64Array(labels);
      truth.forEach((p, c) => {
        const column = draw(rates, stream, labels);
        multinomial(stream, 30, column)().forEach((count, i) => {
          calibration[i * classes + c] = count;
          shown[i]! += p * column[i]!;
        });
      });
      const { entropy } = samplePrevalence(
        confusion(calibration, classes),
        multinomial(stream, 80, shown)(),
        { stream, prior, chains: 2, maxSweeps: 8000, minEffective: 150, maxRHat: 1.05 },
      )!;
      return entropy.filter((s) => s < weightEntropy(truth)).length / entropy.length;
    });
  }

  function draw(prior: WeightPrior, stream: RandomStream, size: number): Float64Array {
    const weights = new Float64Array(size);
    const sampler = prior.posterior(stream, size, 0);
    sampler.observe(new Float64Array(size));
    sampler.draw(weights);
    return weights;
  }

  it.each([
    ["dominant goal, 2 classes, 2 labels", dominantGoalPrior, 2, 2],
    ["uniform, 3 classes, 3 labels", dirichletPrior(1), 3, 3],
    ["uniform, 3 classes, 4 labels: no moves", dirichletPrior(1), 3, 4],
  ] as const)("cover the truth as often as they say, %s", (_, prior, classes, labels) => {
    const replications = 120;
    const ranks = shares(prior, classes, labels, replications);
    for (const level of [0.5, 0.8, 0.95]) {
      const covered = ranks.filter((u) => Math.abs(u - 0.5) < level / 2).length / replications;
      const error = Math.sqrt((level * (1 - level)) / replications);
      expect(Math.abs(covered - level)).toBeLessThan(3 * error);
    }
    const average = ranks.reduce((a, b) => a + b, 0) / replications;
    expect(Math.abs(average - 0.5)).toBeLessThan(3 / Math.sqrt(12 * replications));
  });
});
