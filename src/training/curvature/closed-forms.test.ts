/** Closed forms in double precision, of models that are no learners: any function of a pytree. */
import { numpy as np } from "@jax-js/jax";
import { beforeAll, describe, expect, it } from "vitest";
import { startEngine, Tensor } from "../../engine/index.js";
import type { SymmetricOperator } from "../../fisher/index.js";
import { normal, RandomStream } from "../../numeric/index.js";
import { Curvature } from "./curvature.js";
import { bernoulli, categorical, gaussian, type Loss } from "./likelihood.js";

beforeAll(startEngine);

const [n, d] = [12, 3];
const draw = normal(RandomStream.fromSeed(1));
const x = new Tensor(Float64Array.from({ length: n * d }, draw), [n, d]);
const at = (i: number, j: number): number => x.data[i * d + j];
const weights = { slope: new Tensor(Float64Array.from({ length: d }, draw)) };
const linear = ({ slope }: { slope: np.Array }, inputs: np.Array): np.Array => np.matmul(inputs, slope);
const targets = new Tensor(Float64Array.from({ length: n }, (_, i) => i % 2));

/** Largest difference of an operator's entries from the expected ones. */
function worst({ size, apply }: SymmetricOperator, expected: (i: number, j: number) => number): number {
  let most = 0;
  for (let j = 0; j < size; j++) {
    const column = apply(Float64Array.from({ length: size }, (_, i) => (i === j ? 1 : 0)));
    column.forEach((value, i) => {
      most = Math.max(most, Math.abs(value - expected(i, j)));
    });
  }
  return most;
}

/** sum_i w_i x_i x_i' / n. */
const second = (weight: (i: number) => number) => (j: number, k: number) => {
  let total = 0;
  for (let i = 0; i < n; i++) total += (weight(i) * at(i, j) * at(i, k)) / n;
  return total;
};
const prediction = (i: number): number => {
  let z = 0;
  for (let j = 0; j < d; j++) z += at(i, j) * weights.slope.data[j];
  return z;
};

describe.each([
  ["native", 1e-12],
  ["wasm", 2e-6],
] as const)("closed forms, executed %s", (execution, transcendental) => {
  const options = { execution };

  it("unit-variance regression: X'X / n, exactly on Wasm too", () => {
    const curvature = new Curvature(
      { outputs: linear, loss: gaussian },
      weights,
      [{ inputs: x, targets }],
      options,
    );
    const expected = second(() => 1);
    for (const operator of [curvature.fisher(), curvature.gaussNewton(), curvature.hessian()])
      expect(worst(operator, expected)).toBeLessThan(1e-10);
    const residual = second((i) => (prediction(i) - targets.data[i]) ** 2);
    expect(worst(curvature.empiricalFisher(), residual)).toBeLessThan(1e-10);
  });

  it("logistic regression: X' diag(s(1 - s)) X / n", () => {
    const curvature = new Curvature(
      { outputs: linear, loss: bernoulli },
      weights,
      [{ inputs: x, targets }],
      options,
    );
    const s = (i: number): number => 1 / (1 + Math.exp(-prediction(i)));
    for (const operator of [curvature.fisher(), curvature.gaussNewton(), curvature.hessian()])
      expect(
        worst(
          operator,
          second((i) => s(i) * (1 - s(i))),
        ),
      ).toBeLessThan(transcendental);
  });

  it("softmax regression: sum_i (diag p_i - p_i p_i') kron x_i x_i' / n", () => {
    const classes = 3;
    const matrix = { matrix: new Tensor(Float64Array.from({ length: d * classes }, draw), [d, classes]) };
    const outputs = (p: { matrix: np.Array }, inputs: np.Array): np.Array => np.matmul(inputs, p.matrix);
    const curvature = new Curvature({ outputs, loss: categorical }, matrix, [{ inputs: x }], options);
    const p = Array.from({ length: n }, (_, i) => {
      const z = Array.from({ length: classes }, (_, c) => {
        let total = 0;
        for (let j = 0; j < d; j++) total += at(i, j) * matrix.matrix.data[j * classes + c];
        return Math.exp(total);
      });
      const sum = z.reduce((a, b) => a + b);
      return z.map((value) => value / sum);
    });
    const expected = (a: number, b: number): number => {
      const [j, k, c, e] = [Math.floor(a / classes), Math.floor(b / classes), a % classes, b % classes];
      return second((i) => (c === e ? p[i][c] : 0) - p[i][c] * p[i][e])(j, k);
    };
    expect(worst(curvature.fisher(), expected)).toBeLessThan(transcendental);
  });
});

describe("a Curvature", () => {
  const quartic: Loss = {
    name: "quartic error",
    losses(outputs, y) {
      const square = np.square(outputs.sub(y));
      return square.ref.mul(square);
    },
  };

  it("takes any loss: its Gauss-Newton matrix is its Hessian where the outputs are linear", () => {
    const curvature = new Curvature({ outputs: linear, loss: quartic }, weights, [{ inputs: x, targets }]);
    const expected = second((i) => 12 * (prediction(i) - targets.data[i]) ** 2);
    expect(worst(curvature.gaussNewton(), expected)).toBeLessThan(1e-10);
    expect(worst(curvature.hessian(), expected)).toBeLessThan(1e-10);
    expect(curvature.hessian()).toMatchObject({
      matrix: "Hessian of the loss",
      size: d,
      precision: "float64",
    });
    expect(() => curvature.fisher()).toThrow(/needs a likelihood, and 'quartic error' is a loss alone/);
  });

  it("draws targets from the model, whose outer product averages to the true Fisher matrix", () => {
    for (const loss of [gaussian, bernoulli]) {
      const curvature = new Curvature({ outputs: linear, loss }, weights, [{ inputs: x }]);
      const v = Float64Array.of(1, -1, 0.5);
      const form = (u: Float64Array): number => u.reduce((sum, value, i) => sum + value * v[i], 0);
      const truth = form(curvature.fisher().apply(v));
      const draws = Array.from({ length: 300 }, (_, i) =>
        form(curvature.monteCarloFisher(RandomStream.fromSeed(2).split(i)).apply(v)),
      );
      const mean = draws.reduce((a, b) => a + b) / 300;
      const error = Math.sqrt(draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 299 / 300);
      expect(Math.abs(mean - truth)).toBeLessThan(4 * error);
      const many = form(curvature.monteCarloFisher(RandomStream.fromSeed(3), 300).apply(v));
      expect(Math.abs(many - truth)).toBeLessThan(5 * error);
    }
  });

  it("varies chosen tensors of a nested pytree, and says what it cannot find or lacks", () => {
    const nested = {
      layers: [{ w: new Tensor(new Float32Array(6).fill(0.1), [d, 2]), b: new Tensor(new Float32Array(2)) }],
      head: new Tensor(Float32Array.of(1, 2), [2]),
    };
    type Nested = { layers: { w: np.Array; b: np.Array }[]; head: np.Array };
    const outputs = ({ layers, head }: Nested, inputs: np.Array): np.Array =>
      np.matmul(np.tanh(np.matmul(inputs, layers[0].w).add(layers[0].b)), head);
    const inputs = new Tensor(Float32Array.from(x.data), [n, d]);
    const model = { outputs, loss: gaussian };
    const curvature = new Curvature(model, nested, [{ inputs }], { tensors: ["layers.0.b", "head"] });
    expect(curvature.tensors.map(({ name, offset, shape }) => [name, offset, shape])).toEqual([
      ["layers.0.b", 0, [2]],
      ["head", 2, [2]],
    ]);
    expect(curvature.fisher().matrix).toBe("true Fisher (Gauss-Newton) of layers.0.b, head");
    expect([...new Curvature(model, nested, [{ inputs }]).layers().keys()]).toEqual(["layers.0", "head"]);
    expect(() => curvature.hessian()).toThrow(/the Hessian matrix needs targets, and batch 0 has none/);
    expect(() => curvature.of(["layers.1"])).toThrow(
      /no tensor is named 'layers.1': expected some of layers.0.w, layers.0.b, head/,
    );
    expect(() => new Curvature(model, nested, [])).toThrow(/at least one batch/);
    expect(() => curvature.monteCarloFisher(RandomStream.fromSeed(1), 0)).toThrow(/draws must be/);
  });
});
