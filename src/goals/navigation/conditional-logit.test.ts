import { describe, expect, it } from "vitest";
import { categorical, RandomStream, standardNormal } from "../../numeric/index.js";
import { type Choices, fitConditionalLogit, logitLoss } from "./conditional-logit.js";

/** `count` choices among 2 to 6 alternatives of normal features, made by `weights`; ten in a row share a cluster. */
function simulate(weights: readonly number[], count: number, seed: number): Choices {
  const stream = RandomStream.fromSeed(seed);
  const width = weights.length;
  const features: number[] = [];
  const [start, end, taken, cluster]: number[][] = [[], [], [], []];
  for (let c = 0; c < count; c++) {
    const size = 2 + stream.integer(5);
    const first = features.length / width;
    const utilities = Array.from({ length: size }, () => {
      const x = weights.map(() => standardNormal(stream));
      features.push(...x);
      return x.reduce((total, value, k) => total + value * weights[k], 0);
    });
    start.push(first);
    end.push(first + size);
    taken.push(first + categorical(stream, utilities.map(Math.exp))());
    cluster.push(Math.floor(c / 10));
  }
  const ints = (values: number[]) => Int32Array.from(values);
  return {
    width,
    features: Float32Array.from(features),
    start: ints(start),
    end: ints(end),
    taken: ints(taken),
    cluster: ints(cluster),
  };
}

describe("logitLoss", () => {
  it("has the gradient and curvature of finite differences", () => {
    const choices = simulate([0.5, -1, 2], 40, 1);
    const pull = { centre: Float64Array.of(0.1, 0, -0.3), precision: 3 };
    const at = Float64Array.of(0.2, -0.7, 1.1);
    const { gradient, curvature, scores } = logitLoss(choices, at, pull);
    const h = 1e-5;
    for (let k = 0; k < 3; k++) {
      const shifted = (by: number) =>
        logitLoss(
          choices,
          at.map((w, i) => (i === k ? w + by : w)),
          pull,
        );
      expect(gradient[k]).toBeCloseTo((shifted(h).value - shifted(-h).value) / (2 * h), 8);
      for (let l = 0; l < 3; l++) {
        const slope = (shifted(h).gradient[l] - shifted(-h).gradient[l]) / (2 * h);
        expect(curvature[k * 3 + l]).toBeCloseTo(slope, 8);
      }
      const mean = [0, 1, 2, 3].reduce((total, c) => total + scores[c * 3 + k], 0) / 4;
      expect(mean + (3 / 40) * (at[k] - pull.centre[k])).toBeCloseTo(gradient[k], 12);
    }
  });
});

describe("fitConditionalLogit", () => {
  it("recovers the weights within four standard errors, which shrink as they should", () => {
    const truth = [1, -0.5, 0];
    const { weights, standardErrors, converged } = fitConditionalLogit(simulate(truth, 4000, 2));
    expect(converged).toBe(true);
    truth.forEach((w, k) => {
      expect(Math.abs(weights[k] - w)).toBeLessThan(4 * standardErrors![k]);
      expect(standardErrors![k]).toBeLessThan(0.05);
    });
  });

  it("stays at the centre where nothing is known, and has no errors with as few clusters as weights", () => {
    const choices = simulate([1, 1], 20, 3);
    const blind = { ...choices, features: choices.features.map((x, i) => (i % 2 === 0 ? x : 0)) };
    const { weights, standardErrors } = fitConditionalLogit(blind, { centre: Float64Array.of(0, 7) });
    expect(weights[1]).toBe(7);
    expect(standardErrors).toBeUndefined();
  });

  it("refuses no choices and features that are not finite", () => {
    const choices = simulate([1], 5, 4);
    const none = { ...choices, taken: new Int32Array(), start: new Int32Array(), end: new Int32Array() };
    expect(() => fitConditionalLogit(none)).toThrow("needs at least one choice, got none");
    const broken = { ...choices, features: choices.features.fill(NaN) };
    expect(() => fitConditionalLogit(broken)).toThrow("features must be finite, but give the loss NaN");
  });
});
