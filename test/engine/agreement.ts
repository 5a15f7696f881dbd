/** Differential testing of the native execution against the Wasm execution. */
import { grad, jvp, type numpy as np, tree, vjp, vmap } from "@jax-js/jax";
import { expect } from "vitest";
import { compile, type Data, type DType, Tensor } from "../../src/engine/index.js";
import { RandomStream } from "../../src/numeric/index.js";

// biome-ignore lint/suspicious/noExplicitAny: functions of any pytrees.
export type Fn = (...args: any[]) => any;

/**
 * Largest difference allowed, relative to 1 + |value|: float32 rounding in sums of up to some hundred terms. In
 * double precision jax-js computes transcendental functions in float32, onnxruntime mostly does not.
 */
export const tolerance = 2e-5;

/** Runs `fn` both ways and expects the same: shapes, types, NaNs, infinities, integers exactly, floats closely. */
export function expectAgreement(fn: Fn, args: unknown[], within = tolerance): void {
  const native = compile(fn, args as never, { execution: "native" });
  const wasm = compile(fn, args as never, { execution: "wasm" });
  try {
    const actual = leaves(native(...(args as never[])));
    const expected = leaves(wasm(...(args as never[])));
    expect(actual.map(describe)).toEqual(expected.map(describe));
    actual.forEach((tensor, i) => {
      const other = expected[i] as Tensor;
      const worst = largestDifference(tensor.data, other.data);
      if (!(worst <= (isFloat(tensor) ? within : 0))) {
        expect.fail(`output ${i} differs by ${worst}: native ${show(tensor)}, Wasm ${show(other)}`);
      }
    });
  } finally {
    native.dispose();
    wasm.dispose();
  }
}

/** Expects agreement of `fn` and of its jvp, vjp, gradient and vmap over a leading axis of length 2, in float arguments. */
export function expectAgreementOfDerivatives(
  fn: Fn,
  args: Tensor[],
  stream: RandomStream,
  { within = tolerance, batches = true } = {},
): void {
  const like = (name: string, tensors: Tensor[]) =>
    tensors.map((t, i) => randomTensor(stream.split(name, i), t.dtype, t.shape));
  expectAgreement((x: np.Array[], dx: np.Array[]) => jvp(fn, x, dx), [args, like("tangents", args)], within);
  // Not the plain sum: the gradients of some primitives are wrong on Wasm for a constant cotangent.
  const scalar = (...x: np.Array[]) => {
    const y = fn(...x);
    return y.ref.mul(y).sum().mul(0.5);
  };
  for (const i of args.keys()) {
    expectAgreement(
      (...x: np.Array[]) => grad(scalar, { argnums: i } as never)(...(x as [np.Array])),
      args,
      within,
    );
  }
  const results = compile(fn, args as never, { execution: "wasm" });
  const cotangent = randomTensor(
    stream.split("cotangent"),
    "float32",
    leaves(results(...(args as never[])))[0].shape,
  );
  results.dispose();
  const pull = (x: np.Array[], y: np.Array) => {
    const [value, pullback] = vjp(fn, x) as never as [np.Array, (y: np.Array) => np.Array[]];
    value.dispose();
    return pullback(y.astype(value.dtype));
  };
  expectAgreement(pull, [args, cotangent], within);
  if (!batches) return;
  const stacked = args.map((t, i) => randomTensor(stream.split("vmap", i), t.dtype, [2, ...t.shape]));
  expectAgreement((...x: np.Array[]) => (vmap(fn) as Fn)(...x), stacked, within);
}

/** Uniform values in [low, high); integers if the type has no others; booleans evenly. */
export function randomTensor(
  stream: RandomStream,
  dtype: DType,
  shape: readonly number[],
  low = dtype === "uint32" ? 0 : -2,
  high = 2,
): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  const draw = () => low + (high - low) * stream.uniform();
  const whole = () => Math.floor(low + (high - low + 1) * stream.uniform());
  const make = {
    float32: () => Float32Array.from({ length: size }, draw),
    float64: () => Float64Array.from({ length: size }, draw),
    int32: () => Int32Array.from({ length: size }, whole),
    uint32: () => Uint32Array.from({ length: size }, whole),
    bool: () => Uint8Array.from({ length: size }, () => Number(stream.uniform() < 0.5)),
  };
  return new Tensor(make[dtype](), shape);
}

/** Shapes of rank 0 to 4 that broadcast together: one full shape, and others with axes dropped or of length 1. */
export function broadcastableShapes(stream: RandomStream, count: number): number[][] {
  const rank = stream.integer(5);
  const full = Array.from({ length: rank }, () => 1 + stream.integer(4));
  return Array.from({ length: count }, (_, i) => {
    if (i === 0 && stream.uniform() < 0.5) return full;
    const kept = full.map((length) => (stream.uniform() < 0.3 ? 1 : length));
    return kept.slice(stream.uniform() < 0.3 ? stream.integer(rank + 1) : 0);
  });
}

export function leaves(result: unknown): [Tensor, ...Tensor[]] {
  return tree.leaves(result as Tensor) as [Tensor, ...Tensor[]];
}

export function largestDifference(a: Data, b: Data): number {
  let worst = 0;
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i], b[i]];
    if (Object.is(x, y) || x === y) continue;
    const difference = Math.abs(x - y) / (1 + Math.abs(y));
    if (!(difference <= worst)) worst = difference;
    if (Number.isNaN(difference)) return Number.POSITIVE_INFINITY;
  }
  return worst;
}

const isFloat = ({ dtype }: Tensor) => dtype === "float32" || dtype === "float64";
const describe = ({ dtype, shape }: Tensor) => `${dtype}[${shape}]`;
const show = ({ data }: Tensor) => `[${Array.from(data.slice(0, 12)).join(", ")}]`;

export { RandomStream };
