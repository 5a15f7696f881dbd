import { isFloat } from "../dtype.js";
import type { Graph } from "../onnx/graph.js";
import { cast, castName } from "./cast.js";
import { elementwise, mapped } from "./elementwise.js";
import type { Rule, Rules } from "./rule.js";
import { literal, type Value, withLayoutOf } from "./value.js";

type Combine = (graph: Graph, x: Value, y: Value) => Value;

/** A rule for two operands of the result's type. */
function binary(combine: Combine): Rule {
  return (graph, [x, y], _, [output]) => {
    const { dtype } = output as Value;
    return [combine(graph, cast(graph, x as Value, dtype), cast(graph, y as Value, dtype))];
  };
}

/** The operator, or its counterpart for booleans. */
function operator(name: string, logical: string): Combine {
  return (graph, x, y) => elementwise(graph, x.dtype === "bool" ? logical : name, [x, y]);
}

/** The operand that `operator` was applied to, if `x` is such a value of the same shape. */
function operandOf(graph: Graph, x: Value, operator: string): Value | undefined {
  const node = graph.producer(x.name);
  return node?.operator === operator ? withLayoutOf(x, node.inputs[0] as string) : undefined;
}

/** x + y; x + (-y) as x - y. */
function add(graph: Graph, x: Value, y: Value): Value {
  const negatedY = operandOf(graph, y, "Neg");
  if (negatedY) return elementwise(graph, "Sub", [x, negatedY]);
  const negatedX = operandOf(graph, x, "Neg");
  if (negatedX) return elementwise(graph, "Sub", [y, negatedX]);
  return operator("Add", "Or")(graph, x, y);
}

/** x y; x (1 / y) as x / y. */
function multiply(graph: Graph, x: Value, y: Value): Value {
  const invertedY = operandOf(graph, y, "Reciprocal");
  if (invertedY) return elementwise(graph, "Div", [x, invertedY]);
  const invertedX = operandOf(graph, x, "Reciprocal");
  if (invertedX) return elementwise(graph, "Div", [y, invertedX]);
  return operator("Mul", "And")(graph, x, y);
}

/** Integer division and remainder in 64 bits: on 32, -2^31 / -1 and n / 0 end the process. Here n / 0 = n. */
function wholeDivision(graph: Graph, name: "Div" | "Mod", x: Value, y: Value): Value {
  const zero = graph.constant("int64", BigInt64Array.of(0n), []);
  const one = graph.constant("int64", BigInt64Array.of(1n), []);
  return mapped(graph, [x, y], x.dtype, (names) => {
    const [dividend, divisor] = names.map((name) => castName(graph, name, "int64")) as [string, string];
    const safe = graph.apply("Where", [graph.apply("Equal", [divisor, zero]), one, divisor]);
    const result = graph.apply(name, [dividend, safe], name === "Mod" ? { fmod: 1 } : {});
    return castName(graph, result, x.dtype);
  });
}

/** The quotient rounded towards zero. */
function truncatedQuotient(graph: Graph, x: Value, y: Value): Value {
  if (!isFloat(x.dtype)) return wholeDivision(graph, "Div", x, y);
  const quotient = elementwise(graph, "Div", [x, y]);
  const negative = elementwise(graph, "Less", [quotient, literal(graph, 0, x.dtype)], "bool");
  const rounded = ["Ceil", "Floor"].map((name) => elementwise(graph, name, [quotient]));
  return elementwise(graph, "Where", [negative, ...rounded], x.dtype);
}

/** The remainder with the sign of the dividend. */
function remainder(graph: Graph, x: Value, y: Value): Value {
  if (!isFloat(x.dtype)) return wholeDivision(graph, "Mod", x, y);
  return elementwise(graph, "Mod", [x, y], x.dtype, { fmod: 1 });
}

function negate(graph: Graph, x: Value): Value {
  if (x.literal !== undefined && x.dtype !== "uint32") return literal(graph, -x.literal, x.dtype, x.shape);
  if (x.dtype === "uint32") return elementwise(graph, "Sub", [literal(graph, 0, x.dtype), x]);
  return operandOf(graph, x, "Neg") ?? elementwise(graph, "Neg", [x]);
}

/** Rules of + - x / and their kin. */
export const arithmeticRules: Rules = {
  add: binary(add),
  mul: binary(multiply),
  idiv: binary(truncatedQuotient),
  mod: binary(remainder),
  min: binary(operator("Min", "And")),
  max: binary(operator("Max", "Or")),
  neg: (graph, [x]) => [negate(graph, x as Value)],
  stop_gradient: (_, [x]) => [x as Value],
};
