/** Pytrees: arrays of arrays and plain objects of them, as jax-js knows them. */
import { type JsTreeDef, type numpy as np, tree } from "@jax-js/jax";
import type { Data } from "./dtype.js";
import type { Tensor } from "./tensor.js";

export type { JsTreeDef };

/** `T` with every jax-js array replaced. */
export type WithLeaves<T, Leaf> = T extends np.Array ? Leaf : { [K in keyof T]: WithLeaves<T[K], Leaf> };

/** What a compiled function takes where the traced one takes an array. Plain data has the example's shape. */
export type Fed<T> = WithLeaves<T, Tensor | Data>;

/** What a compiled function returns where the traced one returns an array. */
export type Returned<T> = WithLeaves<T, Tensor>;

export function flatten<Leaf>(value: unknown): [Leaf[], JsTreeDef] {
  return tree.flatten(value as Leaf);
}

export function unflatten<T>(definition: JsTreeDef, leaves: readonly unknown[]): T {
  return tree.unflatten(definition, leaves) as T;
}
