import type { Equation, Operand, Program, Variable } from "../trace.js";

/** Primitives that hand every entry of their operand on. */
const passing = new Set(["broadcast", "neg", "reshape", "stop_gradient", "transpose"]);

/**
 * The maxima that are only ever subtracted from what they are the maximum of, as softmax does. onnxruntime's maximum
 * overlooks NaN; here the NaN reaches the result by the other operand, and the guard against it can be saved.
 */
export function shiftMaxima(program: Program): ReadonlySet<Equation> {
  const uses = new Map<Operand, Equation[]>();
  for (const equation of program.equations) {
    for (const input of equation.inputs) uses.set(input, [...(uses.get(input) ?? []), equation]);
  }
  const results = new Set(program.outputs);
  const isOnlyAdded = (variable: Variable, to: Operand): boolean =>
    !results.has(variable) &&
    (uses.get(variable) ?? []).every(({ primitive, inputs, outputs }) => {
      if (primitive === "add") return inputs.includes(to);
      return passing.has(primitive) && isOnlyAdded(outputs[0] as Variable, to);
    });
  const isShift = ({ primitive, params, inputs, outputs }: Equation) =>
    primitive === "reduce" &&
    params.op === "Max" &&
    isOnlyAdded(outputs[0] as Variable, inputs[0] as Operand);
  return new Set(program.equations.filter(isShift));
}
