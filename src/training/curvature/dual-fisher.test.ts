import { numpy as np } from "@jax-js/jax";
import { beforeAll, describe, expect, it } from "vitest";
import { startEngine, Tensor } from "../../engine/index.js";
import { type SymmetricOperator, topEigenvalue } from "../../fisher/index.js";
import { normal, RandomStream, symmetricEigenvalues } from "../../numeric/index.js";
import { cnn } from "../architectures/cnn.js";
import { mlp } from "../architectures/mlp.js";
import { transformer } from "../architectures/transformer.js";
import { Learner } from "../learner.js";
import { Curvature } from "./curvature.js";
import { bernoulli, categorical, gaussian, type Loss } from "./likelihood.js";

beforeAll(startEngine);

const [n, d, h, c] = [5, 3, 4, 3];
const draw = normal(RandomStream.fromSeed(1));
const drawn = (shape: number[]) =>
  new Tensor(Float64Array.from({ length: shape.reduce((a, b) => a * b) }, draw), shape);
const weights = { hidden: drawn([d, h]), head: drawn([h, c]) };
const inputs = drawn([n, d]);
const outputs = (p: { hidden: np.Array; head: np.Array }, x: np.Array): np.Array =>
  np.matmul(np.tanh(np.matmul(x, p.hidden)), p.head);

function dense({ size, apply }: SymmetricOperator): Float64Array {
  const unit = (j: number) => Float64Array.from({ length: size }, (_, i) => Number(i === j));
  return Float64Array.from(Array.from({ length: size }, (_, j) => [...apply(unit(j))]).flat());
}

const eigenvalues = (operator: SymmetricOperator) => symmetricEigenvalues(dense(operator), operator.size);

describe("the dual of the true Fisher matrix", () => {
  it.each([
    ["native", 1e-12],
    ["wasm", 1e-5],
  ] as const)("has its eigenvalues but for zeros, executed %s", (execution, rounding) => {
    for (const loss of [categorical, bernoulli, gaussian]) {
      const whole = new Curvature({ outputs, loss }, weights, [{ inputs }], { execution });
      for (const curvature of [whole, whole.of(["head"])]) {
        const [primal, dual] = [curvature.fisher(), curvature.dualFisher()];
        expect(dual.size).toBe(n * c);
        const matrix = dense(dual);
        matrix.forEach((entry, k) => {
          const mirrored = matrix[(k % dual.size) * dual.size + Math.floor(k / dual.size)];
          expect(Math.abs(entry - mirrored)).toBeLessThan(rounding);
        });
        const [expected, found] = [eigenvalues(primal), eigenvalues(dual)];
        for (let i = 0; i < Math.max(primal.size, dual.size); i++)
          expect(Math.abs((found[i] ?? 0) - (expected[i] ?? 0))).toBeLessThan(10 * rounding * expected[0]);
      }
    }
  });

  it.each([
    mlp([6, 7, 4]),
    cnn({ image: [2, 7, 6], channels: [3, 4], classes: 4 }),
    transformer({ vocabulary: 7, tokens: 5, width: 8, heads: 2, blocks: 1 }),
  ])("has the lambda_max of $name", (architecture) => {
    const stream = RandomStream.fromSeed(2);
    const length = 6 * architecture.input.shape.reduce((a, b) => a * b, 1);
    const data =
      architecture.input.dtype === "int32"
        ? Int32Array.from({ length }, () => stream.integer(architecture.classes))
        : Float64Array.from({ length }, normal(stream));
    const learner = new Learner(architecture, architecture.initialise(stream));
    const curvature = learner.curvature({ inputs: data, size: 6 });
    const [primal, dual] = [curvature.fisher(), curvature.dualFisher()].map((operator) =>
      topEigenvalue(operator, stream.split("start"), { tolerance: 1e-9 }),
    );
    expect(Math.abs(dual.value / primal.value - 1)).toBeLessThan(1e-8);
  });

  it("is named, wants a likelihood, and takes one batch", () => {
    const model = { outputs, loss: categorical };
    const curvature = new Curvature(model, weights, [{ inputs }], { tensors: ["head"] });
    expect(curvature.dualFisher()).toMatchObject({
      matrix: "dual of the true Fisher (Gauss-Newton) of head",
      precision: "float64",
    });
    expect(() => new Curvature(model, weights, [{ inputs }, { inputs }]).dualFisher()).toThrow(
      "the dual of the true Fisher matrix needs the data in one batch, got 2: take fisher()",
    );
    const quartic: Loss = { name: "quartic error", losses: (z, y) => np.square(np.square(z.sub(y))) };
    expect(() => new Curvature({ outputs, loss: quartic }, weights, [{ inputs }]).dualFisher()).toThrow(
      /the dual of the true Fisher matrix needs a likelihood/,
    );
  });
});
