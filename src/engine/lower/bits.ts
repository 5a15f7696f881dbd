import { arrayOf } from "../dtype.js";
import type { Graph } from "../onnx/graph.js";
import { range, type Shape, sizeOf } from "../shape.js";
import { cast, castName } from "./cast.js";
import { elementwise, mapped } from "./elementwise.js";
import type { Rules } from "./rule.js";
import { threefry } from "./threefry.js";
import { insertAxes, literal, type Value, value } from "./value.js";

const combination = {
  and: ["And", "BitwiseAnd"],
  or: ["Or", "BitwiseOr"],
  xor: ["Xor", "BitwiseXor"],
} as const;

/** Logical shift of the 32 bits; the distance counts modulo 32. */
function shift(graph: Graph, x: Value, distance: Value, op: "shl" | "shr"): Value {
  const mask = literal(graph, 31, "uint32").name;
  return mapped(graph, [x, distance], x.dtype, (names) => {
    const [bits, by] = names.map((name) => castName(graph, name, "uint32")) as [string, string];
    const direction = op === "shl" ? "LEFT" : "RIGHT";
    const shifted = graph.apply("BitShift", [bits, graph.apply("BitwiseAnd", [by, mask])], { direction });
    return castName(graph, shifted, x.dtype);
  });
}

/** Random bits of Threefry-2x32 at counters (0, i), from a pair of keys or one pair per leading index. */
function randomBits(graph: Graph, keys: readonly [Value, Value], shape: Shape, mode: "xor" | 0 | 1): Value {
  const own = keys[0].shape.length;
  const counted = shape.slice(own);
  const count = sizeOf(counted);
  const data = new arrayOf.uint32(range(count));
  const ones = counted.map(() => 1);
  const spread = (key: Value) =>
    insertAxes(
      key,
      [...key.shape, ...ones],
      range(counted.length).map((i) => own + i),
    );
  const counter = value(graph.constant("uint32", data, counted), "uint32", counted);
  const high = literal(graph, 0, "uint32");
  const bits = mapped(graph, [spread(keys[0]), spread(keys[1]), high, counter], "uint32", (names) =>
    threefry(graph, names as [string, string, string, string], mode),
  );
  return { ...bits, shape };
}

/** Rules on the bits of integers. */
export const bitRules: Rules = {
  bit_combine: (graph, [x, y], { op }: { op: keyof typeof combination }, [output]) => {
    const { dtype } = output as Value;
    const operator = combination[op][dtype === "bool" ? 0 : 1];
    return [elementwise(graph, operator, [cast(graph, x as Value, dtype), cast(graph, y as Value, dtype)])];
  },
  bit_shift: (graph, [x, y], { op }: { op: "shl" | "shr" }) => [shift(graph, x as Value, y as Value, op)],
  random_bits: (graph, [a, b], { shape, mode }: { shape: number[]; mode: "xor" | 0 | 1 }) => [
    randomBits(graph, [a as Value, b as Value], shape, mode),
  ],
};
