import type { numpy as np } from "@jax-js/jax";
import { importOnnx, OnnxError } from "../../engine/index.js";
import { ParameterLayout, toVector, type Vector } from "../parameters.js";
import type { Architecture } from "./architecture.js";

export interface ImportedClassifier {
  readonly architecture: Architecture;
  /** The file's own weights as a flat vector, in the file's precision: what a learner starts from. */
  readonly parameters: Vector;
}

/**
 * A classifier exported from another framework as an ONNX file: a learner's architecture, whose tensors are the file's
 * float initialisers under their own names. It has one input [batch, ...] and gives scores [batch, classes]; a softmax at
 * its end is left out, since a learner takes logits. `initialise` gives the file's weights, whatever the stream. Await
 * `startEngine()` first.
 *
 * Limits: inference as the file has it (dropout off, running statistics fixed); a batch size fixed in the file is the only
 * one it takes; the operators of `@jax-js/onnx`.
 *
 * @throws OnnxError that names the operator, tensor or shape that stands in the way.
 */
export function onnxClassifier(bytes: Uint8Array): ImportedClassifier {
  const { input, output, run, weights } = importOnnx(bytes);
  const [, ...shape] = input.shape;
  const classes = output.shape[1];
  const text = (dimensions: readonly (number | null)[]) =>
    `[${dimensions.map((length) => length ?? "?").join(", ")}]`;
  if (shape.length === 0 || shape.includes(null))
    throw new OnnxError(
      `expected an input [batch, ...] with known lengths but for the batch, got ${text(input.shape)}`,
    );
  if (output.shape.length !== 2 || classes === null || classes === undefined)
    throw new OnnxError(
      `expected scores [batch, classes] of known classes, got '${output.name}' ${text(output.shape)}`,
    );
  if (Object.keys(weights).length === 0)
    throw new OnnxError("the model has no float initialisers: nothing to vary");
  const layout = ParameterLayout.of(weights);
  const exact = toVector(weights);
  const single = Object.values(weights).every(({ dtype }) => dtype === "float32");
  return {
    parameters: single ? new Float32Array(exact) : exact,
    architecture: {
      name: `ONNX classifier ${shape.join("x")}-${classes}`,
      layout,
      input: { shape: shape as number[], dtype: input.dtype },
      classes,
      predictions: 1,
      initialise: () => exact.slice(),
      logits: (parameters, inputs) => run(parameters as Record<string, np.Array>, inputs),
    },
  };
}
