import type { Vector } from "./parameters.js";

/** Inputs of a learner: numbers, or token numbers, [size, ...the architecture's input shape], row-major. */
export type Inputs = Vector | Int32Array<ArrayBuffer>;

/** `size` examples with labels [size x predictions, classes], row-major. */
export interface Batch {
  readonly size: number;
  readonly inputs: Inputs;
  readonly labels: Vector;
}

/** A batch that may lack labels: the true Fisher matrix does not look at them. */
export type Examples = Omit<Batch, "labels"> & { readonly labels?: Vector };
