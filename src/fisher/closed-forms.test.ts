/** Fisher matrices with a known closed form, in float64, through every estimator of a spectrum. */
import { describe, expect, it } from "vitest";
import { normal, RandomStream, symmetricEigenvalues } from "../numeric/index.js";
import { massBetween, ridgeDimension, smoothedDensity, spectralDensity, traceOf } from "./density/density.js";
import { extremalEigenpairs } from "./krylov/extremal.js";
import { topEigenvalue } from "./krylov/top-eigenvalue.js";
import { denseOperator, type SymmetricOperator } from "./operator.js";
import type { TraceEstimator } from "./trace/contract.js";
import { hutchPlusPlus } from "./trace/hutch-plus-plus.js";
import { hutchinson } from "./trace/hutchinson.js";
import { xTrace } from "./trace/x-trace.js";

const [n, d, classes] = [50, 12, 4];
const draw = normal(RandomStream.fromSeed(1));
const x = Array.from({ length: n }, () => Float64Array.from({ length: d }, draw));
const theta = Array.from({ length: d }, draw);
const logits = (i: number, k: number) =>
  x[i].reduce((sum, value, j) => sum + value * theta[(j + k) % d] * (k + 1), 0);

/** (1/n) sum_i C_i kron x_i x_i' for symmetric C_i of `k` rows. */
function kroneckerMoment(k: number, weight: (i: number) => number[][]): Float64Array {
  const size = k * d;
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < n; i++) {
    const c = weight(i);
    for (let a = 0; a < size; a++)
      for (let b = 0; b < size; b++)
        matrix[a * size + b] += (c[Math.floor(a / d)][Math.floor(b / d)] * x[i][a % d] * x[i][b % d]) / n;
  }
  return matrix;
}

function softmaxWeight(p: number[]): number[][] {
  return p.map((pa, a) => p.map((pb, b) => (a === b ? pa : 0) - pa * pb));
}

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
const softmax = (z: number[]) => {
  const e = z.map((value) => Math.exp(value - Math.max(...z)));
  const total = e.reduce((a, b) => a + b);
  return e.map((value) => value / total);
};

const matrices: [string, Float64Array, number][] = [
  ["linear regression X'X/n", kroneckerMoment(1, () => [[1]]), d],
  [
    "logistic X' diag(s(1-s)) X / n",
    kroneckerMoment(1, (i) => [[sigmoid(logits(i, 0)) * (1 - sigmoid(logits(i, 0)))]]),
    d,
  ],
  [
    "softmax (1/n) sum (diag p - pp') kron xx'",
    kroneckerMoment(classes, (i) => softmaxWeight(softmax([0, 1, 2, 3].map((k) => logits(i, k) / 5)))),
    classes * d,
  ],
];

const traceEstimators: [string, TraceEstimator][] = [
  ["Hutchinson", hutchinson],
  ["Hutch++", hutchPlusPlus],
  ["XTrace", xTrace],
];

describe.each(matrices)("%s", (name, matrix, size) => {
  const operator = denseOperator(name, matrix, size);
  const exact = symmetricEigenvalues(matrix, size);
  const trace = exact.reduce((a, b) => a + b);

  it("has its top eigenvalues to 1e-10", () => {
    const { pairs, converged } = extremalEigenpairs(operator, RandomStream.fromSeed(2), {
      count: 3,
      tolerance: 1e-12,
    });
    expect(converged).toBe(true);
    pairs.forEach(({ value }, i) => {
      expect(Math.abs(value / exact[i] - 1)).toBeLessThan(1e-10);
    });
  });

  it.each(traceEstimators)("has its trace within 3 standard errors by %s", (_, estimator) => {
    const estimate = estimator(operator, { products: 24, stream: RandomStream.fromSeed(3) });
    expect(Math.abs(estimate.value - trace)).toBeLessThanOrEqual(3 * estimate.standardError + 1e-9 * trace);
    expect(estimate.products).toBeLessThanOrEqual(26);
  });

  it("has trace, squares and ridge dimension within 3 standard errors of its density", () => {
    const density = spectralDensity(operator, { stream: RandomStream.fromSeed(4), vectors: 30, steps: 20 });
    for (const { weights } of density.rules) expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    const within = (
      { value, lower, upper }: { value: number; lower: number; upper: number },
      expected: number,
    ) => {
      const standardError = (upper - lower) / 2 / 2.045;
      expect(Math.abs(value - expected)).toBeLessThan(3 * standardError);
    };
    within(
      traceOf(density, (value) => value),
      trace,
    );
    within(
      traceOf(density, (value) => value ** 2),
      exact.reduce((sum, value) => sum + value ** 2, 0),
    );
    within(
      ridgeDimension(density, 0.1),
      exact.reduce((sum, value) => sum + value / (value + 0.1), 0),
    );
  });
});

it("softmax at W = 0: lambda_max(X'X/n) / C, C - 1 times, and trace (1 - 1/C) tr X'X/n", () => {
  const matrix = kroneckerMoment(classes, () => softmaxWeight(new Array(classes).fill(1 / classes)));
  const operator = denseOperator("softmax at 0", matrix, classes * d);
  const design = symmetricEigenvalues(
    kroneckerMoment(1, () => [[1]]),
    d,
  );
  const density = spectralDensity(operator, { stream: RandomStream.fromSeed(5), vectors: 200, steps: 20 });
  const copies = massBetween(density, (design[0] + design[1]) / 2 / classes, 2 * design[0]);
  const standardError = (copies.upper - copies.lower) / 2 / 1.972;
  expect(Math.abs(copies.value - (classes - 1) / (classes * d))).toBeLessThan(3 * standardError);
  expect(standardError * classes * d).toBeLessThan(0.25);
  expect(topEigenvalue(operator, RandomStream.fromSeed(6), { tolerance: 1e-11 }).value).toBeCloseTo(
    design[0] / classes,
    11,
  );
  const exact = (1 - 1 / classes) * design.reduce((a, b) => a + b);
  const estimate = xTrace(operator, { products: 2 * classes * d, stream: RandomStream.fromSeed(7) });
  expect(Math.abs(estimate.value / exact - 1)).toBeLessThan(1e-9);
});

describe("a spectrum in two clusters", () => {
  const size = 1000;
  const values = Float64Array.from({ length: size }, (_, i) =>
    i < 200 ? 5 + (i % 20) / 100 : (i % 50) / 100,
  );
  const operator: SymmetricOperator = {
    matrix: "two clusters",
    size,
    apply: (vector) => vector.map((value, i) => value * values[i]),
  };

  it("has a fifth of its mass in the upper one, within 3 standard errors, and a density that integrates to 1", () => {
    const density = spectralDensity(operator, { stream: RandomStream.fromSeed(8), vectors: 20, steps: 30 });
    const { value, lower, upper } = massBetween(density, 2, 8);
    expect(Math.abs(value - 0.2)).toBeLessThan((3 * (upper - lower)) / 2 / 2.093);
    const grid = Float64Array.from({ length: 701 }, (_, i) => -1 + i / 100);
    const total = smoothedDensity(density, grid, 0.1).reduce((sum, point) => sum + point.value / 100, 0);
    expect(total).toBeCloseTo(1, 6);
  });

  it("has Student intervals of its trace that cover in 95% of 400 repetitions, by each estimator", () => {
    const trace = values.reduce((a, b) => a + b);
    const decaying: SymmetricOperator = {
      matrix: "rotated decay",
      size: 60,
      apply: denseOperator("decay", rotated(60), 60).apply,
    };
    const decayTrace = Array.from({ length: 60 }, (_, i) => 0.9 ** i).reduce((a, b) => a + b);
    expect(trace).toBeGreaterThan(0);
    for (const [, estimator] of traceEstimators) {
      let hits = 0;
      for (let r = 0; r < 400; r++) {
        const { lower, upper } = estimator(decaying, {
          products: 24,
          stream: RandomStream.fromSeed(9).split(r),
        });
        hits += Number(lower <= decayTrace && decayTrace <= upper);
      }
      // Binomial(400, 0.95): 3 standard errors are 13.
      expect(hits).toBeGreaterThanOrEqual(380 - 13);
    }
  });

  it("is exact by Hutch++ and XTrace for a matrix of low rank, where Hutchinson is not", () => {
    const low: SymmetricOperator = {
      matrix: "rank 3",
      size,
      apply: (vector) => {
        const out = new Float64Array(size);
        for (let k = 1; k <= 3; k++) {
          let dot = 0;
          for (let i = 0; i < size; i++) dot += Math.sin(k * i) * vector[i];
          for (let i = 0; i < size; i++) out[i] += k * dot * Math.sin(k * i);
        }
        return out;
      },
    };
    let exact = 0;
    for (let k = 1; k <= 3; k++) for (let i = 0; i < size; i++) exact += k * Math.sin(k * i) ** 2;
    const error = (estimator: TraceEstimator) =>
      Math.abs(estimator(low, { products: 18, stream: RandomStream.fromSeed(10) }).value / exact - 1);
    expect(error(xTrace)).toBeLessThan(1e-9);
    expect(error(hutchPlusPlus)).toBeLessThan(1e-9);
    expect(error(hutchinson)).toBeGreaterThan(1e-3);
  });
});

/** Q diag(0.9^i) Q' with Q a Householder reflector. */
function rotated(size: number): Float64Array {
  const v = Float64Array.from({ length: size }, (_, i) => Math.cos(3 * i + 1));
  const square = v.reduce((sum, value) => sum + value ** 2, 0);
  const q = (i: number, j: number) => Number(i === j) - (2 * v[i] * v[j]) / square;
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++)
      for (let k = 0; k < size; k++) matrix[i * size + j] += q(i, k) * 0.9 ** k * q(j, k);
  return matrix;
}
