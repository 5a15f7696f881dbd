import { inDegree, type LinkGraph } from "./link-graph.js";

/**
 * How alike the links of every node are to those of `target`, 0 to 1: the cosine of their rows of the link matrix, with
 * columns weighted by the square root of ln(nodes / links to it), as rare words are in texts. With `reversed(graph)`,
 * how alike the nodes are that link to them. Costs the links to what `target` links to.
 */
export function coLinks(graph: LinkGraph, norms: Float64Array, target: number): Float64Array {
  const { nodes, successorStart, successors, predecessorStart, predecessors } = graph;
  const shared = new Float64Array(nodes);
  for (let i = successorStart[target]; i < successorStart[target + 1]; i++) {
    const to = successors[i];
    const weight = rarity(graph, to);
    for (let j = predecessorStart[to]; j < predecessorStart[to + 1]; j++) shared[predecessors[j]] += weight;
  }
  return shared.map((total, node) => (total === 0 ? 0 : total / (norms[node] * norms[target])));
}

/** The length of each node's weighted row. */
export function coLinkNorms(graph: LinkGraph): Float64Array {
  const { nodes, successorStart, successors } = graph;
  return Float64Array.from({ length: nodes }, (_, node) => {
    let square = 0;
    for (let i = successorStart[node]; i < successorStart[node + 1]; i++)
      square += rarity(graph, successors[i]);
    return Math.sqrt(square);
  });
}

const rarity = (graph: LinkGraph, node: number): number => Math.log(graph.nodes / inDegree(graph, node));
