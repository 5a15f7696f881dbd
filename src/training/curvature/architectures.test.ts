/** Invariants of the curvature of random networks of every architecture, in double precision. */
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { startEngine } from "../../engine/index.js";
import type { SymmetricOperator } from "../../fisher/index.js";
import { normal, RandomStream } from "../../numeric/index.js";
import type { Architecture } from "../architectures/architecture.js";
import { cnn } from "../architectures/cnn.js";
import { mlp } from "../architectures/mlp.js";
import { sequenceClassifier } from "../architectures/sequence-classifier.js";
import { transformer } from "../architectures/transformer.js";
import { type Batch, Learner } from "../learner.js";

beforeAll(startEngine);

function randomBatch(
  { input, classes, predictions }: Architecture,
  size: number,
  stream: RandomStream,
): Batch {
  const length = size * input.shape.reduce((a, b) => a * b, 1);
  const inputs =
    input.dtype === "int32"
      ? Int32Array.from({ length }, () => stream.integer(classes))
      : Float64Array.from({ length }, normal(stream));
  const labels = new Float64Array(size * predictions * classes);
  for (let row = 0; row < size * predictions; row++) labels[row * classes + stream.integer(classes)] = 1;
  return { size, inputs, labels };
}

/** Rows [from, to) of a batch. */
function rows({ size, inputs, labels }: Batch, from: number, to: number): Batch {
  const part = <T extends Batch["inputs"]>(values: T): T => {
    const width = values.length / size;
    return values.slice(from * width, to * width) as T;
  };
  return { size: to - from, inputs: part(inputs), labels: part(labels) };
}

const inner = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, i) => sum + x * b[i], 0);
const norm = (a: Float64Array): number => Math.sqrt(inner(a, a));
const gap = (a: Float64Array, b: Float64Array): number => norm(a.map((x, i) => x - b[i])) / (1 + norm(b));

const small = fc.integer({ min: 1, max: 5 });
const classes = fc.integer({ min: 2, max: 5 });
const families: Record<string, fc.Arbitrary<Architecture>> = {
  MLP: fc
    .tuple(small, fc.array(small, { maxLength: 3 }), classes)
    .map(([x, hidden, y]) => mlp([x, ...hidden, y])),
  CNN: fc
    .tuple(small, fc.integer({ min: 2, max: 7 }), fc.array(small, { minLength: 1, maxLength: 2 }), classes)
    .map(([depth, side, channels, y]) => cnn({ image: [depth, side, side + 1], channels, classes: y })),
  transformer: fc
    .tuple(classes, small, fc.constant(1), fc.integer({ min: 1, max: 3 }))
    .map(([vocabulary, tokens, blocks, heads]) =>
      transformer({ vocabulary, tokens, width: 2 * heads, heads, blocks }),
    ),
};

describe.each(Object.entries(families))("curvature of a random %s", (_, architectures) => {
  it("is symmetric, positive where it must be, and the same in batches and in blocks", () => {
    const cases = fc.tuple(architectures, fc.integer({ min: 2, max: 7 }), fc.nat());
    fc.assert(
      fc.property(cases, ([architecture, size, seed]) => {
        const stream = RandomStream.fromSeed(seed);
        const batch = randomBatch(architecture, size, stream);
        const learner = new Learner(architecture, architecture.initialise(stream));
        const whole = learner.curvature(batch);
        const draw = normal(stream);
        const [u, v] = [0, 1].map(() => Float64Array.from({ length: whole.size }, draw));
        const cut = 1 + stream.integer(size - 1);
        const ragged = learner.curvature([rows(batch, 0, cut), rows(batch, cut, size)]);
        const chosen = whole.tensors[stream.integer(whole.tensors.length)];
        const block = whole.of([chosen.name]);
        const inside = (x: Float64Array) => x.slice(chosen.offset, chosen.offset + chosen.length);
        const padded = new Float64Array(whole.size);
        padded.set(inside(v), chosen.offset);
        const matrices = [
          (c: typeof whole) => c.fisher(),
          (c: typeof whole) => c.empiricalFisher(),
          (c: typeof whole) => c.hessian(),
        ];
        for (const [i, matrix] of matrices.entries()) {
          const operator = matrix(whole);
          const product = operator.apply(v);
          expect(Math.abs(inner(u, product) - inner(v, operator.apply(u)))).toBeLessThan(
            1e-9 * (1 + norm(u) * norm(product)),
          );
          if (i < 2) expect(inner(v, product)).toBeGreaterThanOrEqual(-1e-12 * norm(v) * norm(product));
          expect(gap(matrix(ragged).apply(v), product)).toBeLessThan(1e-10);
          expect(gap(matrix(block).apply(inside(v)), inside(operator.apply(padded)))).toBeLessThan(1e-10);
        }
      }),
      { seed: 5, numRuns: 4 },
    );
  });
});

const examples: Architecture[] = [
  mlp([6, 7, 4]),
  cnn({ image: [2, 7, 6], channels: [3, 4], classes: 4 }),
  transformer({ vocabulary: 7, tokens: 5, width: 8, heads: 2, blocks: 1 }),
  sequenceClassifier(3, { vocabulary: 7, tokens: 5, width: 8, heads: 2, blocks: 1 }),
];

describe.each(examples.map((architecture) => [architecture.name, architecture] as const))(
  "%s",
  (_, architecture) => {
    const batch = randomBatch(architecture, 6, RandomStream.fromSeed(21));
    const start = architecture.initialise(RandomStream.fromSeed(22));
    const native = new Learner(architecture, start, { execution: "native" });
    const wasm = new Learner(architecture, start, { execution: "wasm" });

    it("has the same curvature natively as on Wasm, to Wasm's float32 exp", () => {
      const v = Float64Array.from({ length: start.length }, normal(RandomStream.fromSeed(23)));
      const products = (learner: Learner): SymmetricOperator[] => {
        const curvature = learner.curvature(batch);
        return [
          curvature.fisher(),
          curvature.empiricalFisher(),
          curvature.hessian(),
          curvature.gaussNewton(),
        ];
      };
      const reference = products(wasm);
      products(native).forEach((operator, i) => {
        expect(gap(operator.apply(v), reference[i].apply(v))).toBeLessThan(1e-5);
      });
    });

    it("has a Hessian that is the derivative of its gradient, and example gradients that average to it", () => {
      const draw = normal(RandomStream.fromSeed(24), 0, start.length ** -0.5);
      const v = Float64Array.from({ length: start.length }, draw);
      const gradientAt = (theta: Float64Array): Float64Array => {
        const learner = new Learner(architecture, new Float64Array(theta), { execution: "native" });
        learner.step(batch, { eta: 1, gamma: 0 });
        const end = learner.parameters();
        return theta.map((x, i) => x - end[i]);
      };
      const [up, down] = [1e-4, -1e-4].map((h) => gradientAt(start.map((x, i) => x + h * v[i])));
      const slope = up.map((x, i) => (x - down[i]) / 2e-4);
      expect(gap(native.curvature(batch).hessian().apply(v), slope)).toBeLessThan(1e-4);

      const each = native.exampleGradients(batch);
      const mean = start.map((_, j) => {
        let total = 0;
        for (let i = 0; i < batch.size; i++) total += each[i * start.length + j];
        return total / batch.size;
      });
      expect(gap(mean, gradientAt(start))).toBeLessThan(1e-10);
    });

    it("learns", () => {
      const learner = new Learner(architecture, new Float32Array(start));
      const before = learner.loss(batch);
      for (let i = 0; i < 100; i++) learner.step(batch, { eta: 0.1, gamma: 0 });
      expect(learner.loss(batch)).toBeLessThan(before / 2);
    });

    it("names its layers, whose sizes add up to the whole", () => {
      const curvature = native.curvature(batch);
      const layers = [...curvature.layers().values()];
      expect(layers.reduce((total, { size }) => total + size, 0)).toBe(start.length);
      expect(layers[0].fisher().matrix).toContain(layers[0].tensors[0].name);
      expect(() => curvature.of(["no.such"])).toThrow(/no tensor is named 'no.such': expected some of/);
    });
  },
);
