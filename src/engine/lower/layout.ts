import { arrayOf } from "../dtype.js";
import type { Graph } from "../onnx/graph.js";
import type { Shape } from "../shape.js";
import { cast, castName } from "./cast.js";
import type { Rules } from "./rule.js";
import {
  inOrder,
  insertAxes,
  isStored,
  permute,
  reshape,
  store,
  type Value,
  value,
  withLayoutOf,
} from "./value.js";

type Pair = readonly [number, number];

/** Entries start to end - 1 along every axis. */
export function shrink(graph: Graph, x: Value, bounds: readonly Pair[]): Value {
  const shape = bounds.map(([start, end]) => end - start);
  const cut = shape.flatMap((length, axis) => (isStored(x, axis) && length !== x.shape[axis] ? [axis] : []));
  if (cut.length === 0) return { ...x, shape };
  const held = cut.map((axis) => x.axes[axis] as number);
  const sliced = graph.apply("Slice", [
    x.name,
    graph.integers(cut.map((axis) => (bounds[axis] as Pair)[0])),
    graph.integers(cut.map((axis) => (bounds[axis] as Pair)[1])),
    graph.integers(held),
  ]);
  const stored = x.stored.map((length, i) =>
    held.includes(i) ? (shape[cut[held.indexOf(i)] as number] as number) : length,
  );
  const axes = x.axes.map((axis) => (axis === undefined || stored[axis] === 1 ? undefined : axis));
  return { name: sliced, dtype: x.dtype, shape, stored, axes };
}

/** Zeros before and after each axis. */
export function pad(graph: Graph, x: Value, widths: readonly Pair[]): Value {
  const axes = widths.flatMap(([before, after], axis) => (before !== 0 || after !== 0 ? [axis] : []));
  const full = store(graph, x, axes);
  const added = widths.map(([before, after]) => before + after);
  // One width for every axis: onnxruntime 1.30 moves transposes past Pad as if there were no `axes`.
  const amounts = [0, 1].flatMap((side) => widths.map((width) => width[side] as number));
  const padded = graph.apply("Pad", [
    full.name,
    graph.integers(amounts),
    graph.constant(x.dtype, new arrayOf[x.dtype](1), []),
  ]);
  const longer = (shape: Shape) => shape.map((length, axis) => length + (added[axis] as number));
  return value(padded, x.dtype, longer(full.stored), longer(full.shape));
}

function flip(graph: Graph, x: Value, axes: readonly number[]): Value {
  const held = axes.filter((axis) => isStored(x, axis)).map((axis) => x.axes[axis] as number);
  if (held.length === 0) return x;
  const each = (bound: number) => graph.integers(held.map(() => bound));
  const beforeFirst = -(2 ** 31);
  const name = graph.apply("Slice", [x.name, each(-1), each(beforeFirst), graph.integers(held), each(-1)]);
  return withLayoutOf(x, name);
}

function concatenate(graph: Graph, inputs: readonly Value[], axis: number): Value {
  const { dtype, shape: first } = inputs[0] as Value;
  const toStore = first.flatMap((_, i) => (i === axis || inputs.some((x) => isStored(x, i)) ? [i] : []));
  const parts = inputs.map((x) => store(graph, x, toStore));
  const names = parts.map(({ name }) => name);
  const joined = (shapes: readonly Shape[]) =>
    (shapes[0] as Shape).map((length, i) =>
      i === axis ? shapes.reduce((total, shape) => total + (shape[i] as number), 0) : length,
    );
  return value(
    graph.apply("Concat", names, { axis }),
    dtype,
    joined(parts.map(({ stored }) => stored)),
    joined(parts.map(({ shape }) => shape)),
  );
}

function split(graph: Graph, x: Value, axis: number, sizes: readonly number[]): Value[] {
  const shapes = sizes.map((size) => x.shape.with(axis, size));
  if (!isStored(x, axis)) {
    return shapes.map((shape) =>
      shrink(
        graph,
        x,
        shape.map((length): Pair => [0, length]),
      ),
    );
  }
  const whole = inOrder(graph, x);
  const names = graph.applyMany("Split", [whole.name, graph.integers(sizes)], { axis }, sizes.length);
  return names.map((name, i) =>
    value(name, x.dtype, whole.stored.with(axis, sizes[i] as number), shapes[i] as Shape),
  );
}

/** Booleans as bytes of an integer type, for operators without a kernel for them. */
function asIntegers(graph: Graph, x: Value, move: (x: Value) => Value): Value {
  if (x.dtype !== "bool" && x.dtype !== "uint32") return move(x);
  const moved = move(withLayoutOf(x, castName(graph, x.name, "int32"), "int32"));
  return withLayoutOf(moved, castName(graph, moved.name, x.dtype), x.dtype);
}

/** Rules that move entries without changing them. */
export const layoutRules: Rules = {
  broadcast: (_, [x], { shape, axis }: { shape: number[]; axis: number[] }) => [
    insertAxes(x as Value, shape, axis),
  ],
  reshape: (graph, [x], { shape }: { shape: number[] }) => [reshape(graph, x as Value, shape)],
  transpose: (_, [x], { perm }: { perm: number[] }) => [permute(x as Value, perm)],
  shrink: (graph, [x], { slice }: { slice: Pair[] }) => [shrink(graph, x as Value, slice)],
  pad: (graph, [x], { width }: { width: Pair[] }) => [
    asIntegers(graph, x as Value, (y) => pad(graph, y, width)),
  ],
  flip: (graph, [x], { axis }: { axis: number[] }) => [flip(graph, x as Value, axis)],
  concatenate: (graph, inputs, { axis }: { axis: number }, [output]) => {
    const { dtype } = output as Value;
    return [
      concatenate(
        graph,
        inputs.map((x) => cast(graph, x, dtype)),
        axis,
      ),
    ];
  },
  split: (graph, [x], { axis, sizes }: { axis: number; sizes: number[] }) =>
    split(graph, x as Value, axis, sizes),
};
