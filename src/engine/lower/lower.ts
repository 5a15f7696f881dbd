import { Graph } from "../onnx/graph.js";
import {
  type ArrayType,
  type Equation,
  type Operand,
  type Program,
  UnsupportedError,
  type Variable,
} from "../trace.js";
import { cast } from "./cast.js";
import { rules } from "./rules.js";
import { shiftMaxima } from "./shift.js";
import { literal, store, type Value, value } from "./value.js";

/** A program as an ONNX model: inputs `input0`, ..., outputs `output0`, ..., in the program's order. */
export function lower(program: Program): Uint8Array<ArrayBuffer> {
  const graph = new Graph();
  const values = new Map<Operand, Value>();
  const read = (operand: Operand): Value =>
    "literal" in operand
      ? literal(graph, operand.literal, operand.type.dtype)
      : (values.get(operand) as Value);

  for (const variable of program.inputs) {
    const { dtype, shape } = variable.type;
    values.set(variable, value(graph.input(dtype, shape), dtype, shape));
  }
  for (const { variable, data } of program.constants) {
    const { dtype, shape } = variable.type;
    values.set(variable, value(graph.constant(dtype, data, shape), dtype, shape));
  }
  const shifts = shiftMaxima(program);
  for (const equation of program.equations) {
    const operands = equation.inputs.map(read);
    const params = { ...equation.params, passesNaN: shifts.has(equation) };
    const results = applyRule(graph, program, { ...equation, params }, operands);
    equation.outputs.forEach((variable, i) => {
      values.set(variable, results[i] as Value);
    });
  }
  for (const operand of program.outputs) {
    const { dtype, shape } = operand.type;
    graph.output(store(graph, cast(graph, read(operand), dtype)).name, dtype, shape);
  }
  return graph.toBytes();
}

function applyRule(
  graph: Graph,
  program: Program,
  { primitive, inputs, params, outputs }: Equation,
  operands: readonly Value[],
): readonly Value[] {
  const rule = rules[primitive];
  const types = outputs.map(({ type }: Variable) => type);
  if (rule === undefined) {
    throw new UnsupportedError(
      `no native form of ${primitive} from ${listed(inputs.map(({ type }) => type))} to ${listed(types)}, used by ${program.name}`,
    );
  }
  return rule(graph, operands, params, types);
}

function listed(types: readonly ArrayType[]): string {
  return types.map(({ dtype, shape }) => `${dtype}[${shape}]`).join(", ");
}
