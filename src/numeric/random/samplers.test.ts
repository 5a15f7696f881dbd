import { describe, expect, it } from "vitest";
import { chiSquareP, kolmogorovSmirnov, standardErrors } from "../../../test/goodness-of-fit.js";
import { digamma, gammaInc, lgamma, normalCdf, trigamma } from "../special.js";
import { categorical } from "./categorical.js";
import { dirichlet } from "./dirichlet.js";
import { gamma, logGamma } from "./gamma.js";
import { multinomial } from "./multinomial.js";
import { normal } from "./normal.js";
import { RandomStream } from "./stream.js";

const n = 40_000;
const root = RandomStream.fromSeed(7);
const sampleOf = (draw: () => number): Float64Array => Float64Array.from({ length: n }, draw);

/** Expects mean and variance within four standard errors, the latter as the mean square about the true mean. */
function expectMoments(values: Float64Array, mean: number, variance: number): void {
  expect(Math.abs(standardErrors(values, mean))).toBeLessThan(4);
  const squares = values.map((x) => (x - mean) ** 2);
  expect(Math.abs(standardErrors(squares, variance))).toBeLessThan(4);
}

describe("normal", () => {
  it("has both tails beyond the ziggurat's last layer, as often and as long as they should be", () => {
    const n = 2_000_000;
    const edge = 3.6541528853610088;
    const draw = normal(root.split("tail"));
    const beyond: number[] = [];
    for (let i = 0; i < n; i++) {
      const x = draw();
      if (Math.abs(x) > edge) beyond.push(x);
    }
    const p = 2 * normalCdf(-edge);
    expect(Math.abs(beyond.length - n * p)).toBeLessThan(4 * Math.sqrt(n * p));
    const right = beyond.filter((x) => x > 0).length;
    expect(Math.abs(right - beyond.length / 2)).toBeLessThan(2 * Math.sqrt(beyond.length));
    const tail = (x: number) => 1 - normalCdf(-x) / normalCdf(-edge);
    expect(kolmogorovSmirnov(Float64Array.from(beyond, Math.abs), tail)).toBeLessThan(1.95);
  });

  it("has its mean, variance, third and fourth moment and distribution function", () => {
    const values = sampleOf(normal(root.split("normal"), -3, 2));
    expectMoments(values, -3, 4);
    const z = values.map((x) => (x + 3) / 2);
    const third = z.map((x) => x ** 3);
    const fourth = z.map((x) => x ** 4);
    expect(Math.abs(standardErrors(third, 0))).toBeLessThan(4);
    expect(Math.abs(standardErrors(fourth, 3))).toBeLessThan(4);
    expect(kolmogorovSmirnov(values, (x) => normalCdf(x, -3, 2))).toBeLessThan(1.95);
  });

  it("is its mean where sd is 0, and refuses what is no scale", () => {
    expect(normal(root, 5, 0)()).toBe(5);
    expect(() => normal(root, 0, -1)).toThrow("sd must be non-negative and finite, got -1");
    expect(() => normal(root, Number.NaN)).toThrow("mean must be finite, got NaN");
  });
});

describe("gamma", () => {
  it.each([0.05, 0.5, 1, 3.7, 50])("of shape %d has its moments and distribution function", (shape) => {
    const scale = 2;
    const values = sampleOf(gamma(root.split("gamma", shape), shape, scale));
    expectMoments(values, shape * scale, shape * scale ** 2);
    expect(kolmogorovSmirnov(values, (x) => gammaInc(shape, x / scale))).toBeLessThan(1.95);
  });

  it("in logarithms stays finite at shape 1e-3: mean digamma, variance trigamma, distribution x^k / Gamma(k+1)", () => {
    const shape = 1e-3;
    const values = sampleOf(logGamma(root.split("log-gamma"), shape));
    expectMoments(values, digamma(shape), trigamma(shape));
    const cdf = (y: number) =>
      y > -600 ? gammaInc(shape, Math.exp(y)) : Math.exp(shape * y - lgamma(shape + 1));
    expect(kolmogorovSmirnov(values, cdf)).toBeLessThan(1.95);
  });

  it("in logarithms is the logarithm: distribution at shape 4", () => {
    const values = sampleOf(logGamma(root.split("log-gamma", 4), 4));
    expect(kolmogorovSmirnov(values, (y) => gammaInc(4, Math.exp(y)))).toBeLessThan(1.95);
  });

  it("refuses what is no shape or scale", () => {
    expect(() => gamma(root, 0)).toThrow("gamma shape must be positive and finite, got 0");
    expect(() => gamma(root, 1, -1)).toThrow("gamma scale must be positive and finite, got -1");
    expect(() => logGamma(root, -0.5)).toThrow("gamma shape must be positive and finite, got -0.5");
  });
});

describe("dirichlet", () => {
  it.each([[[1, 2, 3]], [[0.5, 0.5]], [[0.001, 0.001, 0.002]], [[200, 100, 50, 50]]])(
    "of %j has its means and variances and sums to 1",
    (alpha) => {
      const total = alpha.reduce((a, b) => a + b, 0);
      const draw = dirichlet(root.split("dirichlet", ...alpha), alpha);
      const samples = Array.from({ length: n }, draw);
      const farthest = samples.reduce(
        (worst, p) => Math.max(worst, Math.abs(p.reduce((a, b) => a + b, 0) - 1)),
        0,
      );
      expect(farthest).toBeLessThan(1e-14);
      alpha.forEach((a, i) => {
        const mean = a / total;
        expectMoments(
          Float64Array.from(samples, (p) => p[i]),
          mean,
          (mean * (1 - mean)) / (total + 1),
        );
      });
    },
  );
});

describe("categorical and multinomial", () => {
  const weights = [3, 0, 1, 0.5, 5.5, 0];
  const positive = [0, 2, 3, 4];
  const probabilities = positive.map((i) => weights[i] / 10);

  it("categorical draws in proportion to the weights, and never a weight of 0", () => {
    const draw = categorical(root.split("categorical"), weights);
    const counts = new Float64Array(weights.length);
    for (let i = 0; i < n; i++) counts[draw()] += 1;
    expect(counts[1] + counts[5]).toBe(0);
    expect(
      chiSquareP(
        positive.map((i) => counts[i]),
        probabilities,
      ),
    ).toBeGreaterThan(1e-3);
  });

  it("multinomial counts sum to n, with binomial mean and variance in each cell", () => {
    const size = 25;
    const draw = multinomial(root.split("multinomial"), size, weights);
    const samples = Array.from({ length: 4000 }, draw);
    expect(samples.every((counts) => counts.reduce((a, b) => a + b, 0) === size)).toBe(true);
    positive.forEach((cell, i) => {
      const p = probabilities[i];
      expectMoments(
        Float64Array.from(samples, (counts) => counts[cell]),
        size * p,
        size * p * (1 - p),
      );
    });
    expect(multinomial(root, 0, weights)()).toEqual(new Float64Array(6));
  });

  it("refuse weights that are no distribution, and an n that is no count", () => {
    expect(() => categorical(root, [1, -1])).toThrow("weight 1 must be non-negative, got -1");
    expect(() => categorical(root, [Number.NaN])).toThrow("weight 0 must be non-negative, got NaN");
    expect(() => categorical(root, [0, 0])).toThrow("positive finite sum, got 0");
    expect(() => categorical(root, [])).toThrow("positive finite sum, got 0");
    expect(() => categorical(root, [1, Infinity])).toThrow("positive finite sum, got Infinity");
    expect(() => multinomial(root, 2.5, weights)).toThrow("n must be a non-negative integer, got 2.5");
  });
});
