/**
 * jax-js's `dot` is sum(x y) over the last axis with broadcasting: gradients of a matrix product reach it through
 * `broadcast` and `transpose`. The leading axes are sorted by who stores them: both, batch; x alone, rows; y alone,
 * columns. What is left is one matrix product.
 */
import { isFloat } from "../dtype.js";
import { CONTRIB, type Graph } from "../onnx/graph.js";
import { range, type Shape, sameShape, sizeOf } from "../shape.js";
import { cast } from "./cast.js";
import { elementwise } from "./elementwise.js";
import { reduce } from "./reduce.js";
import type { Rules } from "./rule.js";
import { inOrder, insertAxes, isStored, permute, reshapeStored, storageOrder, type Value } from "./value.js";

export function dot(graph: Graph, x: Value, y: Value): Value {
  const rank = Math.max(x.shape.length, y.shape.length);
  const [a, b] = [ofRank(x, rank), ofRank(y, rank)];
  const last = rank - 1;
  if (!isStored(a, last) || !isStored(b, last)) return sumTimesFactor(graph, a, b, last);

  const batch = storageOrder(a).filter((axis) => axis !== last && isStored(b, axis));
  const rows = storageOrder(a).filter((axis) => !isStored(b, axis));
  const columns = storageOrder(b).filter((axis) => !isStored(a, axis));
  const left = matrices(graph, a, batch, rows, last);
  const right = matrices(graph, b, batch, columns, last);
  const direct = productOf(graph, left, right, batch, rows, columns);
  const other = productOf(graph, right, left, batch, columns, rows);
  const position = (axis: number) => direct.order.indexOf(axis);
  return {
    name: direct.name,
    dtype: x.dtype,
    shape: range(last).map((axis) => Math.max(a.shape[axis] as number, b.shape[axis] as number)),
    stored: direct.stored,
    axes: range(last).map((axis) => (position(axis) < 0 ? undefined : position(axis))),
    swapped: { ...other, axes: direct.order.map((axis) => other.order.indexOf(axis)) },
  };
}

/** The product stored as [batch, rows, columns], each as many axes as the program has. */
function productOf(graph: Graph, x: Matrices, y: Matrices, batch: Axes, rows: Axes, columns: Axes) {
  const stored = [...x.batchLengths, ...x.rowLengths, ...y.rowLengths];
  const matrix = x.batch === undefined ? [x.rows, y.rows] : [x.batch, x.rows, y.rows];
  const name = reshapeStored(graph, { name: matrixProduct(graph, x, y), stored: matrix }, stored);
  return { name, stored, order: [...batch, ...rows, ...columns] };
}

/** Where y repeats along the summed axis: sum(x y) = y sum(x); and the same for x. */
function sumTimesFactor(graph: Graph, x: Value, y: Value, last: number): Value {
  const length = Math.max(x.shape[last] as number, y.shape[last] as number);
  const sum = (operand: Value, over: number) =>
    reduce(graph, { ...operand, shape: operand.shape.with(last, over) }, "Add", [last]);
  const [summed, factor] = isStored(x, last) ? [x, y] : [y, x];
  const operands = [sum(summed, length), sum(factor, 1)];
  const product = elementwise(graph, "Mul", operands);
  // An outer product may be wanted with its axes reversed.
  const backwards = range(last).reverse();
  const reversed = elementwise(
    graph,
    "Mul",
    operands.map((operand) => permute(operand, backwards)),
  );
  const axes: number[] = [];
  product.axes.forEach((axis, i) => {
    if (axis !== undefined) axes[axis] = reversed.axes[last - 1 - i] as number;
  });
  return { ...product, swapped: { name: reversed.name, stored: reversed.stored, axes } };
}

type Axes = readonly number[];

interface Matrices {
  /** [batch, rows, inner], or [batch, inner, rows] where `transposed`; no batch axis where there is no batch. */
  readonly name: string;
  readonly transposed: boolean;
  /** undefined: no batch axis. */
  readonly batch: number | undefined;
  readonly rows: number;
  readonly batchLengths: Shape;
  readonly rowLengths: Shape;
  readonly dtype: Value["dtype"];
}

/** An operand as matrices, without moving data where its order of storage allows. */
function matrices(graph: Graph, x: Value, batch: Axes, rows: Axes, last: number): Matrices {
  const lengths = (axes: Axes) => axes.map((axis) => x.shape[axis] as number);
  const size = (axes: Axes) => sizeOf(lengths(axes));
  const transposed = rows.length > 0 && sameShape(storageOrder(x), [...batch, last, ...rows]);
  const isReady = transposed || sameShape(storageOrder(x), [...batch, ...rows, last]);
  const rest = range(x.shape.length).filter((axis) => !isStored(x, axis));
  const source = isReady ? x : inOrder(graph, permute(x, [...rest, ...batch, ...rows, last]));
  const matrix = transposed ? [size([last]), size(rows)] : [size(rows), size([last])];
  const shape = batch.length > 0 ? [size(batch), ...matrix] : matrix;
  return {
    name: reshapeStored(graph, source, shape),
    transposed,
    batch: batch.length > 0 ? size(batch) : undefined,
    rows: size(rows),
    batchLengths: lengths(batch),
    rowLengths: lengths(rows),
    dtype: x.dtype,
  };
}

/** x y' for each pair of matrices. */
function matrixProduct(graph: Graph, x: Matrices, y: Matrices): string {
  const [transA, transB] = [Number(x.transposed), Number(!y.transposed)];
  if (isFloat(x.dtype) && x.batch === undefined) {
    return graph.apply("Gemm", [x.name, y.name], { transA, transB });
  }
  if (x.dtype === "float32") {
    return graph.apply("FusedMatMul", [x.name, y.name], { transA, transB }, CONTRIB);
  }
  const perm = x.batch === undefined ? [1, 0] : [0, 2, 1];
  const upright = (name: string, swapped: number) =>
    swapped ? graph.apply("Transpose", [name], { perm }) : name;
  return graph.apply("MatMul", [upright(x.name, transA), upright(y.name, transB)]);
}

function ofRank(x: Value, rank: number): Value {
  const missing = rank - x.shape.length;
  return insertAxes(x, [...range(missing).map(() => 1), ...x.shape], range(missing));
}

export const dotRules: Rules = {
  dot: (graph, [x, y], _, [output]) => {
    const { dtype } = output as Value;
    return [dot(graph, cast(graph, x as Value, dtype), cast(graph, y as Value, dtype))];
  },
};
