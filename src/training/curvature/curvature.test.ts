import { beforeAll, describe, expect, it } from "vitest";
import { startEngine } from "../../engine/index.js";
import { topEigenvalue } from "../../fisher/index.js";
import { normal, RandomStream, symmetricEigen } from "../../numeric/index.js";
import { mlp } from "../architectures/mlp.js";
import { type Batch, Learner } from "../learner.js";

beforeAll(startEngine);

function exampleBatch(size: number, features: number, classes: number, seed: number): Batch {
  const stream = RandomStream.fromSeed(seed);
  const labels = new Float64Array(size * classes);
  for (let i = 0; i < size; i++) labels[i * classes + stream.integer(classes)] = 1;
  return { size, labels, inputs: Float64Array.from({ length: size * features }, normal(stream)) };
}

describe("the Gauss-Newton operator is the true Fisher matrix", () => {
  const [n, features, classes] = [40, 3, 4];
  const linear = [features, classes];
  const { inputs } = exampleBatch(n, features, classes, 5);
  /** The bias acts as a constant input: x~ = (x, 1). */
  const design = Array.from({ length: n }, (_, i) => [
    ...inputs.subarray(i * features, (i + 1) * features),
    1,
  ]);

  /** (1/n) sum_i (diag p_i - p_i p_i') kron x~_i x~_i', in the learner's parameter order (input, class). */
  function closedForm(probabilities: ArrayLike<number>): Float64Array {
    const size = mlp(linear).layout.size;
    const matrix = new Float64Array(size * size);
    for (let i = 0; i < n; i++) {
      const p = Array.from({ length: classes }, (_, c) => probabilities[i * classes + c]);
      for (let a = 0; a < size; a++) {
        for (let b = 0; b < size; b++) {
          const [ca, cb] = [a % classes, b % classes];
          const hessian = (ca === cb ? p[ca] : 0) - p[ca] * p[cb];
          matrix[a * size + b] +=
            (design[i][Math.floor(a / classes)] * design[i][Math.floor(b / classes)] * hessian) / n;
        }
      }
    }
    return matrix;
  }

  it("of softmax regression, entry by entry (float64)", () => {
    const theta = mlp(linear).initialise(RandomStream.fromSeed(6));
    const learner = new Learner(mlp(linear), theta);
    const expected = closedForm(learner.probabilities(inputs, n));
    const operator = learner.curvature({ inputs, size: n }).fisher();
    for (let j = 0; j < operator.size; j++) {
      const column = operator.apply(
        Float64Array.from({ length: operator.size }, (_, i) => (i === j ? 1 : 0)),
      );
      column.forEach((x, i) => {
        expect(x).toBeCloseTo(expected[i * operator.size + j], 12);
      });
    }
  });

  it("at W = 0 has lambda_max(X'X/n)/C and trace (1 - 1/C) tr(X'X/n)", () => {
    const learner = new Learner(mlp(linear), new Float64Array(mlp(linear).layout.size));
    const operator = learner.curvature({ inputs, size: n }).fisher();
    const d = features + 1;
    const second = new Float64Array(d * d);
    for (const x of design)
      for (let i = 0; i < d * d; i++) second[i] += (x[Math.floor(i / d)] * x[i % d]) / n;
    const top = topEigenvalue(operator, RandomStream.fromSeed(7), { tolerance: 1e-10 });
    expect(top.value).toBeCloseTo(symmetricEigen(second, d).values[0] / classes, 12);
    let trace = 0;
    for (let j = 0; j < operator.size; j++) {
      trace += operator.apply(Float64Array.from({ length: operator.size }, (_, i) => (i === j ? 1 : 0)))[j];
    }
    const inputTrace = Array.from({ length: d }, (_, i) => second[i * d + i]).reduce((a, b) => a + b);
    expect(trace).toBeCloseTo((1 - 1 / classes) * inputTrace, 12);
  });

  it("of two classes has twice the logistic X' diag(s(1-s)) X / n", () => {
    const pair = [features, 2];
    const learner = new Learner(mlp(pair), mlp(pair).initialise(RandomStream.fromSeed(8)));
    const p = learner.probabilities(inputs, n);
    const d = features + 1;
    const logistic = new Float64Array(d * d);
    design.forEach((x, i) => {
      const weight = (p[2 * i] * (1 - p[2 * i])) / n;
      for (let j = 0; j < d * d; j++) logistic[j] += weight * x[Math.floor(j / d)] * x[j % d];
    });
    const top = topEigenvalue(learner.curvature({ inputs, size: n }).fisher(), RandomStream.fromSeed(9), {
      tolerance: 1e-10,
    });
    expect(top.value).toBeCloseTo(2 * symmetricEigen(logistic, d).values[0], 11);
  });

  it("of a hidden layer is symmetric and has no negative direction", () => {
    const learner = new Learner(mlp([3, 5, 4]), mlp([3, 5, 4]).initialise(RandomStream.fromSeed(10)));
    const operator = learner.curvature({ inputs, size: n }).fisher();
    const draw = normal(RandomStream.fromSeed(11));
    const [u, v] = [0, 1].map(() => Float64Array.from({ length: operator.size }, draw));
    const inner = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, i) => sum + x * b[i], 0);
    expect(inner(u, operator.apply(v))).toBeCloseTo(inner(v, operator.apply(u)), 12);
    expect(inner(u, operator.apply(u))).toBeGreaterThan(0);
  });
});

describe("the other curvature matrices", () => {
  const linear = [3, 4];
  const learner = () => new Learner(mlp(linear), mlp(linear).initialise(RandomStream.fromSeed(12)));
  const batch = exampleBatch(30, 3, 4, 13);
  const size = mlp(linear).layout.size;
  const dense = (operator: { apply(v: Float64Array): Float64Array }): Float64Array => {
    const entries = new Float64Array(size * size);
    for (let j = 0; j < size; j++) {
      const column = operator.apply(Float64Array.from({ length: size }, (_, i) => (i === j ? 1 : 0)));
      column.forEach((x, i) => {
        entries[i * size + j] = x;
      });
    }
    return entries;
  };
  const expectClose = (a: Float64Array, b: Float64Array, digits: number): void => {
    a.forEach((x, i) => {
      expect(x).toBeCloseTo(b[i], digits);
    });
  };

  it("the Hessian of softmax regression is its Gauss-Newton matrix, whatever the labels", () => {
    const model = learner();
    expectClose(dense(model.curvature(batch).hessian()), dense(model.curvature(batch).fisher()), 6);
  });

  it("the empirical Fisher matrix is the mean outer product of the example gradients", () => {
    const model = learner();
    const rows = model.exampleGradients(batch);
    const outer = new Float64Array(size * size);
    for (let r = 0; r < batch.size; r++) {
      const g = rows.subarray(r * size, (r + 1) * size);
      for (let k = 0; k < size * size; k++) outer[k] += (g[Math.floor(k / size)] * g[k % size]) / batch.size;
    }
    expectClose(dense(model.curvature(batch).empiricalFisher()), outer, 6);
  });

  it("the example gradients average to the gradient of the loss", () => {
    const model = learner();
    const rows = model.exampleGradients(batch);
    const before = model.parameters();
    model.step(batch, { eta: 1, gamma: 0 });
    const after = model.parameters();
    for (let j = 0; j < size; j++) {
      let total = 0;
      for (let r = 0; r < batch.size; r++) total += rows[r * size + j];
      expect(before[j] - after[j]).toBeCloseTo(total / batch.size, 6);
    }
  });

  it("the Monte-Carlo Fisher matrix averages to the true one", () => {
    const model = learner();
    const draws = 400;
    const truth = dense(model.curvature(batch).fisher());
    const sum = new Float64Array(size * size);
    const squares = new Float64Array(size * size);
    for (let d = 0; d < draws; d++) {
      const estimate = dense(model.curvature(batch).monteCarloFisher(RandomStream.fromSeed(14).split(d)));
      estimate.forEach((x, i) => {
        sum[i] += x;
        squares[i] += x * x;
      });
    }
    // 256 entries, correlated: five standard errors each.
    sum.forEach((total, i) => {
      const mean = total / draws;
      const standardError = Math.sqrt(Math.max(0, squares[i] / draws - mean ** 2) / draws);
      expect(Math.abs(mean - truth[i])).toBeLessThan(5 * standardError + 1e-6);
    });
  });
});
