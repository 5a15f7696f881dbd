/** A model's parameters: a pytree of named tensors, and the flat vector that lists them. */
import { type JsTreeDef, tree } from "@jax-js/jax";
import { Tensor } from "../engine/index.js";

/** A leaf, or an array or object of trees. */
export type Tree<Leaf> = Leaf | readonly Tree<Leaf>[] | { readonly [name: string]: Tree<Leaf> };
export type ParameterTensors = Tree<Tensor>;
/** A pytree of jax-js arrays, as a traced function meets it: opaque, since TypeScript cannot map a recursive type. */
export type Traced = object;
export type Vector = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
export type FloatArray = typeof Float32Array | typeof Float64Array;

/** One tensor of a layout: its path in the pytree ("1.weight") and its place in the flat vector. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly length: number;
}

/** Names, shapes and order of a pytree's tensors: depth first, keys in the order they were written. */
export class ParameterLayout {
  readonly tensors: readonly NamedTensor[];
  /** Number of parameters. */
  readonly size: number;
  readonly definition: JsTreeDef;

  private constructor(tensors: readonly NamedTensor[], definition: JsTreeDef) {
    this.tensors = tensors;
    this.size = tensors.reduce((total, { length }) => total + length, 0);
    this.definition = definition;
  }

  /** @param parameters anything with a shape at the leaves: instances of a class, not plain objects. */
  static of(parameters: Tree<{ readonly shape: readonly number[] }>): ParameterLayout {
    const [leaves, definition] = tree.flatten(parameters as never) as unknown as [
      { readonly shape: readonly number[] }[],
      JsTreeDef,
    ];
    const names = paths(parameters);
    let offset = 0;
    const tensors = leaves.map(({ shape }, i): NamedTensor => {
      const length = shape.reduce((a, b) => a * b, 1);
      offset += length;
      return { name: names[i] as string, shape: [...shape], offset: offset - length, length };
    });
    return new ParameterLayout(tensors, definition);
  }

  /** The tensors of a flat vector, in order: copies, of type `Float`. */
  leaves(vector: Vector, Float: FloatArray): Tensor[] {
    return this.tensors.map(({ shape, offset, length }) => {
      const part = vector.subarray(offset, offset + length);
      return new Tensor(new Float(part), shape);
    });
  }

  /** Tensors for `fill`. */
  zeros(Float: FloatArray): Tensor[] {
    return this.tensors.map(({ shape, length }) => new Tensor(new Float(length), shape));
  }

  /** Copies a flat vector into tensors of this layout. */
  fill(leaves: readonly Tensor[], vector: Vector): void {
    this.tensors.forEach(({ offset, length }, i) => {
      (leaves[i] as Tensor).data.set(vector.subarray(offset, offset + length));
    });
  }

  /** The pytree of a flat vector. */
  tree(vector: Vector, Float: FloatArray): ParameterTensors {
    return tree.unflatten(this.definition, this.leaves(vector, Float)) as ParameterTensors;
  }
}

/** The leaves of a pytree, in the order of its layout. */
export function leavesOf<Leaf>(parameters: Tree<Leaf>): Leaf[] {
  return tree.leaves(parameters as never);
}

/** Gives a pytree's memory back to the engine. */
export function free(parameters: ParameterTensors): void {
  for (const leaf of leavesOf(parameters)) leaf.free();
}

/** The leaves of a pytree one after another, in double precision. */
export function toVector(parameters: ParameterTensors): Float64Array<ArrayBuffer> {
  const leaves = leavesOf(parameters);
  const vector = new Float64Array(leaves.reduce((total, { data }) => total + data.length, 0));
  let offset = 0;
  for (const { data } of leaves) {
    vector.set(data, offset);
    offset += data.length;
  }
  return vector;
}

function paths(node: Tree<object>): string[] {
  const children = Array.isArray(node) || Object.getPrototypeOf(node) === Object.prototype;
  if (!children) return [""];
  return Object.entries(node).flatMap(([key, child]) =>
    paths(child as Tree<object>).map((path) => (path === "" ? key : `${key}.${path}`)),
  );
}
