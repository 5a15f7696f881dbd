import type { DType } from "../dtype.js";
import type { Graph } from "../onnx/graph.js";
import { UnsupportedError } from "../trace.js";
import { castName } from "./cast.js";
import { mapped } from "./elementwise.js";
import type { Rules } from "./rule.js";
import { literal, type Value, withLayoutOf } from "./value.js";

const isInteger = (dtype: DType) => dtype === "int32" || dtype === "uint32";

/** The same bits as another type of the same width. ONNX cannot read a float's bits. */
function reinterpret(graph: Graph, x: Value, dtype: DType): Value {
  if (x.dtype === dtype) return x;
  if (isInteger(x.dtype) && isInteger(dtype)) return withLayoutOf(x, castName(graph, x.name, dtype), dtype);
  if (isInteger(x.dtype) && dtype === "float32") return floatOfBits(graph, x);
  throw new UnsupportedError(`no native form of bitcast from ${x.dtype} to ${dtype} of shape [${x.shape}]`);
}

/** (-1)^sign 2^(exponent - 127) (1 + fraction / 2^23), and IEEE 754's special cases. */
function floatOfBits(graph: Graph, x: Value): Value {
  const word = (value: number) => literal(graph, value, "uint32").name;
  const number = (value: number) => literal(graph, value, "float32").name;
  const apply = (operator: string, ...inputs: string[]) => graph.apply(operator, inputs);
  const field = (bits: string, from: number, mask: number) => {
    const shifted = graph.apply("BitShift", [bits, word(from)], { direction: "RIGHT" });
    return castName(graph, apply("BitwiseAnd", shifted, word(mask)), "float32");
  };
  return mapped(graph, [x], "float32", ([name]) => {
    const bits = castName(graph, name as string, "uint32");
    const [sign, exponent, fraction] = [
      field(bits, 31, 1),
      field(bits, 23, 255),
      field(bits, 0, 2 ** 23 - 1),
    ];
    const significand = apply("Add", number(1), apply("Mul", fraction, number(2 ** -23)));
    const power = apply("Pow", number(2), apply("Sub", exponent, number(127)));
    const normal = apply("Mul", significand, power);
    const small = apply("Mul", apply("Mul", fraction, number(2 ** -23)), number(2 ** -126));
    const special = apply("Where", apply("Equal", fraction, number(0)), number(Infinity), number(NaN));
    const finite = apply("Where", apply("Equal", exponent, number(0)), small, normal);
    const magnitude = apply("Where", apply("Equal", exponent, number(255)), special, finite);
    return apply("Where", apply("Equal", sign, number(1)), apply("Neg", magnitude), magnitude);
  });
}

export const bitcastRules: Rules = {
  bitcast: (graph, [x], { dtype }: { dtype: DType }) => [reinterpret(graph, x as Value, dtype)],
};
