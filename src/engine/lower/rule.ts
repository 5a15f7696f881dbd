import type { Graph } from "../onnx/graph.js";
import type { ArrayType } from "../trace.js";
import type { Value } from "./value.js";

/**
 * How a primitive becomes operators of a graph.
 * @param params the primitive's parameters, as jax-js names them.
 * @param outputs types of the results, which the rule must return in order.
 */
export type Rule = (
  graph: Graph,
  inputs: readonly Value[],
  // biome-ignore lint/suspicious/noExplicitAny: each rule declares the parameters of its own primitives.
  params: any,
  outputs: readonly ArrayType[],
) => readonly Value[];

/** Rules by primitive. */
export type Rules = Readonly<Record<string, Rule>>;
