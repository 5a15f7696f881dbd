import { beforeAll, describe, expect, it } from "vitest";
import { l2Energy } from "../control/index.js";
import { topEigenvalue } from "../fisher/index.js";
import { normal, RandomStream, symmetricEigen } from "../numeric/index.js";
import { startExecution } from "./jax.js";
import { type Batch, MlpLearner } from "./learner.js";
import { heInitialisation, parameterCount } from "./mlp.js";

beforeAll(startExecution);

const sizes = [3, 5, 4];

function exampleBatch(size: number, features: number, classes: number, seed: number): Batch {
  const stream = RandomStream.fromSeed(seed);
  const labels = new Float64Array(size * classes);
  for (let i = 0; i < size; i++) labels[i * classes + stream.integer(classes)] = 1;
  return { size, labels, inputs: Float64Array.from({ length: size * features }, normal(stream)) };
}

/** Cross-entropy of the 3-5-4 network in plain double precision, independent of jax-js. */
function referenceLoss(theta: Float64Array, { size, inputs, labels }: Batch): number {
  let total = 0;
  for (let r = 0; r < size; r++) {
    let h: number[] = Array.from(inputs.subarray(r * 3, r * 3 + 3));
    let offset = 0;
    for (const [layer, outputs] of [5, 4].entries()) {
      const width = h.length;
      const bias = offset + width * outputs;
      h = Array.from({ length: outputs }, (_, o) => {
        const z = h.reduce((sum, x, i) => sum + x * theta[offset + i * outputs + o], theta[bias + o]);
        return layer === 0 ? Math.max(0, z) : z;
      });
      offset = bias + outputs;
    }
    const logPartition = Math.log(h.reduce((sum, z) => sum + Math.exp(z), 0));
    total += h.reduce((sum, z, c) => sum + labels[r * 4 + c] * (logPartition - z), 0);
  }
  return total / size;
}

/** Central differences of the reference loss in every parameter. */
function numericGradient(theta: Float64Array, batch: Batch): Float64Array {
  return theta.map((_, i) => {
    const h = 1e-5;
    const [up, down] = [theta.slice(), theta.slice()];
    up[i] += h;
    down[i] -= h;
    return (referenceLoss(up, batch) - referenceLoss(down, batch)) / (2 * h);
  });
}

describe("MlpLearner", () => {
  const theta = heInitialisation(sizes, RandomStream.fromSeed(1));
  const batch = exampleBatch(7, 3, 4, 2);

  it("steps along the negative gradient of the cross-entropy", () => {
    const learner = new MlpLearner(sizes, theta);
    // jax-js computes log to about 1e-5 and exp to about 1e-7, in double precision too (0.1.25).
    expect(learner.loss(batch)).toBeCloseTo(referenceLoss(theta, batch), 4);
    expect(learner.step(batch, { eta: 0.1, gamma: 0 })).toBeCloseTo(referenceLoss(theta, batch), 4);
    const moved = learner.parameters();
    const gradient = numericGradient(theta, batch);
    moved.forEach((x, i) => {
      expect(x).toBeCloseTo(theta[i] - 0.1 * gradient[i], 7);
    });
    learner.dispose();
  });

  it("applies alignment work as the proximal map of the L2 energy after the gradient step", () => {
    const [eta, gamma] = [0.1, 30];
    const free = new MlpLearner(sizes, theta);
    const worked = new MlpLearner(sizes, theta);
    for (const learner of [free, worked]) learner.step(batch, { eta, gamma: 0 });
    const next = exampleBatch(7, 3, 4, 3);
    free.step(next, { eta, gamma: 0 });
    worked.step(next, { eta, gamma });
    const expected = l2Energy.proximal(free.parameters(), theta, eta * gamma);
    worked.parameters().forEach((x, i) => {
      expect(x).toBeCloseTo(expected[i], 12);
    });
    free.dispose();
    worked.dispose();
  });

  it("is held still by overwhelming work, and anchors where it is told", () => {
    const learner = new MlpLearner(sizes, theta);
    for (let i = 0; i < 5; i++) learner.step(batch, { eta: 0.1, gamma: 1e12 });
    learner.parameters().forEach((x, i) => {
      expect(x).toBeCloseTo(theta[i], 9);
    });
    for (let i = 0; i < 5; i++) learner.step(batch, { eta: 0.1, gamma: 0 });
    const here = learner.parameters();
    learner.anchor();
    for (let i = 0; i < 5; i++) learner.step(batch, { eta: 0.1, gamma: 1e12 });
    learner.parameters().forEach((x, i) => {
      expect(x).toBeCloseTo(here[i], 9);
    });
    learner.dispose();
  });

  it("gives the same bytes from the same start", () => {
    const run = (): Float64Array => {
      const learner = new MlpLearner(sizes, new Float32Array(theta));
      for (let i = 0; i < 20; i++) learner.step(batch, { eta: 0.1, gamma: 0.5 });
      const end = learner.parameters();
      learner.dispose();
      return end;
    };
    expect(run()).toEqual(run());
  });

  it("refuses wrong shapes, and says that training has diverged", () => {
    expect(() => new MlpLearner(sizes, new Float32Array(3))).toThrow(
      /layers 3-5-4 have 44 parameters, got 3/,
    );
    const learner = new MlpLearner(sizes, theta);
    expect(() => learner.probabilities(new Float32Array(5), 2)).toThrow(/expected 2 x 3 = 6 values, got 5/);
    const absurd = { ...batch, inputs: batch.inputs.map(() => Number.NaN) as Float64Array<ArrayBuffer> };
    expect(() => learner.step(absurd, { eta: 0.1, gamma: 0 })).toThrow(
      /the loss is NaN: lower the learning rate/,
    );
    learner.dispose();
  });

  it("keeps memory flat over 10,000 steps", () => {
    const wide = [64, 128, 10];
    const learner = new MlpLearner(wide, new Float32Array(heInitialisation(wide, RandomStream.fromSeed(1))));
    const example = exampleBatch(64, 64, 10, 4);
    const steps = (n: number): void => {
      for (let i = 0; i < n; i++) learner.step(example, { eta: 0.01, gamma: 0.1 });
    };
    steps(1000);
    const before = process.memoryUsage().rss;
    steps(10_000);
    const growth = (process.memoryUsage().rss - before) / 2 ** 20;
    learner.dispose();
    // One leaked weight matrix a step would be 312 MiB.
    expect(growth).toBeLessThan(64);
  });
});

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
    const size = parameterCount(linear);
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
    const theta = heInitialisation(linear, RandomStream.fromSeed(6));
    const learner = new MlpLearner(linear, theta);
    const expected = closedForm(learner.probabilities(inputs, n));
    const operator = learner.fisher(inputs, n);
    for (let j = 0; j < operator.size; j++) {
      const column = operator.apply(
        Float64Array.from({ length: operator.size }, (_, i) => (i === j ? 1 : 0)),
      );
      column.forEach((x, i) => {
        expect(x).toBeCloseTo(expected[i * operator.size + j], 12);
      });
    }
    learner.dispose();
  });

  it("at W = 0 has lambda_max(X'X/n)/C and trace (1 - 1/C) tr(X'X/n)", () => {
    const learner = new MlpLearner(linear, new Float64Array(parameterCount(linear)));
    const operator = learner.fisher(inputs, n);
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
    learner.dispose();
  });

  it("of two classes has twice the logistic X' diag(s(1-s)) X / n", () => {
    const pair = [features, 2];
    const learner = new MlpLearner(pair, heInitialisation(pair, RandomStream.fromSeed(8)));
    const p = learner.probabilities(inputs, n);
    const d = features + 1;
    const logistic = new Float64Array(d * d);
    design.forEach((x, i) => {
      const weight = (p[2 * i] * (1 - p[2 * i])) / n;
      for (let j = 0; j < d * d; j++) logistic[j] += weight * x[Math.floor(j / d)] * x[j % d];
    });
    const top = topEigenvalue(learner.fisher(inputs, n), RandomStream.fromSeed(9), { tolerance: 1e-10 });
    expect(top.value).toBeCloseTo(2 * symmetricEigen(logistic, d).values[0], 11);
    learner.dispose();
  });

  it("of a hidden layer is symmetric and has no negative direction", () => {
    const learner = new MlpLearner([3, 5, 4], heInitialisation([3, 5, 4], RandomStream.fromSeed(10)));
    const operator = learner.fisher(inputs, n);
    const draw = normal(RandomStream.fromSeed(11));
    const [u, v] = [0, 1].map(() => Float64Array.from({ length: operator.size }, draw));
    const inner = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, i) => sum + x * b[i], 0);
    expect(inner(u, operator.apply(v))).toBeCloseTo(inner(v, operator.apply(u)), 12);
    expect(inner(u, operator.apply(u))).toBeGreaterThan(0);
    learner.dispose();
  });
});
