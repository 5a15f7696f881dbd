import { arrayOf } from "../dtype.js";
import type { Graph } from "../onnx/graph.js";
import { broadcastShapes, range, type Shape } from "../shape.js";
import { castName } from "./cast.js";
import type { Rules } from "./rule.js";
import { inOrder, insertAxes, permute, store, storedShape, type Value, value } from "./value.js";

/** The axes of x without those indexed. */
function freeAxes(x: Value, indexed: readonly number[]): number[] {
  return range(x.shape.length).filter((axis) => !indexed.includes(axis));
}

/**
 * x[..., i, ...]: entries of `x` at the indices, one list of indices per axis; the indices' own axes stand together
 * from `outDim` on. Indices beyond the end are an error of the runtime.
 */
function gather(
  graph: Graph,
  x: Value,
  indices: readonly Value[],
  axes: readonly number[],
  outDim: number,
): Value {
  const free = freeAxes(x, axes);
  const indexShape = broadcastShapes(...indices.map(({ shape }) => shape));
  const shape = free.map((axis) => x.shape[axis] as number);
  // With the indexed axes first, the result is [...index axes, ...free axes].
  const operand = store(graph, permute(x, [...axes, ...free]), range(axes.length));
  const stored = [
    ...broadcastShapes(
      indexShape.map(() => 1),
      ...indices.map(storedShape),
    ),
    ...operand.stored.slice(axes.length),
  ];
  const rows =
    indices.length === 1
      ? graph.apply("Gather", [operand.name, wide(graph, inOrder(graph, indices[0] as Value))], { axis: 0 })
      : graph.apply("GatherND", [operand.name, coordinates(graph, indices)]);
  const result = value(rows, x.dtype, stored, [...indexShape, ...shape]);
  const moved = [
    ...range(outDim).map((i) => indexShape.length + i),
    ...range(indexShape.length),
    ...range(free.length - outDim).map((i) => indexShape.length + outDim + i),
  ];
  return permute(result, moved);
}

function wide(graph: Graph, index: Value): string {
  return castName(graph, index.name, "int64");
}

/** [..., axes]: the indices side by side along a last axis. */
function coordinates(graph: Graph, indices: readonly Value[], shape?: Shape): string {
  const common = shape ?? broadcastShapes(...indices.map(storedShape));
  const columns = indices.map((index) => {
    const missing = common.length - index.shape.length;
    const aligned = inOrder(
      graph,
      insertAxes(index, [...range(missing).map(() => 1), ...index.shape], range(missing)),
    );
    const target = graph.integers(common);
    const full = graph.apply("Expand", [wide(graph, aligned), target]);
    return graph.apply("Reshape", [full, graph.integers([...common, 1])]);
  });
  return columns.length === 1
    ? (columns[0] as string)
    : graph.apply("Concat", columns, { axis: common.length });
}

interface ScatterParams {
  readonly op: "update" | "add";
  readonly shape: number[];
  readonly axis: number[];
  readonly outDim: number;
}

/** Zeros with `updates` written or added at the indices: the adjoint of `gather`. */
function scatter(graph: Graph, updates: Value, indices: readonly Value[], params: ScatterParams): Value {
  const { op, shape, axis, outDim } = params;
  const indexShape = broadcastShapes(...indices.map((index) => index.shape));
  const free = range(shape.length).filter((i) => !axis.includes(i));
  const rank = indexShape.length;
  const indexFirst = [
    ...range(rank).map((i) => outDim + i),
    ...range(outDim),
    ...range(free.length - outDim).map((i) => outDim + rank + i),
  ];
  const rows = store(graph, permute(updates, indexFirst));
  const order = [...axis, ...free];
  const target = order.map((i) => shape[i] as number);
  const zeros = graph.apply("Expand", [
    graph.constant(updates.dtype, new arrayOf[updates.dtype](1), []),
    graph.integers(target),
  ]);
  const written = graph.apply("ScatterND", [zeros, coordinates(graph, indices, indexShape), rows.name], {
    reduction: op === "add" ? "add" : "none",
  });
  return permute(
    value(written, updates.dtype, target),
    shape.map((_, i) => order.indexOf(i)),
  );
}

/** Rules that read and write at indices known only at run time. */
export const indexingRules: Rules = {
  gather: (graph, [x, ...indices], { axis, outDim }: { axis: number[]; outDim: number }) => [
    gather(graph, x as Value, indices, axis, outDim),
  ],
  scatter: (graph, [updates, ...indices], params: ScatterParams) => [
    scatter(graph, updates as Value, indices, params),
  ],
};
