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
  const leading = (pairs: readonly (readonly [number, number])[]) => [
    ...range(vmapDims + 2).map((): [number, number] => [0, 0]),
    ...pairs,
  ];
  const dilated = dilate(graph, x, vmapDims + 2, params.lhsDilation);
  const cropped = shrink(
    graph,
    dilated,
    leading(
      padding.map(([before, after], i) => [
        Math.max(0, -before),
        (dilated.shape[vmapDims + 2 + i] as number) - Math.max(0, -after),
      ]),
    ).map(([from, to], axis) => (axis < vmapDims + 2 ? [0, dilated.shape[axis] as number] : [from, to])),
  );
  const widths = padding.map(([before, after]): [number, number] => [
    Math.max(0, before),
    Math.max(0, after),
  ]);
  if (vmapDims === 0 && x.dtype === "float32" && widths.length > 0) {
    const [input, filter] = [store(graph, cropped), store(graph, kernel)];
    const name = graph.apply("Conv", [input.name, filter.name], {
      strides,
      dilations: rhsDilation,
      pads: [...widths.map(([before]) => before), ...widths.map(([, after]) => after)],
      kernel_shape: kernel.shape.slice(2),
    });
    return value(name, x.dtype, shape);
  }
  return byWindows(graph, pad(graph, cropped, leading(widths)), kernel, params, shape);
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
  const rank = v + 2 + 2 * n;
  const order = [
    ...range(v + 1),
    ...range(n).map((i) => v + 2 + i),
    v + 1,
    ...range(n).map((i) => v + 2 + n + i),
  ];
  const size = window.reduce((a, b) => a * b, kernel.shape[v + 1] as number);
  const batches = x.shape.slice(0, v);
  const columns = reshape(graph, permute(windows, order.slice(0, rank)), [
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
