import { type LinkGraph, reversed } from "./link-graph.js";

/** The distance of nodes from which no path leads. */
export const UNREACHABLE = 255;

/**
 * The least number of links from `start` to every node, by breadth-first search: O(nodes + links).
 *
 * @returns one byte a node; `UNREACHABLE` also stands for 255 links and more.
 */
export function hopsFrom(graph: LinkGraph, start: number): Uint8Array {
  const { nodes, successorStart, successors } = graph;
  const hops = new Uint8Array(nodes).fill(UNREACHABLE);
  const queue = new Int32Array(nodes);
  queue[0] = start;
  hops[start] = 0;
  for (let head = 0, tail = 1; head < tail; head++) {
    const node = queue[head];
    const next = hops[node] + 1;
    if (next === UNREACHABLE) break;
    for (let i = successorStart[node]; i < successorStart[node + 1]; i++) {
      const to = successors[i];
      if (hops[to] !== UNREACHABLE) continue;
      hops[to] = next;
      queue[tail++] = to;
    }
  }
  return hops;
}

/** The least number of links from every node to `target`. */
export const hopsTo = (graph: LinkGraph, target: number): Uint8Array => hopsFrom(reversed(graph), target);
