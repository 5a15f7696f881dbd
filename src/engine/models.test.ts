/** Whole models: closed forms of their curvature and gradients in double precision, and the measured programs. */
import { grad, jvp, nn, numpy as np, vjp, vmap } from "@jax-js/jax";
import { beforeAll, describe, expect, it } from "vitest";
import {
  randomTensor as gaussian,
  gaussNewton,
  oneHot,
  perExampleGradients,
  randomNetwork,
  sgdStep,
} from "../../bench/programs/mlp.js";
import { forwardAndBackward, randomTransformer } from "../../bench/programs/transformer.js";
import { expectAgreement, leaves, RandomStream, randomTensor } from "../../test/engine/agreement.js";
import { compile, startEngine, Tensor } from "./index.js";

beforeAll(startEngine);

const native = { execution: "native" } as const;
const [n, d, classes] = [12, 4, 3];

/** The columns of a linear operator on vectors of `size`, by its products with unit vectors. */
function columns(size: number, product: (v: Tensor) => Tensor): number[][] {
  return Array.from({ length: size }, (_, i) => {
    const unit = new Float64Array(size);
    unit[i] = 1;
    return Array.from(product(new Tensor(unit)).data);
  });
}

function expectClose(actual: number[][], expected: (i: number, j: number) => number, digits: number): void {
  actual.forEach((column, j) => {
    column.forEach((x, i) => {
      expect(x).toBeCloseTo(expected(i, j), digits);
    });
  });
}

/** J' H J v / n of predictions `f`, H the output curvature as a function of the predictions. */
function gaussNewtonOf(f: (w: np.Array) => np.Array, curve: (z: np.Array, dz: np.Array) => np.Array) {
  return (w: np.Array, v: np.Array): np.Array => {
    const [z, dz] = jvp(f, [w.ref], [v]) as [np.Array, np.Array];
    const [again, pullback] = vjp(f, [w]) as unknown as [np.Array, (y: np.Array) => [np.Array]];
    again.dispose();
    return pullback(curve(z, dz).div(n))[0];
  };
}

describe("closed forms of the Fisher matrix, float64", () => {
  const stream = RandomStream.fromSeed(11);
  const x = randomTensor(stream, "float64", [n, d]);
  const at = (i: number, j: number) => x.data[i * d + j] as number;
  const second = (weight: (i: number) => number) => (j: number, k: number) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += (weight(i) * at(i, j) * at(i, k)) / n;
    return sum;
  };
  const inputs = () => np.array(x.data as Float64Array<ArrayBuffer>, { shape: [n, d] });

  it("linear regression of unit variance: X'X / n", () => {
    const w = new Tensor(new Float64Array(d));
    const run = compile(
      gaussNewtonOf(
        (v) => np.dot(inputs(), v),
        (z, dz) => z.mul(0).add(dz),
      ),
      [w, w],
      native,
    );
    expectClose(
      columns(d, (v) => run(w, v)),
      second(() => 1),
      14,
    );
  });

  it("logistic regression: X' diag(s(1-s)) X / n", () => {
    const w = randomTensor(stream, "float64", [d]);
    const sigmoid = (z: np.Array) => np.reciprocal(np.exp(z.neg()).add(1));
    const curve = (z: np.Array, dz: np.Array) => {
      const s = sigmoid(z);
      return s.ref.sub(s.ref.mul(s)).mul(dz);
    };
    const run = compile(
      gaussNewtonOf((v) => np.dot(inputs(), v), curve),
      [w, w],
      native,
    );
    const weight = (i: number) => {
      const z = Array.from({ length: d }, (_, j) => at(i, j) * (w.data[j] as number)).reduce(
        (a, b) => a + b,
        0,
      );
      const s = 1 / (1 + Math.exp(-z));
      return s * (1 - s);
    };
    expectClose(
      columns(d, (v) => run(w, v)),
      second(weight),
      14,
    );
  });

  it("softmax regression: sum (diag p - pp') kron xx' / n, and 1/C of X'X / n at W = 0", () => {
    const w = randomTensor(stream, "float64", [d * classes]);
    const forward = (v: np.Array) => np.matmul(inputs(), v.reshape([d, classes]));
    const curve = (z: np.Array, dz: np.Array) => {
      const p = nn.softmax(z);
      const weighted = p.ref.mul(dz);
      return weighted.ref.sub(p.mul(weighted.sum(-1, { keepdims: true })));
    };
    const run = compile(gaussNewtonOf(forward, curve), [w, w], native);
    const probabilities = (weights: Tensor) => (i: number) => {
      const z = Array.from({ length: classes }, (_, c) =>
        Array.from({ length: d }, (_, j) => at(i, j) * (weights.data[j * classes + c] as number)).reduce(
          (a, b) => a + b,
          0,
        ),
      );
      const total = z.reduce((sum, v) => sum + Math.exp(v), 0);
      return z.map((v) => Math.exp(v) / total);
    };
    const matrix = (weights: Tensor) => (row: number, column: number) => {
      const [j, a, k, b] = [
        Math.floor(row / classes),
        row % classes,
        Math.floor(column / classes),
        column % classes,
      ];
      return second((i) => {
        const p = probabilities(weights)(i);
        return (a === b ? (p[a] as number) : 0) - (p[a] as number) * (p[b] as number);
      })(j, k);
    };
    expectClose(
      columns(d * classes, (v) => run(w, v)),
      matrix(w),
      14,
    );
    const zero = new Tensor(new Float64Array(d * classes));
    const uniform = (row: number, column: number) => {
      const same = row % classes === column % classes ? 1 / classes : 0;
      return (
        (same - 1 / classes ** 2) * second(() => 1)(Math.floor(row / classes), Math.floor(column / classes))
      );
    };
    expectClose(
      columns(d * classes, (v) => run(zero, v)),
      uniform,
      14,
    );
  });

  it("per-example gradients of a linear model: residual times input", () => {
    const w = randomTensor(stream, "float64", [d]);
    const y = randomTensor(stream, "float64", [n]);
    const loss = (v: np.Array, row: np.Array, target: np.Array) => {
      const residual = np.dot(row, v).sub(target);
      return residual.ref.mul(residual).div(2);
    };
    const each = vmap(
      ((v: np.Array, r: np.Array, t: np.Array) => grad(loss)(v, r, t)) as never,
      [null, 0, 0] as never,
    );
    const run = compile(
      each as unknown as (...args: [np.Array, np.Array, np.Array]) => np.Array,
      [w, x, y],
      native,
    );
    const rows = run(w, x, y);
    expect(rows.shape).toEqual([n, d]);
    for (let i = 0; i < n; i++) {
      const fit = Array.from({ length: d }, (_, j) => at(i, j) * (w.data[j] as number)).reduce(
        (a, b) => a + b,
        0,
      );
      const residual = fit - (y.data[i] as number);
      for (let j = 0; j < d; j++) expect(rows.data[i * d + j]).toBeCloseTo(residual * at(i, j), 13);
    }
  });
});

describe("measured programs agree with Wasm", () => {
  const stream = RandomStream.fromSeed(12);
  const sizes = [7, 9, 8, 4];

  it("SGD step, Gauss-Newton product and per-example gradients of a network", () => {
    const network = randomNetwork(stream, sizes);
    const inputs = gaussian(stream, [6, 7]);
    const labels = oneHot(stream, [6], 4);
    expectAgreement(sgdStep, [network, { inputs, labels }]);
    expectAgreement(gaussNewton, [network, inputs, randomNetwork(stream, sizes)]);
    expectAgreement(perExampleGradients, [network, inputs, labels]);
  });

  it("the gradient of a transformer, which is that of finite differences", () => {
    const model = randomTransformer(stream, { vocabulary: 11, tokens: 6, width: 8, heads: 4, blocks: 2 });
    const [tokens, next] = [0, 1].map(
      () =>
        new Tensor(
          Int32Array.from({ length: 18 }, () => stream.integer(11)),
          [3, 6],
        ),
    ) as [Tensor, Tensor];
    expectAgreement(forwardAndBackward, [model, tokens, next]);

    const run = compile(forwardAndBackward, [model, tokens, next], native);
    const [, gradient] = run(model, tokens, next);
    leaves(model).forEach((leaf, k) => {
      const expected = leaves(gradient)[k] as Tensor;
      const i = stream.integer(leaf.data.length);
      const original = leaf.data[i] as number;
      const lossAt = (value: number) => {
        leaf.data[i] = value;
        return run(model, tokens, next)[0].item();
      };
      const step = 0.02;
      const slope = (lossAt(original + step) - lossAt(original - step)) / (2 * step);
      leaf.data[i] = original;
      expect(slope).toBeCloseTo(expected.data[i] as number, 2);
    });
  });
});
