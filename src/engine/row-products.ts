import { numpy as np } from "@jax-js/jax";
import { type CompileOptions, compile, type Execution } from "./compile.js";
import type { Data } from "./dtype.js";
import { Tensor } from "./tensor.js";

type Floats = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

export interface RowProductsProgram {
  /** B B' [rows, rows] of B [rows, width], row-major; overwritten by the next call. Keeps no copy of B. */
  (block: Floats, rows: number, width: number): Data;
  readonly execution: Execution;
  readonly threads: number;
  dispose(): void;
}

/** Compiles B B' at the shape of `example`, for callers whose blocks all have it. */
export function rowProducts(
  example: Floats,
  rows: number,
  width: number,
  options: CompileOptions = {},
): RowProductsProgram {
  const tensors = new WeakMap<Floats, Tensor>();
  const tensorOf = (block: Floats): Tensor => {
    const known = tensors.get(block) ?? new Tensor(block, [rows, width]);
    tensors.set(block, known);
    return known;
  };
  const gram = (block: np.Array) => np.dot(block.ref, block.transpose());
  const program = compile(gram, [tensorOf(example)], options);
  let last: Tensor | undefined;
  const call = (block: Floats): Data => {
    last?.free();
    last = program(tensorOf(block)) as Tensor;
    return last.data;
  };
  return Object.assign(call, {
    execution: program.execution,
    threads: program.threads,
    dispose: () => program.dispose(),
  });
}
