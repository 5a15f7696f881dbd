import type { Equation, Operand, Program, Variable } from "./trace.js";

/** Primitives whose results are worth keeping: all else costs little beside them, and a broadcast would only grow. */
const costly = new Set(["conv", "dot"]);

/** A program in two: `fixed` reads the held inputs alone, `varying` all inputs and then the results of `fixed`. */
export interface Divided {
  readonly fixed: Program;
  readonly varying: Program;
}

/**
 * Divides a program at the contractions that depend on its first `held` inputs alone: the forward pass of a product with
 * a vector, where parameters and data are held. `undefined` where there is none.
 */
export function divide(program: Program, held: number): Divided | undefined {
  const inputs = program.inputs.slice(0, held);
  const isFixed = fixedBy([...inputs, ...program.constants.map(({ variable }) => variable)]);
  const fixed = new Set(program.equations.filter(isFixed));
  const isKept = (equation: Equation) => costly.has(equation.primitive) && fixed.has(equation);
  const varying = needed(program, program.outputs, (equation) => !isKept(equation));
  const read = new Set(varying.flatMap((equation) => equation.inputs).concat(program.outputs));
  const kept = program.equations
    .filter(isKept)
    .flatMap(({ outputs }) => outputs)
    .filter((variable) => read.has(variable));
  if (kept.length === 0) return undefined;
  return {
    fixed: { ...program, inputs, equations: needed(program, kept, () => true), outputs: kept },
    varying: { ...program, inputs: [...program.inputs, ...kept], equations: varying },
  };
}

/** Whether an equation depends on `known` alone; to be asked of the equations in order. */
function fixedBy(known: Iterable<Operand>): (equation: Equation) => boolean {
  const fixed = new Set(known);
  return ({ inputs, outputs }) => {
    const all = inputs.every((input) => "literal" in input || fixed.has(input));
    if (all) for (const output of outputs) fixed.add(output);
    return all;
  };
}

/** The equations that `wanted` needs, in order, without those that `may` refuses. */
function needed(
  { equations }: Program,
  wanted: readonly Operand[],
  may: (equation: Equation) => boolean,
): Equation[] {
  const open = new Set<Operand>(wanted);
  const isNeeded = (equation: Equation): boolean => {
    const used = equation.outputs.some((output: Variable) => open.has(output)) && may(equation);
    if (used) for (const input of equation.inputs) open.add(input);
    return used;
  };
  return equations.toReversed().filter(isNeeded).toReversed();
}
