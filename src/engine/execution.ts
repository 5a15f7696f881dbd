import type { Tensor } from "./tensor.js";
import type { ArrayType, Traceable } from "./trace.js";
import type { JsTreeDef } from "./tree.js";

/** A function at fixed shapes, ready to run on flat lists of tensors. */
export interface Executable {
  run(inputs: readonly Tensor[]): Tensor[];
  /** How the outputs are arranged in the function's result. */
  readonly resultTree: JsTreeDef;
  dispose(): void;
}

/**
 * A way to run functions. Throws `UnsupportedError` where it has no way to run this one.
 * @param held the first so many inputs stay the same tensors from run to run, as a rule.
 */
export type Prepare = (
  fn: Traceable,
  argumentTree: JsTreeDef,
  types: readonly ArrayType[],
  held: number,
) => Executable;
