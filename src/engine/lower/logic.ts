import { type DType, promote } from "../dtype.js";
import type { Graph } from "../onnx/graph.js";
import { cast, castName } from "./cast.js";
import { elementwise, mapped } from "./elementwise.js";
import type { Rules } from "./rule.js";
import type { Value } from "./value.js";

const comparison = { less: "Less", less_equal: "LessOrEqual", equal: "Equal", not_equal: "Equal" } as const;

/** Comparison; any comparison with NaN is false, but not_equal true. */
function compare(graph: Graph, x: Value, y: Value, op: keyof typeof comparison): Value {
  const dtype = operandType(x, y);
  const operands = [cast(graph, x, dtype), cast(graph, y, dtype)];
  return mapped(graph, operands, "bool", (names) => {
    const [a, b] = names.map((name) => comparable(graph, name, dtype)) as [string, string];
    const holds = graph.apply(comparison[op], [a, b]);
    return op === "not_equal" ? graph.apply("Not", [holds]) : holds;
  });
}

/** A literal takes the type of a variable. */
function operandType(x: Value, y: Value): DType {
  if (x.literal !== undefined && y.literal === undefined && y.dtype !== "bool") return y.dtype;
  if (y.literal !== undefined && x.literal === undefined && x.dtype !== "bool") return x.dtype;
  return promote(x.dtype, y.dtype);
}

/** onnxruntime orders neither booleans nor unsigned integers. */
function comparable(graph: Graph, name: string, dtype: DType): string {
  if (dtype === "bool") return castName(graph, name, "int32");
  return dtype === "uint32" ? castName(graph, name, "int64") : name;
}

/** condition ? x : y. */
function select(graph: Graph, condition: Value, x: Value, y: Value): Value {
  if (x.dtype === "bool") {
    const either = [
      elementwise(graph, "And", [condition, x]),
      elementwise(graph, "And", [elementwise(graph, "Not", [condition]), y]),
    ];
    return elementwise(graph, "Or", either);
  }
  if (x.dtype !== "uint32") return elementwise(graph, "Where", [condition, x, y], x.dtype);
  return mapped(graph, [condition, x, y], "uint32", ([chooser, ...names]) => {
    const signed = names.map((name) => castName(graph, name, "int32"));
    return castName(graph, graph.apply("Where", [chooser as string, ...signed]), "uint32");
  });
}

/** Rules of comparison and choice. */
export const logicRules: Rules = {
  compare: (graph, [x, y], { op }: { op: keyof typeof comparison }) => [
    compare(graph, x as Value, y as Value, op),
  ],
  where: (graph, [condition, x, y], _, [output]) => {
    const { dtype } = output as Value;
    return [
      select(graph, condition as Value, cast(graph, x as Value, dtype), cast(graph, y as Value, dtype)),
    ];
  },
};
