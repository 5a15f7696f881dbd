import { type LinkGraph, outDegree } from "./link-graph.js";

/**
 * The probability that a walk which takes each link of a node alike is at `target` for the first time within `steps` links, from every
 * node: h_0 = [node = target], h_k(node) = mean of h_{k-1} over its links, 1 at the target.
 */
export function reachProbability(graph: LinkGraph, target: number, steps: number): Float64Array {
  const { nodes, predecessorStart, predecessors } = graph;
  let reach = new Float64Array(nodes);
  reach[target] = 1;
  for (let step = 0; step < steps; step++) {
    const next = new Float64Array(nodes);
    for (let to = 0; to < nodes; to++) {
      if (reach[to] === 0) continue;
      for (let i = predecessorStart[to]; i < predecessorStart[to + 1]; i++)
        next[predecessors[i]] += reach[to];
    }
    for (let node = 0; node < nodes; node++) if (next[node] > 0) next[node] /= outDegree(graph, node);
    next[target] = 1;
    reach = next;
  }
  return reach;
}
