import fc from "fast-check";
import { describe, expect, it } from "vitest";
import golden from "../../../test/reference/quantification/quantification.golden.json" with { type: "json" };
import { adjustedCounts, projectToSimplex } from "./adjusted-counts.js";
import { blackBoxShift } from "./black-box-shift.js";
import { confusion } from "./confusion.js";
import { labelShift, softLabelShift } from "./label-shift.js";

const matrix = confusion(golden.rates, 3);
/** Observed shares sum to one, so the default tolerance of 1e-6 nats of the sample is too coarse. */
const tight = { tolerance: 1e-13, maxSteps: 200_000 };

function expectClose(values: ArrayLike<number>, expected: readonly number[], digits: number): void {
  expected.forEach((value, c) => {
    expect(values[c]).toBeCloseTo(value, digits);
  });
}

describe("prevalence from a confusion matrix", () => {
  it.each(golden.cases)("inverse, clipped, projected and EM of labels $observed", (reference) => {
    const adjusted = adjustedCounts(matrix, reference.observed)!;
    expectClose(adjusted.inverse, reference.inverse, 12);
    expectClose(adjusted.clipped, reference.clipped, 12);
    expectClose(adjusted.projected, reference.projected, 12);
    expect(adjusted.condition).toBeCloseTo(golden.condition, 10);
    expect(adjusted.message).toBeUndefined();
    const fit = labelShift(matrix, reference.observed, tight)!;
    expect(fit.converged).toBe(true);
    expectClose(fit.weights, reference.em, 6);
  });

  it("does not depend on whether labels are counts or shares", () => {
    const counts = labelShift(matrix, [75, 20, 5], tight)!;
    expectClose(counts.weights, golden.cases[1]!.em, 6);
    expectClose(adjustedCounts(matrix, [75, 20, 5])!.inverse, golden.cases[1]!.inverse, 12);
  });

  it("from probabilities: the training prior is divided out", () => {
    const { probabilities, evenPrior, unevenPrior } = golden.soft;
    expectClose(softLabelShift(probabilities, [0.5, 0.5], tight)!.weights, evenPrior, 7);
    expectClose(softLabelShift(probabilities, [0.45, 0.55], tight)!.weights, unevenPrior, 7);
    expect(() => softLabelShift([0.5, 1.5], [0.5, 0.5])).toThrow("item 0, class 1");
    expect(() => softLabelShift([0.5, 0.5], [0.5, 0.6])).toThrow("trainingPrior must sum to 1");
  });

  it("black box shift gives the ratios to the calibration set's prevalence", () => {
    const items = [100, 200, 100];
    const counts = golden.rates.map((rate, i) => rate * items[i % 3]!);
    const { ratio } = blackBoxShift(confusion(counts, 3), [0.5, 0.3, 0.2])!;
    expectClose(
      ratio,
      golden.cases[0]!.inverse.map((p, c) => (p * 400) / items[c]!),
      10,
    );
  });

  it("takes a label that abstains: EM does, the inverse cannot", () => {
    const abstaining = confusion([0.6, 0.1, 0.1, 0.6, 0.3, 0.3], 2);
    expectClose(labelShift(abstaining, [35, 35, 30])!.weights, [0.5, 0.5], 6);
    expect(() => adjustedCounts(abstaining, [35, 35, 30])).toThrow("square");
  });

  it("warns when classes get the same labels", () => {
    const alike = confusion([0.5, 0.5001, 0.5, 0.4999], 2);
    expect(adjustedCounts(alike, [1, 1])!.message).toMatch(/nearly singular .* merge them/);
  });

  it("has nothing to say without labels, and names what is wrong", () => {
    expect(adjustedCounts(matrix, [0, 0, 0])).toBeUndefined();
    expect(blackBoxShift(matrix, [0, 0, 0])).toBeUndefined();
    expect(labelShift(matrix, [0, 0, 0])).toBeUndefined();
    expect(() => labelShift(matrix, [1, 2])).toThrow("each of 3 labels, got 2");
    expect(() => adjustedCounts(matrix, [1, 2, Number.NaN])).toThrow("observed count 2");
    expect(() => confusion([1, 0, 2, 0], 2)).toThrow("class 1 has no calibration item");
    expect(() => confusion([1, -1, 2, 1], 2)).toThrow("calibration count 1");
    expect(() => confusion([1, 2, 3], 2)).toThrow("labels x classes");
  });
});

describe("projection on the simplex", () => {
  const vectors = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 1, maxLength: 8 });

  it("meets the optimality conditions: where mass sits, x - p is largest and equal", () => {
    const check = (values: number[]) => {
      const x = Float64Array.from(values);
      const p = projectToSimplex(x);
      expect(Math.min(...p)).toBeGreaterThanOrEqual(0);
      expect(p.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 10);
      const slack = x.map((value, i) => value - p[i]!);
      const top = Math.max(...slack);
      p.forEach((mass, i) => {
        if (mass > 1e-9) expect(slack[i]).toBeCloseTo(top, 9);
      });
    };
    fc.assert(fc.property(vectors, check), { seed: 2, numRuns: 300 });
  });
});
