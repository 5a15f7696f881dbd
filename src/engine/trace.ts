/** Tracing: a function of jax-js arrays becomes a flat list of primitives, jax-js's jaxpr, read here and only here. */
import { type ClosedJaxpr, type JsTreeDef, makeJaxpr, numpy as np, tree } from "@jax-js/jax";
import { type Data, type DType, isDType } from "./dtype.js";
import type { Shape } from "./shape.js";

/** Type and shape of an array, without its values. */
export interface ArrayType {
  readonly dtype: DType;
  readonly shape: Shape;
}

/** A traced variable: equal to itself only. */
export interface Variable {
  readonly type: ArrayType;
}

/** A scalar known while tracing. jax-js rounds JavaScript numbers in traced code to float32. */
export interface Literal {
  readonly type: ArrayType;
  readonly literal: number;
}

export type Operand = Variable | Literal;

/** One primitive applied to operands. */
export interface Equation {
  readonly primitive: string;
  // biome-ignore lint/suspicious/noExplicitAny: jax-js's parameters differ by primitive; each rule names its own.
  readonly params: any;
  readonly inputs: readonly Operand[];
  readonly outputs: readonly Variable[];
}

/** A traced function. */
export interface Program {
  /** Name of the traced function, for messages. */
  readonly name: string;
  readonly inputs: readonly Variable[];
  readonly constants: readonly { readonly variable: Variable; readonly data: Data }[];
  readonly equations: readonly Equation[];
  readonly outputs: readonly Operand[];
  /** How the outputs are arranged in the function's result. */
  readonly resultTree: JsTreeDef;
}

/** A dtype the engine does not have, found while tracing. */
export class UnsupportedError extends Error {
  override readonly name = "UnsupportedError";
}

// biome-ignore lint/suspicious/noExplicitAny: any function of pytrees of arrays.
export type Traceable = (...args: any[]) => any;

/** Traces `fn` for arguments of the given types, arranged as `argumentTree`. */
export function trace(fn: Traceable, argumentTree: JsTreeDef, types: readonly ArrayType[]): Program {
  const stand = types.map(({ dtype, shape }) => np.zeros([...shape], { dtype: dtype as np.DType }));
  try {
    const args = tree.unflatten(argumentTree, stand) as np.Array[];
    const traced = makeJaxpr(fn)(...args) as { jaxpr: ClosedJaxpr; treedef: JsTreeDef };
    try {
      return readProgram(fn.name || "an unnamed function", traced.jaxpr, traced.treedef);
    } finally {
      traced.jaxpr.dispose();
    }
  } finally {
    tree.dispose(stand);
  }
}

type Jaxpr = ClosedJaxpr["jaxpr"];
type Atom = Jaxpr["outs"][number];
type Binder = Jaxpr["inBinders"][number];

function readProgram(name: string, closed: ClosedJaxpr, resultTree: JsTreeDef): Program {
  const jaxpr = closed.jaxpr.flatten().simplify();
  const variables = new Map<Atom, Variable>();
  const bind = (binder: Binder): Variable => {
    const variable = { type: arrayType(binder.aval, name) };
    variables.set(binder, variable);
    return variable;
  };
  const read = (atom: Atom): Operand => {
    if ("value" in atom) return { type: arrayType(atom.aval, name), literal: Number(atom.value) };
    return variables.get(atom) as Variable;
  };
  const binders = jaxpr.inBinders.map(bind);
  const constants = closed.consts.map((array, i) => ({
    variable: binders[i] as Variable,
    data: plain((array as np.Array).ref.dataSync() as Data, array.dtype),
  }));
  const equations = jaxpr.eqns.map((eqn) => ({
    primitive: eqn.primitive as string,
    params: eqn.params,
    inputs: eqn.inputs.map(read),
    outputs: eqn.outBinders.map(bind),
  }));
  return {
    name,
    inputs: binders.slice(constants.length),
    constants,
    equations,
    outputs: jaxpr.outs.map(read),
    resultTree,
  };
}

function arrayType({ dtype, shape }: { dtype: string; shape: number[] }, name: string): ArrayType {
  if (!isDType(dtype))
    throw new UnsupportedError(`no native ${dtype}, here of shape [${shape}] in ${name}: cast it to float32`);
  return { dtype, shape };
}

/** jax-js keeps booleans as 32-bit integers, the engine as bytes. */
export function plain(data: Data, dtype: string): Data {
  return dtype === "bool" ? Uint8Array.from(data, Number) : data;
}
