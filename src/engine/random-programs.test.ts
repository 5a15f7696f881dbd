/**
 * Random programs of 5 to 30 primitives, run natively and on Wasm: the wiring between rules (layouts, broadcasts,
 * shared values), where each rule alone is right. A failure names its seed.
 */
import { grad, jvp, lax, nn, numpy as np, vmap } from "@jax-js/jax";
import { beforeAll, describe, expect, it } from "vitest";
import {
  broadcastableShapes,
  expectAgreement,
  type Fn,
  RandomStream,
  randomTensor,
} from "../../test/engine/agreement.js";
import { startEngine } from "./index.js";

beforeAll(startEngine);

const PROGRAMS = 1_000;
const GROUPS = 10;

type Array = np.Array;

/** One instruction: a new value from a program's values. All keep |value| at most 4; none consumes its operands. */
type Instruction = (pick: () => Array, stream: RandomStream, inputs: readonly Array[]) => Array | undefined;

const unary: ((x: Array) => Array)[] = [
  (x) => x.neg(),
  (x) => np.sin(x),
  (x) => np.cos(x),
  (x) => np.tanh(x),
  (x) => lax.erf(x),
  (x) => nn.relu(x),
  (x) => np.exp(x.mul(0.25)),
  (x) => np.log(x.ref.mul(x).add(1)),
  (x) => np.sqrt(x.ref.mul(x).add(0.5)),
  (x) => np.reciprocal(x.ref.mul(x).add(0.5)),
  (x) => np.atan(x),
  (x) => lax.stopGradient(x).add(0.5).mul(0.5),
];

const binary: ((x: Array, y: Array) => Array)[] = [
  (x, y) => x.add(y).mul(0.5),
  (x, y) => x.sub(y).mul(0.5),
  (x, y) => x.mul(y).mul(0.25),
  (x, y) => x.div(y.ref.mul(y).add(1)),
];

const instructions: Instruction[] = [
  ...unary.map(
    (fn): Instruction =>
      (pick) =>
        fn(pick().ref),
  ),
  ...binary.map(
    (fn): Instruction =>
      (pick) => {
        const [x, y] = [pick(), pick()];
        return broadcast(x.shape, y.shape) ? fn(x.ref, y.ref) : undefined;
      },
  ),
  // Choices are made by the inputs, whose bits are the same in both executions.
  (pick, stream, inputs) => {
    const [x, y, z] = [pick(), pick(), inputs[stream.integer(inputs.length)] as Array];
    const shape = broadcast(x.shape, y.shape);
    return shape && broadcast(shape, z.shape) ? np.where(z.ref.less(0.3), x.ref, y.ref) : undefined;
  },
  (_, stream, inputs) => np.floor((inputs[stream.integer(inputs.length)] as Array).ref),
  (_, stream, inputs) => {
    const x = inputs[stream.integer(inputs.length)] as Array;
    return x.ndim > 0 ? x.ref.max(stream.integer(x.ndim), { keepdims: stream.uniform() < 0.5 }) : undefined;
  },
  (pick, stream) => {
    const x = pick();
    if (x.ndim === 0) return undefined;
    const axis = stream.integer(x.ndim);
    return x.ref.sum(axis, { keepdims: stream.uniform() < 0.5 }).div(x.shape[axis] as number);
  },
  (pick) => {
    const x = pick();
    return x.ndim > 0 ? nn.softmax(x.ref) : undefined;
  },
  (pick) => {
    const [x, y] = [pick(), pick()];
    if (x.ndim < 2 || y.ndim < 2 || x.shape.at(-1) !== y.shape.at(-1)) return undefined;
    if (!broadcast(x.shape.slice(0, -2), y.shape.slice(0, -2))) return undefined;
    return np.matmul(x.ref, np.swapaxes(y.ref, -1, -2)).div(4 * (x.shape.at(-1) as number));
  },
  (pick, stream) => {
    const x = pick();
    const order = x.shape.map((_, i) => i).sort(() => stream.uniform() - 0.5);
    return x.ndim > 1 ? x.ref.transpose(order) : undefined;
  },
  (pick, stream) => {
    const x = pick();
    if (x.ndim === 0) return undefined;
    const at = stream.integer(x.ndim);
    return stream.uniform() < 0.5 && at > 0
      ? x.ref.reshape([
          ...x.shape.slice(0, at - 1),
          (x.shape[at - 1] as number) * (x.shape[at] as number),
          ...x.shape.slice(at + 1),
        ])
      : x.ref.reshape([...x.shape.slice(0, at), 1, ...x.shape.slice(at)]);
  },
  (pick, stream) => {
    const x = pick();
    return x.size < 200 ? np.broadcastTo(x.ref, [1 + stream.integer(3), ...x.shape]) : undefined;
  },
  (pick, stream) => {
    const [x, axis] = [pick(), stream.integer(3)];
    if (axis >= x.ndim) return undefined;
    const bounds = x.shape.map((length, i) => (i === axis && length > 1 ? [1, length] : []));
    return x.ref.slice(...(bounds as [number, number][]));
  },
  (pick, stream) => {
    const [x, axis] = [pick(), stream.integer(3)];
    return axis < x.ndim ? np.flip(x.ref, axis) : undefined;
  },
  (pick, stream) => {
    const [x, axis] = [pick(), stream.integer(3)];
    if (axis >= x.ndim || x.size > 200) return undefined;
    return np.pad(
      x.ref,
      x.shape.map((_, i): [number, number] => (i === axis ? [1, stream.integer(2)] : [0, 0])),
    );
  },
  (pick, stream) => {
    const [x, y] = [pick(), pick()];
    const axis = stream.integer(3);
    if (axis >= x.ndim || x.ndim !== y.ndim || x.size + y.size > 300) return undefined;
    return x.shape.every((length, i) => i === axis || length === y.shape[i])
      ? np.concatenate([x.ref, y.ref], axis)
      : undefined;
  },
];

function broadcast(a: readonly number[], b: readonly number[]): number[] | undefined {
  const rank = Math.max(a.length, b.length);
  const shape = Array.from({ length: rank }, (_, i) => {
    const [x, y] = [a[i - rank + a.length] ?? 1, b[i - rank + b.length] ?? 1];
    return x === y || y === 1 ? x : x === 1 ? y : -1;
  });
  return shape.includes(-1) || shape.reduce((p, q) => p * q, 1) > 400 ? undefined : shape;
}

/** The program of a seed, over however many inputs: its last value and the mean of another. */
function program(seed: number): Fn {
  return (...inputs: Array[]) => {
    const stream = RandomStream.fromSeed(seed).split("program");
    const values = [...inputs];
    const length = 5 + stream.integer(26);
    const recent = () => values[Math.max(0, values.length - 1 - stream.integer(6))] as Array;
    for (let attempts = 0; values.length < inputs.length + length && attempts < 300; attempts++) {
      const instruction = instructions[stream.integer(instructions.length)] as Instruction;
      const value = instruction(recent, stream, inputs);
      if (value !== undefined) values.push(value);
    }
    const results = [values.at(-1) as Array, values[values.length >> 1] as Array].map((x) => x.ref);
    for (const value of values) value.dispose();
    return results;
  };
}

/** The program itself, or a transformation of it. */
function transformed(fn: Fn, kind: number): Fn {
  const loss = (...x: Array[]) => {
    const [a, b] = fn(...x) as [Array, Array];
    return a.ref.mul(a).sum().add(b.ref.mul(b).sum());
  };
  if (kind === 1) return (...x: Array[]) => grad(loss)(...(x as [Array]));
  if (kind === 2)
    return (...x: Array[]) => jvp(fn as never, x as never, x.map((y) => np.cos(y.ref)) as never);
  if (kind === 3) return (...x: Array[]) => (vmap(fn as never) as Fn)(...x);
  return fn;
}

describe("random programs agree with Wasm", () => {
  it.each(Array.from({ length: GROUPS }, (_, i) => i))("group %i", (group) => {
    for (let i = 0; i < PROGRAMS / GROUPS; i++) {
      const seed = group * (PROGRAMS / GROUPS) + i;
      const kind = seed % 5;
      const stream = RandomStream.fromSeed(seed);
      const shapes = broadcastableShapes(stream, 3).map((shape) => (kind === 3 ? [2, ...shape] : shape));
      const args = shapes.map((shape) => randomTensor(stream, "float32", shape, -1.5, 1.5));
      try {
        expectAgreement(transformed(program(seed), kind), args, 2e-4);
      } catch (error) {
        expect.fail(`seed ${seed}: ${(error as Error).message}`);
      }
    }
  });
});
