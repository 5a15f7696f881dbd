import { arrayOf } from "../dtype.js";
import type { Graph } from "../onnx/graph.js";
import { broadcastShapes, range, type Shape, sizeOf, strides } from "../shape.js";
import { castName } from "./cast.js";
import type { Rules } from "./rule.js";
import { inOrder, insertAxes, permute, reshape, store, storedShape, type Value, value } from "./value.js";

/**
 * x[..., i, ...]: entries of `x` at the indices, one list of indices per axis; the indices' own axes stand together
 * from `outDim` on. Indices beyond the end are an error of the run.
 */
function gather(
  graph: Graph,
  x: Value,
  indices: readonly Value[],
  axes: readonly number[],
  outDim: number,
): Value {
  const free = range(x.shape.length).filter((axis) => !axes.includes(axis));
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
function coordinates(graph: Graph, indices: readonly Value[]): string {
  const common = broadcastShapes(...indices.map(storedShape));
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

/**
 * Zeros with `updates` written or added at the indices: the adjoint of `gather`. As rows of a matrix, one per indexed
 * position: onnxruntime adds to elements in order, but to slices (ScatterND) from several threads at once.
 */
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
  const lengths = (axes: readonly number[]) => axes.map((i) => shape[i] as number);
  const width = sizeOf(lengths(free));
  const rows = store(graph, reshape(graph, permute(updates, indexFirst), [sizeOf(indexShape), width]));
  const at = graph.apply("Expand", [
    graph.apply("Reshape", [flatIndex(graph, indices, indexShape, lengths(axis)), graph.integers([-1, 1])]),
    graph.integers([sizeOf(indexShape), width]),
  ]);
  const matrix = [sizeOf(lengths(axis)), width];
  const zero = graph.constant(updates.dtype, new arrayOf[updates.dtype](1), []);
  const zeros = graph.apply("Expand", [zero, graph.integers(matrix)]);
  const reduction = op === "add" ? "add" : "none";
  const written = graph.apply("ScatterElements", [zeros, at, rows.name], { axis: 0, reduction });
  const order = [...axis, ...free];
  const result = reshape(graph, value(written, updates.dtype, matrix), lengths(order));
  return permute(
    result,
    shape.map((_, i) => order.indexOf(i)),
  );
}

/** The row-major index into axes of the given lengths, for indices broadcast to `shape`. */
function flatIndex(
  graph: Graph,
  indices: readonly Value[],
  shape: Shape,
  lengths: readonly number[],
): string {
  const pitch = strides(lengths);
  const parts = indices.map((index, i) => {
    const factor = graph.constant("int64", BigInt64Array.of(BigInt(pitch[i] as number)), []);
    return graph.apply("Mul", [wide(graph, inOrder(graph, index)), factor]);
  });
  const sum = parts.reduce((a, b) => graph.apply("Add", [a, b]));
  return graph.apply("Expand", [sum, graph.integers(shape)]);
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
