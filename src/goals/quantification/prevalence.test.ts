import { describe, expect, it } from "vitest";
import golden from "../../../test/reference/quantification/quantification.golden.json" with { type: "json" };
import { multinomial, quantileSorted, RandomStream } from "../../numeric/index.js";
import { weightEntropy } from "../population/weights.js";
import { confusion } from "./confusion.js";
import { labelShift } from "./label-shift.js";
import { estimatePrevalence } from "./prevalence.js";
import { samplePrevalence } from "./prevalence-posterior.js";
import { prevalenceLimits } from "./profile-likelihood.js";

/** P(label | class), one row a class. */
const RATES = [
  [0.8, 0.15, 0.05],
  [0.1, 0.7, 0.2],
  [0.1, 0.2, 0.7],
];
const CLASSES = RATES.length;

const root = RandomStream.fromSeed(61);
const fast = { chains: 2, sweeps: 250, maxSweeps: 4000, minEffective: 60, maxRHat: 1.1 };

function calibrate(items: number, stream: RandomStream): Float64Array {
  const counts = new Float64Array(CLASSES * CLASSES);
  RATES.forEach((rates, c) => {
    multinomial(stream, items, rates)().forEach((count, i) => {
      counts[i * CLASSES + c] = count;
    });
  });
  return counts;
}

function observe(truth: readonly number[], labels: number, stream: RandomStream): Float64Array {
  const shares = RATES.map((_, i) => truth.reduce((sum, p, c) => sum + p * RATES[c]![i]!, 0));
  return multinomial(stream, labels, shares)();
}

/** Percentile bootstrap of the labels and of the calibration set, S by EM: the route not taken. */
function bootstrap(counts: Float64Array, observed: Float64Array, stream: RandomStream) {
  const labels = observed.reduce((a, b) => a + b, 0);
  const values = Float64Array.from({ length: 100 }, () => {
    const resampled = new Float64Array(counts.length);
    for (let c = 0; c < CLASSES; c++) {
      const column = RATES.map((_, i) => counts[i * CLASSES + c]!);
      const items = column.reduce((a, b) => a + b, 0);
      multinomial(stream, items, column)().forEach((count, i) => {
        resampled[i * CLASSES + c] = count;
      });
    }
    const again = multinomial(stream, labels, observed)();
    return weightEntropy(labelShift(confusion(resampled, CLASSES), again, { tolerance: 1e-3 })!.weights);
  }).sort();
  return { lower: quantileSorted(values, 0.025), upper: quantileSorted(values, 0.975) };
}

describe("prevalence behind a noisy classifier", () => {
  it.each(golden.joint)("has the posterior that quadrature gives, labels $observed", (reference) => {
    const draws = samplePrevalence(confusion(reference.calibration, 2), reference.observed, {
      stream: root,
      minEffective: 2000,
    })!;
    const mean = draws.entropy.reduce((a, b) => a + b, 0) / draws.draws;
    expect(Math.abs(mean - reference.entropy)).toBeLessThan((5 * reference.sd) / Math.sqrt(draws.effective));
    const first = draws.weights.filter((_, i) => i % 2 === 0);
    expect(first.reduce((a, b) => a + b, 0) / draws.draws).toBeCloseTo(reference.prevalence, 1);
  });

  /** Coverage of S over 100 replications; the standard error at 0.95 is 0.022. */
  function coverage(truth: readonly number[], items: number, labels: number) {
    const hits = { joint: 0, matrixTakenAsKnown: 0, bootstrap: 0 };
    const covers = ({ lower, upper }: { lower: number; upper: number }) =>
      Number(lower <= weightEntropy(truth) && weightEntropy(truth) <= upper);
    for (let r = 0; r < 100; r++) {
      const stream = root.split(items, labels, r);
      const counts = calibrate(items, stream);
      const observed = observe(truth, labels, stream);
      const estimate = (calibration: Float64Array) =>
        estimatePrevalence(confusion(calibration, CLASSES), observed, { stream, ...fast })!.entropy;
      hits.joint += covers(estimate(counts));
      hits.matrixTakenAsKnown += covers(estimate(counts.map((count) => count * 1e5)));
      hits.bootstrap += covers(bootstrap(counts, observed, stream));
    }
    return hits;
  }

  it("covers S at its level, which a matrix taken as known does not", () => {
    const hits = coverage([0.5, 0.4, 0.1], 30, 500);
    expect(hits.joint).toBeGreaterThanOrEqual(89);
    expect(hits.matrixTakenAsKnown).toBeLessThan(80);
  });

  it("covers equal classes, which a bootstrap cannot", () => {
    const hits = coverage([1 / 3, 1 / 3, 1 / 3], 100, 200);
    expect(hits.joint).toBeGreaterThanOrEqual(89);
    expect(hits.bootstrap).toBe(0);
  });

  it("narrows with either set", () => {
    const width = (items: number, labels: number) => {
      const counts = Float64Array.from({ length: 9 }, (_, i) => items * RATES[i % 3]![Math.floor(i / 3)]!);
      const observed = [0.45, 0.33, 0.22].map((share) => Math.round(share * labels));
      const matrix = confusion(counts.map(Math.round), CLASSES);
      const { lower, upper } = estimatePrevalence(matrix, observed, { stream: root, ...fast })!.entropy;
      return upper - lower;
    };
    expect(width(1000, 1000)).toBeLessThan(0.7 * width(40, 1000));
    expect(width(1000, 1000)).toBeLessThan(0.7 * width(1000, 100));
  });

  it("reports both sizes, fidelity and divergence, and is the same from the same seed", () => {
    const matrix = confusion(calibrate(200, RandomStream.fromSeed(1)), CLASSES);
    const run = () => estimatePrevalence(matrix, [300, 100, 100], { stream: RandomStream.fromSeed(2) })!;
    const prevalence = run();
    expect(run()).toEqual(prevalence);
    expect(prevalence).toMatchObject({ labels: 500, calibration: 600, warnings: [] });
    expect(prevalence.fidelity).toEqual(prevalence.weights[0]);
    expect(prevalence.entropy.n).toBe(500);
    expect(prevalence.divergence.lower).toBeGreaterThan(0);
  });

  it("says when it has not mixed, has nothing to say without labels, and needs whole counts", () => {
    const matrix = confusion(calibrate(50, RandomStream.fromSeed(1)), CLASSES);
    const short = { stream: root, sweeps: 16, maxSweeps: 16 };
    expect(estimatePrevalence(matrix, [30, 10, 10], short)!.warnings[0]).toMatch(/have not mixed/);
    expect(estimatePrevalence(matrix, [0, 0, 0], { stream: root })).toBeUndefined();
    expect(() => estimatePrevalence(matrix, [0.5, 1, 1], { stream: root })).toThrow("observed count 0");
    const rates = confusion(RATES.flat(), CLASSES);
    expect(() => estimatePrevalence(rates, [1, 1, 1], { stream: root })).toThrow("calibration count 0");
  });

  it("takes labels that no class is named after, without the moves that need a square matrix", () => {
    const abstaining = confusion([60, 10, 10, 60, 30, 30], 2);
    const { weights, warnings } = estimatePrevalence(abstaining, [350, 350, 300], { stream: root })!;
    expect(warnings).toEqual([]);
    expect(weights[0]!.value).toBeCloseTo(0.5, 1);
  });

  it("warns of classes that get the same labels", () => {
    const alike = confusion([40, 40, 2, 10, 10, 3, 0, 0, 45], CLASSES);
    const { warnings } = estimatePrevalence(alike, [50, 15, 35], { stream: root })!;
    expect(warnings).toEqual([
      expect.stringMatching(/^the labels hardly tell apart class 0, class 1: their joint/),
    ]);
  });

  it("tests the ends of the range of S with the matrix free", () => {
    const sharp = confusion([50, 0, 0, 50], 2);
    expect(prevalenceLimits(sharp, [20, 0]).oneGoal).toBe(1);
    expect(prevalenceLimits(sharp, [10, 10]).equalWeights).toBeCloseTo(1, 6);
    expect(prevalenceLimits(sharp, [100, 20]).equalWeights).toBeLessThan(1e-6);
    // One stray label of twenty may be an error of a classifier that made none in fifty items.
    expect(prevalenceLimits(sharp, [19, 1]).oneGoal).toBeGreaterThan(0.05);
    expect(prevalenceLimits(sharp, [15, 5]).oneGoal).toBeLessThan(0.01);
  });
});
