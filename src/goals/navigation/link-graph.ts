/**
 * A directed graph in compressed rows, both ways: the links of `node` lead to
 * `successors[successorStart[node]] .. successors[successorStart[node + 1] - 1]`, ascending, and those that lead to it
 * come from its `predecessors`, likewise.
 */
export interface LinkGraph {
  readonly nodes: number;
  readonly successorStart: Int32Array;
  readonly successors: Int32Array;
  readonly predecessorStart: Int32Array;
  readonly predecessors: Int32Array;
}

/**
 * @param links [from, to] pairs of nodes 0 .. nodes - 1, in any order.
 * @throws RangeError naming the link that leads from or to an unknown node, or is given twice.
 */
export function linkGraph(nodes: number, links: readonly (readonly [from: number, to: number])[]): LinkGraph {
  const known = (node: number): boolean => Number.isInteger(node) && node >= 0 && node < nodes;
  links.forEach(([from, to], i) => {
    if (!known(from) || !known(to))
      throw new RangeError(`link ${i}: expected nodes from 0 to ${nodes - 1}, got ${from} -> ${to}`);
  });
  const [successorStart, successors] = rows(
    nodes,
    links,
    ([from]) => from,
    ([, to]) => to,
  );
  const [predecessorStart, predecessors] = rows(
    nodes,
    links,
    ([, to]) => to,
    ([from]) => from,
  );
  for (let node = 0; node < nodes; node++) {
    for (let i = successorStart[node] + 1; i < successorStart[node + 1]; i++) {
      if (successors[i] === successors[i - 1])
        throw new RangeError(`link ${node} -> ${successors[i]} is given twice`);
    }
  }
  return { nodes, successorStart, successors, predecessorStart, predecessors };
}

type Link = readonly [from: number, to: number];

function rows(
  nodes: number,
  links: readonly Link[],
  row: (link: Link) => number,
  column: (link: Link) => number,
): [start: Int32Array, columns: Int32Array] {
  const start = new Int32Array(nodes + 1);
  for (const link of links) start[row(link) + 1] += 1;
  for (let node = 0; node < nodes; node++) start[node + 1] += start[node];
  const filled = start.slice();
  const columns = new Int32Array(links.length);
  for (const link of links) columns[filled[row(link)]++] = column(link);
  for (let node = 0; node < nodes; node++) columns.subarray(start[node], start[node + 1]).sort();
  return [start, columns];
}

/** The graph with every link turned round; shares the arrays. */
export const reversed = (graph: LinkGraph): LinkGraph => ({
  nodes: graph.nodes,
  successorStart: graph.predecessorStart,
  successors: graph.predecessors,
  predecessorStart: graph.successorStart,
  predecessors: graph.successors,
});

export const outDegree = ({ successorStart }: LinkGraph, node: number): number =>
  successorStart[node + 1] - successorStart[node];

export const inDegree = ({ predecessorStart }: LinkGraph, node: number): number =>
  predecessorStart[node + 1] - predecessorStart[node];
