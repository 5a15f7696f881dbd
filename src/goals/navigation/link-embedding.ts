import type { RandomStream } from "../../numeric/index.js";
import { inDegree, type LinkGraph, outDegree } from "./link-graph.js";

/** Points of `dimensions` coordinates, one a node, each of length 1: their dot product is how alike two nodes are. */
export interface Embedding {
  readonly dimensions: number;
  /** [node, dimension] */
  readonly points: Float32Array;
}

/** Rounds of block power iteration: neighbours are then told apart from strangers; more rounds change little. */
const ROUNDS = 24;

/**
 * Places nodes by the diffusion of a walk over links both ways [Coifman & Lafon 2006, diffusion maps, time 1]: with
 * A the symmetric link matrix plus the identity and D its row sums, the leading eigenvectors of D^-1/2 A D^-1/2 after
 * the first, each times its eigenvalue, rows scaled to length 1.
 *
 * The eigenvectors come from block power iteration on (D^-1/2 A D^-1/2 + I) / 2, whose eigenvalues are not negative;
 * the last of them are not resolved, which is of no consequence for likeness. `stream` gives the starting block.
 */
export function linkEmbedding(graph: LinkGraph, dimensions: number, stream: RandomStream): Embedding {
  const { nodes } = graph;
  const width = dimensions + 1;
  let block = Float64Array.from({ length: nodes * width }, () => stream.uniform() - 0.5);
  for (let round = 0; round < ROUNDS; round++) {
    block = diffuse(graph, block, width);
    if (round % 4 === 3) orthonormalise(block, width);
  }
  const next = diffuse(graph, block, width);
  const eigenvalue = new Float64Array(width);
  for (let i = 0; i < next.length; i++) eigenvalue[i % width] += 2 * block[i] * next[i];
  const points = new Float32Array(nodes * dimensions);
  for (let node = 0; node < nodes; node++) {
    const point = points.subarray(node * dimensions, (node + 1) * dimensions);
    for (let k = 0; k < dimensions; k++)
      point[k] = block[node * width + k + 1] * Math.max(0, eigenvalue[k + 1] - 1);
    const length = Math.hypot(...point) || 1;
    for (let k = 0; k < dimensions; k++) point[k] /= length;
  }
  return { dimensions, points };
}

/** The cosine of every node with `target`, -1 to 1. */
export function likeness({ dimensions, points }: Embedding, target: number): Float64Array {
  const centre = points.slice(target * dimensions, (target + 1) * dimensions);
  const cosines = new Float64Array(points.length / dimensions);
  for (let node = 0, at = 0; node < cosines.length; node++) {
    let cosine = 0;
    for (let k = 0; k < dimensions; k++, at++) cosine += points[at] * centre[k];
    cosines[node] = cosine;
  }
  return cosines;
}

/** (D^-1/2 A D^-1/2 + I) / 2 times a block of columns, [node, column]. */
function diffuse(
  graph: LinkGraph,
  block: Float64Array<ArrayBuffer>,
  width: number,
): Float64Array<ArrayBuffer> {
  const { nodes, successorStart, successors } = graph;
  const scale = Float64Array.from({ length: nodes }, (_, node) => {
    return 1 / Math.sqrt(outDegree(graph, node) + inDegree(graph, node) + 1);
  });
  const result = block.slice();
  const add = (to: number, from: number, weight: number): void => {
    for (let k = 0; k < width; k++) result[to * width + k] += weight * block[from * width + k];
  };
  for (let node = 0; node < nodes; node++) {
    add(node, node, scale[node] ** 2);
    for (let i = successorStart[node]; i < successorStart[node + 1]; i++) {
      const weight = scale[node] * scale[successors[i]];
      add(node, successors[i], weight);
      add(successors[i], node, weight);
    }
  }
  return result.map((value) => value / 2);
}

/** Modified Gram-Schmidt on the columns, in place; a column that the others span becomes 0. */
function orthonormalise(block: Float64Array, width: number): void {
  const dot = (a: number, b: number): number => {
    let total = 0;
    for (let row = 0; row < block.length; row += width) total += block[row + a] * block[row + b];
    return total;
  };
  for (let column = 0; column < width; column++) {
    const before = dot(column, column);
    for (let other = 0; other < column; other++) {
      const along = dot(column, other);
      for (let row = 0; row < block.length; row += width) block[row + column] -= along * block[row + other];
    }
    const square = dot(column, column);
    const factor = square > 1e-20 * before ? 1 / Math.sqrt(square) : 0;
    for (let row = 0; row < block.length; row += width) block[row + column] *= factor;
  }
}
