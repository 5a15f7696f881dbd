import { type DType, isFloat } from "../dtype.js";
import type { Graph } from "../onnx/graph.js";
import { sizeOf } from "../shape.js";
import { castName } from "./cast.js";
import { elementwise } from "./elementwise.js";
import type { Rules } from "./rule.js";
import { isStored, literal, store, type Value } from "./value.js";

type Reduction = "Add" | "Mul" | "Min" | "Max";

const operator = { Add: "ReduceSum", Mul: "ReduceProd", Min: "ReduceMin", Max: "ReduceMax" } as const;

/** Booleans are added by `or` and multiplied by `and`. */
const logical = { Add: "ReduceMax", Mul: "ReduceMin", Min: "ReduceMin", Max: "ReduceMax" } as const;

/** The types onnxruntime reduces in: unsigned integers need 33 bits to compare, 32 to add. */
function reducedIn(dtype: DType): DType | "int64" {
  if (dtype === "bool") return "int32";
  return dtype === "uint32" ? "int64" : dtype;
}

/** A maximum or minimum that overlooks no NaN, as onnxruntime's do: min(x, 0) sums to NaN only where there is one. */
function keepNaN(graph: Graph, x: Value, extremum: Value, axes: readonly number[]): Value {
  const number = (value: number) => literal(graph, value, x.dtype);
  const sum = reduce(graph, elementwise(graph, "Min", [x, number(0)]), "Add", axes);
  const hasNaN = elementwise(graph, "IsNaN", [sum], "bool");
  return elementwise(graph, "Where", [hasNaN, number(Number.NaN), extremum], x.dtype);
}

/** Combines all entries along `axes`. A sum over an axis along which the value repeats is a multiple. */
export function reduce(graph: Graph, x: Value, op: Reduction, axes: readonly number[]): Value {
  const source = op === "Mul" ? store(graph, x, axes) : x;
  const isKept = (_: unknown, axis: number) => !axes.includes(axis);
  const stored = axes.filter((axis) => isStored(source, axis)).map((axis) => source.axes[axis] as number);
  const result: Value = {
    name: stored.length === 0 ? source.name : reduceStored(graph, source, op, stored),
    dtype: x.dtype,
    shape: x.shape.filter(isKept),
    stored: source.stored.map((length, axis) => (stored.includes(axis) ? 1 : length)),
    axes: source.axes.filter(isKept),
  };
  const repeated = axes.filter((axis) => !isStored(source, axis));
  const times = sizeOf(repeated.map((axis) => x.shape[axis] as number));
  if (op !== "Add" || x.dtype === "bool" || times === 1) return result;
  return elementwise(graph, "Mul", [result, literal(graph, times, x.dtype)]);
}

/** Reduced axes stay, at length 1. */
function reduceStored(graph: Graph, x: Value, op: Reduction, axes: readonly number[]): string {
  const wide = reducedIn(x.dtype);
  const input = wide === x.dtype ? x.name : castName(graph, x.name, wide);
  const name = x.dtype === "bool" ? logical[op] : operator[op];
  const output = graph.apply(name, [input, graph.integers(axes)], { keepdims: 1 });
  return wide === x.dtype ? output : castName(graph, output, x.dtype);
}

interface ReduceParams {
  readonly op: Reduction;
  readonly axis: number[];
  /** Whether a NaN in x reaches the result of the program by another way. */
  readonly passesNaN: boolean;
}

export const reduceRules: Rules = {
  reduce: (graph, [operand], { op, axis, passesNaN }: ReduceParams) => {
    const x = operand as Value;
    const result = reduce(graph, x, op, axis);
    const isExact = op === "Add" || op === "Mul" || passesNaN || !isFloat(x.dtype) || axis.length === 0;
    return [isExact ? result : keepNaN(graph, x, result, axis)];
  },
};
