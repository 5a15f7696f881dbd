/**
 * Values of a graph, with lazy layout. An axis along which a value repeats is not stored, and the stored axes may be
 * in any order: broadcasting, transposing and inserting axes cost nothing, so that the broadcasts and transposes of a
 * gradient never exist in memory until an operator needs them.
 */
import { arrayOf, type Data, type DType } from "../dtype.js";
import type { Graph } from "../onnx/graph.js";
import { range, type Shape, sameShape, sizeOf } from "../shape.js";

export interface Value {
  /** Name in the graph. */
  readonly name: string;
  readonly dtype: DType;
  /** Shape in the program. */
  readonly shape: Shape;
  /** Shape in the graph. */
  readonly stored: Shape;
  /** For each axis of the program, the stored axis; `undefined` along axes of length 1 or where the value repeats. */
  readonly axes: readonly (number | undefined)[];
  /** The number, where all entries are one number known beforehand. */
  readonly literal?: number;
  /** Another order of storage that costs no more: a product can as well be computed transposed. */
  readonly swapped?: OtherStorage;
}

export interface OtherStorage {
  /** Name in the graph; its nodes are left out of the model unless it is used. */
  readonly name: string;
  readonly stored: Shape;
  /** For each stored axis of the value, that of the other storage. */
  readonly axes: readonly number[];
}

/** The same number in every entry. */
export function literal(graph: Graph, value: number, dtype: DType, shape: Shape = []): Value {
  const data: Data = new arrayOf[dtype]([value]);
  const name = graph.constant(dtype, data, []);
  return { name, dtype, shape, stored: [], axes: shape.map(() => undefined), literal: value };
}

/** Another value of the same layout as `x`. */
export function withLayoutOf(x: Value, name: string, dtype: DType = x.dtype): Value {
  return { name, dtype, shape: x.shape, stored: x.stored, axes: x.axes };
}

/** A value stored in the program's order of axes; where `stored` is 1 and `shape` longer, it repeats. */
export function value(name: string, dtype: DType, stored: Shape, shape: Shape = stored): Value {
  return {
    name,
    dtype,
    shape,
    stored,
    axes: stored.map((length, axis) => (length === 1 ? undefined : axis)),
  };
}

export function isStored(x: Value, axis: number): boolean {
  return x.axes[axis] !== undefined;
}

/** The shape with every axis that is not stored at length 1. */
export function storedShape(x: Value): number[] {
  return x.axes.map((axis) => (axis === undefined ? 1 : (x.stored[axis] as number)));
}

/** The program's axes that are stored, in the order of storage. */
export function storageOrder(x: Value): number[] {
  const stored = range(x.shape.length).filter((axis) => isStored(x, axis));
  return stored.sort((a, b) => (x.axes[a] as number) - (x.axes[b] as number));
}

/** Are the stored axes in the program's order? */
function isInOrder(x: Value): boolean {
  return storageOrder(x).every((axis, i, order) => i === 0 || (order[i - 1] as number) < axis);
}

/** The value in its other storage, if that is in the program's order and this is not. */
export function bestStorage(x: Value): Value {
  const { swapped, ...rest } = x;
  if (swapped === undefined || isInOrder(x)) return x;
  const axes = x.axes.map((axis) => (axis === undefined ? undefined : swapped.axes[axis]));
  if (!isInOrder({ ...rest, axes })) return x;
  return { ...rest, name: swapped.name, stored: swapped.stored, axes };
}

/** The value stored in the program's order, as `storedShape(x)`. */
export function inOrder(graph: Graph, value: Value): Value {
  const x = bestStorage(value);
  const target = storedShape(x);
  if (isInOrder(x)) return restored(graph, x, target);
  const held = storageOrder(x)
    .sort((a, b) => a - b)
    .map((axis) => x.axes[axis] as number);
  const perm = [...range(x.stored.length).filter((axis) => !held.includes(axis)), ...held];
  const moved = { ...x, name: graph.apply("Transpose", [x.name], { perm }) };
  return restored(graph, { ...moved, stored: perm.map((axis) => x.stored[axis] as number) }, target);
}

/** The same entries in the same order under another stored shape, which has the program's axes. */
function restored(graph: Graph, x: Value, stored: Shape): Value {
  return value(reshapeStored(graph, x, stored), x.dtype, stored, x.shape);
}

/** Name of the entries of `x`, in the order of storage, as another shape. */
export function reshapeStored(graph: Graph, x: Pick<Value, "name" | "stored">, stored: Shape): string {
  if (sameShape(stored, x.stored)) return x.name;
  const earlier = graph.producer(x.name);
  const source = earlier?.operator === "Reshape" ? (earlier.inputs[0] as string) : x.name;
  return graph.apply("Reshape", [source, graph.integers(stored)]);
}

/** The value stored in order, and in full along the given axes. */
export function store(graph: Graph, x: Value, axes: readonly number[] = range(x.shape.length)): Value {
  const ordered = inOrder(graph, x);
  const stored = ordered.stored.map((length, axis) =>
    axes.includes(axis) ? (x.shape[axis] as number) : length,
  );
  if (sameShape(stored, ordered.stored)) return ordered;
  return value(graph.apply("Expand", [ordered.name, graph.integers(stored)]), x.dtype, stored, x.shape);
}

/** Axis i of the result is axis permutation[i] of x. */
export function permute(x: Value, permutation: readonly number[]): Value {
  return {
    ...x,
    shape: permutation.map((axis) => x.shape[axis] as number),
    axes: permutation.map((axis) => x.axes[axis]),
  };
}

/** Inserts axes along which the value repeats, so that it has the given shape. */
export function insertAxes(x: Value, shape: Shape, inserted: readonly number[]): Value {
  let own = 0;
  return { ...x, shape, axes: shape.map((_, axis) => (inserted.includes(axis) ? undefined : x.axes[own++])) };
}

/** Row-major reshape. Runs of axes that are not stored stay so; runs stored in part are stored in full. */
export function reshape(graph: Graph, x: Value, shape: Shape): Value {
  if (sizeOf(shape) === 0) {
    const full = store(graph, x);
    return value(reshapeStored(graph, full, shape), x.dtype, shape);
  }
  const runs = pairedAxes(x.shape, shape).map(({ from, to }) => ({
    from: from.filter((axis) => x.shape[axis] !== 1),
    to: to.filter((axis) => shape[axis] !== 1),
  }));
  return renamed(x, shape, runs) ?? viewed(graph, x, shape, runs) ?? reshapedInOrder(graph, x, shape, runs);
}

/** Axes of equal total length before and after a reshape, without those of length 1. */
interface Run {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Where only axes of length 1 come or go. */
function renamed(x: Value, shape: Shape, runs: readonly Run[]): Value | undefined {
  if (runs.some(({ from, to }) => from.length > 1 || to.length > 1)) return undefined;
  const sources = new Map(runs.map(({ from, to }) => [to[0], from[0]]));
  const axes = shape.map((_, axis) => {
    const source = sources.get(axis);
    return source === undefined ? undefined : x.axes[source];
  });
  return { ...x, shape, axes };
}

/** Where the axes of every run stand together in storage, in whatever order the runs do. */
function viewed(graph: Graph, x: Value, shape: Shape, runs: readonly Run[]): Value | undefined {
  const order = storageOrder(x);
  const start = ({ from }: Run) => order.indexOf(from[0] as number);
  const held = runs.filter(({ from }) => from.some((axis) => isStored(x, axis)));
  if (
    !held.every((run) => run.from.every((axis, i) => isStored(x, axis) && order[start(run) + i] === axis))
  ) {
    return undefined;
  }
  const targets = held.sort((a, b) => start(a) - start(b)).flatMap(({ to }) => to);
  const stored = targets.map((axis) => shape[axis] as number);
  const axes = shape.map((_, axis) => (targets.includes(axis) ? targets.indexOf(axis) : undefined));
  return { name: reshapeStored(graph, x, stored), dtype: x.dtype, shape, stored, axes };
}

function reshapedInOrder(graph: Graph, x: Value, shape: Shape, runs: readonly Run[]): Value {
  const held = runs.filter(({ from }) => from.some((axis) => isStored(x, axis)));
  const source = store(
    graph,
    x,
    held.flatMap(({ from }) => from),
  );
  const targets = held.flatMap(({ to }) => to);
  const stored = shape.map((length, axis) => (targets.includes(axis) ? length : 1));
  return value(reshapeStored(graph, source, stored), x.dtype, stored, shape);
}

/** Splits two shapes of one size into the shortest runs of axes with equal products. */
function pairedAxes(from: Shape, to: Shape): Run[] {
  const runs: Run[] = [];
  let i = 0;
  let j = 0;
  while (i < from.length || j < to.length) {
    const run = { from: [] as number[], to: [] as number[] };
    let left = 1;
    let right = 1;
    do {
      if (left <= right && i < from.length) {
        left *= from[i] as number;
        run.from.push(i++);
      } else {
        right *= to[j] as number;
        run.to.push(j++);
      }
    } while (left !== right);
    runs.push(run);
  }
  return runs;
}
