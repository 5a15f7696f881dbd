import { isFloat } from "../dtype.js";
import { computedAs, elementwise } from "./elementwise.js";
import type { Rule, Rules } from "./rule.js";
import { literal, type Value } from "./value.js";

/** An operator with kernels for both precisions. */
function both(operator: string): Rule {
  return (graph, [x]) => [elementwise(graph, operator, [x as Value])];
}

/** An operator with a kernel for single precision only: double precision is computed through it, as on Wasm. */
function single(operator: string): Rule {
  return (graph, [x]) => [
    computedAs(graph, "float32", [x as Value], ([y]) => elementwise(graph, operator, [y as Value])),
  ];
}

/** Rounding leaves integers alone. */
function rounding(operator: string): Rule {
  return (graph, [x]) => [
    isFloat((x as Value).dtype) ? elementwise(graph, operator, [x as Value]) : (x as Value),
  ];
}

/** Rules of the elementary and special functions. */
export const functionRules: Rules = {
  exp: both("Exp"),
  log: both("Log"),
  sqrt: both("Sqrt"),
  reciprocal: (graph, inputs, ...rest) => {
    const { literal: number, dtype, shape } = inputs[0] as Value;
    // Kept in double precision: a quotient by a number in a program of float64 is then as exact as it can be.
    if (number !== undefined) return [literal(graph, 1 / number, dtype, shape)];
    return both("Reciprocal")(graph, inputs, ...rest);
  },
  sin: both("Sin"),
  cos: both("Cos"),
  asin: single("Asin"),
  atan: single("Atan"),
  erf: single("Erf"),
  erfc: (graph, [x]) => [
    computedAs(graph, "float32", [x as Value], ([y]) => {
      const one = literal(graph, 1, "float32");
      return elementwise(graph, "Sub", [one, elementwise(graph, "Erf", [y as Value])]);
    }),
  ],
  floor: rounding("Floor"),
  ceil: rounding("Ceil"),
};
