import type { Graph } from "../onnx/graph.js";
import { range } from "../shape.js";
import { cast } from "./cast.js";
import { dot } from "./dot.js";
import { pad, shrink } from "./layout.js";
import { pool } from "./pool.js";
import type { Rules } from "./rule.js";
import { insertAxes, permute, reshape, store, type Value, value } from "./value.js";

/** Parameters of jax-js's convolution (lax.conv_general_dilated); the first `vmapDims` axes are batches of both. */
interface ConvParams {
  readonly vmapDims: number;
  readonly strides: readonly number[];
  readonly padding: readonly (readonly [number, number])[];
  readonly lhsDilation: readonly number[];
  readonly rhsDilation: readonly number[];
}

/** x [..., batch, in, spatial] and kernel [..., out, in, window] to [..., batch, out, positions]. */
function convolution(
  graph: Graph,
  x: Value,
  kernel: Value,
  params: ConvParams,
  shape: readonly number[],
): Value {
  const { vmapDims, padding, strides, rhsDilation } = params;
  const dilated = dilate(graph, x, vmapDims + 2, params.lhsDilation);
  // Negative padding crops.
  const margins = dilated.shape.map((_, axis) => padding[axis - vmapDims - 2] ?? [0, 0]);
  const bounds = margins.map(([before, after], axis): [number, number] => [
    Math.max(0, -before),
    (dilated.shape[axis] as number) - Math.max(0, -after),
  ]);
  const widths = margins.map(([before, after]): [number, number] => [
    Math.max(0, before),
    Math.max(0, after),
  ]);
  const cropped = shrink(graph, dilated, bounds);
  if (vmapDims > 0 || x.dtype !== "float32" || strides.length === 0) {
    return byWindows(graph, pad(graph, cropped, widths), kernel, params, shape);
  }
  const name = graph.apply("Conv", [store(graph, cropped).name, store(graph, kernel).name], {
    strides,
    dilations: rhsDilation,
    pads: [0, 1].flatMap((side) => widths.slice(2).map((width) => width[side] as number)),
    kernel_shape: kernel.shape.slice(2),
  });
  return value(name, x.dtype, shape);
}

/** As the product of every window with every kernel, for what onnxruntime's Conv does not take. */
function byWindows(
  graph: Graph,
  x: Value,
  kernel: Value,
  { vmapDims: v, strides, rhsDilation: dilation }: ConvParams,
  shape: readonly number[],
): Value {
  const window = kernel.shape.slice(v + 2);
  const n = window.length;
  const positions = shape.slice(v + 2);
  const windows = pool(graph, x, { window, strides, dilation });
  // [..., batch, in, positions, window] to [..., batch, 1, positions, in x window].
  const order = [
    ...range(v + 1),
    ...range(n).map((i) => v + 2 + i),
    v + 1,
    ...range(n).map((i) => v + 2 + n + i),
  ];
  const size = window.reduce((a, b) => a * b, kernel.shape[v + 1] as number);
  const batches = x.shape.slice(0, v);
  const columns = reshape(graph, permute(windows, order), [
    ...batches,
    x.shape[v] as number,
    ...positions,
    size,
  ]);
  const left = insertAxes(columns, [...batches, x.shape[v] as number, 1, ...positions, size], [v + 1]);
  const own = kernel.shape.slice(0, v);
  const filters = reshape(graph, kernel, [...own, kernel.shape[v] as number, size]);
  const spread = [...own, 1, kernel.shape[v] as number, ...positions.map(() => 1), size];
  return dot(graph, left, insertAxes(filters, spread, [v, ...range(n).map((i) => v + 2 + i)]));
}

/** Zeros between neighbours along the spatial axes. */
function dilate(graph: Graph, x: Value, first: number, dilation: readonly number[]): Value {
  return dilation.reduce((result, step, i) => {
    if (step === 1) return result;
    const axis = first + i;
    const length = result.shape[axis] as number;
    const split = reshape(graph, result, result.shape.toSpliced(axis, 1, length, 1));
    const spread = pad(
      graph,
      split,
      split.shape.map((_, j) => (j === axis + 1 ? [0, step - 1] : [0, 0])),
    );
    const joined = reshape(graph, spread, result.shape.with(axis, length * step));
    return shrink(
      graph,
      joined,
      joined.shape.map((end, j) => [0, j === axis ? end - (step - 1) : end]),
    );
  }, x);
}

export const convRules: Rules = {
  conv: (graph, [x, kernel], params: ConvParams, [output]) => {
    const { dtype, shape } = output as Value;
    return [
      convolution(graph, cast(graph, x as Value, dtype), cast(graph, kernel as Value, dtype), params, shape),
    ];
  },
};
