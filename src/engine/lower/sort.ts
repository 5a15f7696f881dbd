import type { Graph } from "../onnx/graph.js";
import { castName } from "./cast.js";
import type { Rules } from "./rule.js";
import { store, type Value, value } from "./value.js";

/** Ascending order along the last axis, ties by index. */
function sorted(graph: Graph, x: Value): { values: Value; indices: Value } {
  const last = x.shape.length - 1;
  const whole = store(graph, x);
  const length = graph.integers([x.shape[last] as number]);
  const attributes = { axis: last, largest: 0, sorted: 1 };
  const [values, indices] = graph.applyMany("TopK", [whole.name, length], attributes, 2) as [string, string];
  return {
    values: value(values, x.dtype, x.shape),
    indices: value(castName(graph, indices, "int32"), "int32", x.shape),
  };
}

export const sortRules: Rules = {
  sort: (graph, [x]) => [sorted(graph, x as Value).values],
  argsort: (graph, [x]) => {
    const { values, indices } = sorted(graph, x as Value);
    return [values, indices];
  },
};
