import type { DType } from "../dtype.js";
import type { Attributes } from "../onnx/attributes.js";
import type { Graph } from "../onnx/graph.js";
import { broadcastShapes, sameShape, sizeOf } from "../shape.js";
import { cast, castName } from "./cast.js";
import { bestStorage, inOrder, reshapeStored, type Value, withLayoutOf } from "./value.js";

/** Applies an operator that broadcasts, to operands of one type. What the program repeats, the operator repeats. */
export function elementwise(
  graph: Graph,
  operator: string,
  inputs: readonly Value[],
  dtype: DType = (inputs[0] as Value).dtype,
  attributes: Attributes = {},
): Value {
  return mapped(graph, inputs, dtype, (names) => graph.apply(operator, names, attributes));
}

/** A value computed entry by entry: `compute` is given the names of operands whose stored shapes broadcast. */
export function mapped(
  graph: Graph,
  operands: readonly Value[],
  dtype: DType,
  compute: (names: readonly string[]) => string,
): Value {
  const inputs = operands.map(bestStorage);
  const shape = broadcastShapes(...inputs.map((x) => x.shape));
  const layout = commonLayout(inputs, shape.length);
  if (layout !== undefined) {
    const names = inputs.map((x) =>
      x.stored.length > layout.stored.length ? reshapeStored(graph, x, []) : x.name,
    );
    return { name: compute(names), dtype, shape, stored: layout.stored, axes: layout.axes };
  }
  const aligned = inputs.map((x) => alignedRight(graph, x));
  const stored = broadcastShapes(...aligned.map((x) => x.stored));
  const missing = shape.length - stored.length;
  const axes = shape.map((_, axis) => ((stored[axis - missing] ?? 1) === 1 ? undefined : axis - missing));
  return { name: compute(aligned.map(({ name }) => name)), dtype, shape, stored, axes };
}

/** The layout that all operands but numbers share, if there is one: then nothing need be moved. */
function commonLayout(inputs: readonly Value[], rank: number): Value | undefined {
  const [first, ...others] = inputs.filter((x) => sizeOf(x.stored) !== 1);
  if (first === undefined || first.shape.length !== rank) return undefined;
  const isAlike = (x: Value) =>
    x.shape.length === rank &&
    sameShape(x.stored, first.stored) &&
    x.axes.every((axis, i) => axis === first.axes[i]);
  return others.every(isAlike) ? first : undefined;
}

/** The operand in the program's order; leading axes that ONNX would add by itself may be missing. */
function alignedRight(graph: Graph, x: Value): Pick<Value, "name" | "stored"> {
  const missing = x.shape.length - x.stored.length;
  const isAligned = x.axes.every((axis, i) => axis === undefined || axis === i - missing);
  return isAligned && missing >= 0 ? x : inOrder(graph, x);
}

/** Computes in another type, where onnxruntime has no kernel for the type at hand. */
export function computedAs(
  graph: Graph,
  dtype: DType,
  inputs: readonly Value[],
  compute: (inputs: readonly Value[]) => Value,
): Value {
  const own = (inputs[0] as Value).dtype;
  const result = compute(inputs.map((x) => cast(graph, x, dtype)));
  return result.dtype === own ? result : withLayoutOf(result, castName(graph, result.name, own), own);
}
