import { beforeAll, describe, expect, it } from "vitest";
import { l2Energy } from "../control/index.js";
import { startEngine } from "../engine/index.js";
import { normal, RandomStream } from "../numeric/index.js";
import { mlp } from "./architectures/mlp.js";
import { type Batch, Learner } from "./learner.js";

beforeAll(startEngine);

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

describe("Learner", () => {
  const theta = mlp(sizes).initialise(RandomStream.fromSeed(1));
  const batch = exampleBatch(7, 3, 4, 2);

  it("steps along the negative gradient of the cross-entropy", () => {
    const learner = new Learner(mlp(sizes), theta);
    // jax-js computes log to about 1e-5 and exp to about 1e-7, in double precision too (0.1.25).
    expect(learner.loss(batch)).toBeCloseTo(referenceLoss(theta, batch), 4);
    expect(learner.step(batch, { eta: 0.1, gamma: 0 })).toBeCloseTo(referenceLoss(theta, batch), 4);
    const moved = learner.parameters();
    const gradient = numericGradient(theta, batch);
    moved.forEach((x, i) => {
      expect(x).toBeCloseTo(theta[i] - 0.1 * gradient[i], 7);
    });
  });

  it("applies alignment work as the proximal map of the L2 energy after the gradient step", () => {
    const [eta, gamma] = [0.1, 30];
    const free = new Learner(mlp(sizes), theta);
    const worked = new Learner(mlp(sizes), theta);
    for (const learner of [free, worked]) learner.step(batch, { eta, gamma: 0 });
    const next = exampleBatch(7, 3, 4, 3);
    free.step(next, { eta, gamma: 0 });
    worked.step(next, { eta, gamma });
    const expected = l2Energy.proximal(free.parameters(), theta, eta * gamma);
    worked.parameters().forEach((x, i) => {
      expect(x).toBeCloseTo(expected[i], 12);
    });
  });

  it("is held still by overwhelming work, and anchors where it is told", () => {
    const learner = new Learner(mlp(sizes), theta);
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
  });

  it("gives the same bytes from the same start", () => {
    const run = (): Float64Array => {
      const learner = new Learner(mlp(sizes), new Float32Array(theta));
      for (let i = 0; i < 20; i++) learner.step(batch, { eta: 0.1, gamma: 0.5 });
      const end = learner.parameters();
      return end;
    };
    expect(run()).toEqual(run());
  });

  it("takes several steps in one call as it takes them one by one, natively as on Wasm", () => {
    const batches = [5, 6, 7, 8].map((seed) => exampleBatch(7, 3, 4, seed));
    const rates = { eta: 0.1, gamma: 0.5 };
    const run = (execution: "native" | "wasm", together: boolean) => {
      const learner = new Learner(mlp(sizes), theta, { execution });
      const losses = together
        ? learner.train(batches, rates)
        : batches.map((example) => learner.step(example, rates));
      return { losses, end: learner.parameters() };
    };
    const reference = run("wasm", false);
    for (const other of [run("wasm", true), run("native", false), run("native", true)]) {
      other.end.forEach((x, i) => {
        expect(x).toBeCloseTo(reference.end[i], 6);
      });
      other.losses.forEach((loss, i) => {
        expect(loss).toBeCloseTo(reference.losses[i], 4);
      });
    }
    const learner = new Learner(mlp(sizes), theta);
    expect(learner.train([], rates)).toEqual([]);
    expect(() => learner.train([batch, exampleBatch(6, 3, 4, 1)], rates)).toThrow(
      /expected batches of 7, got 6/,
    );
  });

  it("refuses wrong shapes, and says that training has diverged", () => {
    expect(() => new Learner(mlp(sizes), new Float32Array(3))).toThrow(/MLP 3-5-4 has 44 parameters, got 3/);
    const learner = new Learner(mlp(sizes), theta);
    expect(() => learner.probabilities(new Float32Array(5), 2)).toThrow(/expected 2 x 3 = 6 values, got 5/);
    const absurd = { ...batch, inputs: batch.inputs.map(() => Number.NaN) as Float64Array<ArrayBuffer> };
    expect(() => learner.step(absurd, { eta: 0.1, gamma: 0 })).toThrow(
      /the loss is NaN after 0 steps: lower the learning rate \(now 0.1\)$/,
    );
  });

  it("keeps memory flat over 10,000 steps", () => {
    const wide = [64, 128, 10];
    const learner = new Learner(mlp(wide), new Float32Array(mlp(wide).initialise(RandomStream.fromSeed(1))));
    const example = exampleBatch(64, 64, 10, 4);
    const steps = (n: number): void => {
      for (let i = 0; i < n; i++) learner.step(example, { eta: 0.01, gamma: 0.1 });
    };
    steps(1000);
    const before = process.memoryUsage().rss;
    steps(10_000);
    const growth = (process.memoryUsage().rss - before) / 2 ** 20;
    // One leaked weight matrix a step would be 312 MiB.
    expect(growth).toBeLessThan(64);
  });
});
