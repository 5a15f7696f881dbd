import { arrayOf, type DType, isFloat } from "../dtype.js";
import type { Graph } from "../onnx/graph.js";
import { elementType } from "../onnx/types.js";
import type { Rules } from "./rule.js";
import { literal, type Value, withLayoutOf } from "./value.js";

/** `x` as `dtype`. Floats saturate on their way to integers and NaN becomes 0, as on Wasm. */
export function cast(graph: Graph, x: Value, dtype: DType): Value {
  if (x.dtype === dtype) return x;
  if (x.literal !== undefined) return literal(graph, castNumber(x.literal, dtype), dtype, x.shape);
  if (isFloat(x.dtype) && (dtype === "int32" || dtype === "uint32")) return saturate(graph, x, dtype);
  return withLayoutOf(x, castName(graph, x.name, dtype), dtype);
}

/** ONNX's Cast by name: for types it holds exactly, or wraps. */
export function castName(graph: Graph, name: string, dtype: DType | "int64"): string {
  return graph.apply("Cast", [name], { to: elementType[dtype] });
}

function saturate(graph: Graph, x: Value, dtype: "int32" | "uint32"): Value {
  const [low, high] = range[dtype];
  const wide = castName(graph, x.name, "float64");
  const bound = (value: number) => literal(graph, value, "float64").name;
  const number = graph.apply("Where", [graph.apply("IsNaN", [wide]), bound(0), wide]);
  const bounded = graph.apply("Min", [graph.apply("Max", [number, bound(low)]), bound(high)]);
  const integer = castName(graph, bounded, "int64");
  return withLayoutOf(x, castName(graph, integer, dtype), dtype);
}

const range = { int32: [-(2 ** 31), 2 ** 31 - 1], uint32: [0, 2 ** 32 - 1] } as const;

function castNumber(number: number, dtype: DType): number {
  if (dtype === "bool") return Number(number !== 0);
  if (isFloat(dtype)) return new arrayOf[dtype]([number])[0] as number;
  const [low, high] = range[dtype];
  return Number.isNaN(number) ? 0 : Math.trunc(Math.min(high, Math.max(low, number)));
}

export const castRules: Rules = {
  cast: (graph, [x], { dtype }: { dtype: DType }) => [cast(graph, x as Value, dtype)],
};
