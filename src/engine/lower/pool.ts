/**
 * jax-js's `pool` takes windows: [..., spatial] becomes [..., positions, window]. It moves entries without changing
 * them, so here it is a gather from the flattened spatial axes at indices known beforehand. Its transpose adds up
 * the windows: each entry gathers the windows that cover it.
 */
import type { Graph } from "../onnx/graph.js";
import { range, type Shape, sizeOf, strides as stridesOf } from "../shape.js";
import { pad } from "./layout.js";
import { reduce } from "./reduce.js";
import type { Rules } from "./rule.js";
import { reshape, store, type Value, value } from "./value.js";

export interface Windows {
  readonly window: readonly number[];
  readonly strides: readonly number[];
  /** Distance between neighbours in a window. Default 1. */
  readonly dilation?: readonly number[];
}

/** Numbers of window positions along each spatial axis. */
function positionsOf(spatial: Shape, { window, strides, dilation }: Windows): number[] {
  return spatial.map((length, i) => {
    const span = ((window[i] as number) - 1) * (dilation?.[i] ?? 1) + 1;
    return Math.ceil((length - span + 1) / (strides[i] as number));
  });
}

/** For each position and entry of its window, in row-major order, the flat index of the entry of x. */
function sources(spatial: Shape, windows: Windows): number[] {
  const positions = positionsOf(spatial, windows);
  const grid = [...positions, ...windows.window];
  const steps = stridesOf(grid);
  const pitch = stridesOf(spatial);
  const rank = spatial.length;
  return range(sizeOf(grid)).map((flat) => {
    const at = grid.map((length, i) => Math.floor(flat / (steps[i] as number)) % length);
    return range(rank).reduce((index, i) => {
      const corner = (at[i] as number) * (windows.strides[i] as number);
      const offset = (at[rank + i] as number) * (windows.dilation?.[i] ?? 1);
      return index + (corner + offset) * (pitch[i] as number);
    }, 0);
  });
}

/** [..., spatial] to [..., positions, window]. */
export function pool(graph: Graph, x: Value, windows: Windows): Value {
  const rank = windows.window.length;
  const leading = x.shape.slice(0, x.shape.length - rank);
  const spatial = x.shape.slice(leading.length);
  const flat = store(graph, reshape(graph, x, [...leading, sizeOf(spatial)]), [leading.length]);
  const index = sources(spatial, windows);
  const taken = take(graph, flat, index);
  return reshape(graph, taken, [...leading, ...positionsOf(spatial, windows), ...windows.window]);
}

/** Entries of the last axis at the given indices. */
function take(graph: Graph, x: Value, index: readonly number[]): Value {
  const axis = x.shape.length - 1;
  const indices = graph.integers(index);
  const name = graph.apply("Gather", [x.name, indices], { axis });
  return value(name, x.dtype, x.stored.with(axis, index.length), x.shape.with(axis, index.length));
}

/** [..., positions, window] to [..., spatial]: each entry is the sum of its copies, in the order of the windows. */
function poolTranspose(graph: Graph, x: Value, inShape: Shape, windows: Windows): Value {
  const rank = windows.window.length;
  const leading = inShape.slice(0, inShape.length - rank);
  const spatial = inShape.slice(leading.length);
  const copies: number[][] = range(sizeOf(spatial)).map(() => []);
  sources(spatial, windows).forEach((source, i) => {
    (copies[source] as number[]).push(i);
  });
  const count = copies.flat().length;
  const most = Math.max(1, ...copies.map((list) => list.length));
  // Entries with fewer copies gather zeros from beyond the end.
  const index = copies.flatMap((list) => range(most).map((i) => list[i] ?? count));
  const flat = reshape(graph, x, [...leading, count]);
  const withZero = pad(graph, flat, [...leading.map((): [number, number] => [0, 0]), [0, 1]]);
  const taken = take(graph, withZero, index);
  const grouped = reshape(graph, taken, [...leading, sizeOf(spatial), most]);
  return reshape(graph, reduce(graph, grouped, "Add", [leading.length + 1]), inShape);
}

export const poolRules: Rules = {
  pool: (graph, [x], windows: Windows) => [pool(graph, x as Value, windows)],
  pool_transpose: (graph, [x], { inShape, ...windows }: Windows & { inShape: number[] }) => [
    poolTranspose(graph, x as Value, inShape, windows),
  ],
};
