import type { Goal } from "../goal.js";
import type { Mdp } from "../mdp.js";

/**
 * Navigation over the links of a directed graph. The states are the nodes and, last, the end of the episode; the rows of
 * a node are its links by ascending target, then stopping there, which leads to the end. All goals share the process,
 * so that a trajectory means the same under each.
 */
export interface GraphWorld {
  readonly mdp: Mdp;
  readonly nodes: number;
  /** The row of a link. @throws RangeError naming the link when there is none. */
  link(from: number, to: number): number;
  /** The row of stopping at a node. @throws RangeError for an unknown node. */
  stop(node: number): number;
  /**
   * The rows of a path through `nodes`; with `stopped` also of stopping at its last node.
   *
   * @throws RangeError naming the step that has no link.
   */
  path(nodes: readonly number[], stopped?: boolean): number[];
}

/**
 * Builds the process of a graph.
 *
 * @param links [from, to] pairs of nodes 0 .. nodes - 1, in any order.
 * @throws RangeError naming the link that leads from or to an unknown node, or is given twice.
 */
export function graphWorld(
  nodes: number,
  links: readonly (readonly [from: number, to: number])[],
): GraphWorld {
  const known = (node: number): boolean => Number.isInteger(node) && node >= 0 && node < nodes;
  const actionStart = new Int32Array(nodes + 2);
  links.forEach(([from, to], i) => {
    if (!known(from) || !known(to))
      throw new RangeError(`link ${i}: expected nodes from 0 to ${nodes - 1}, got ${from} -> ${to}`);
    actionStart[from + 1] += 1;
  });
  for (let node = 0; node < nodes; node++) actionStart[node + 1] += actionStart[node] + 1;
  actionStart[nodes + 1] = actionStart[nodes];

  const rows = links.length + nodes;
  const successor = new Int32Array(rows).fill(nodes);
  const filled = actionStart.slice();
  for (const [from, to] of links) successor[filled[from]++] = to;
  for (let node = 0; node < nodes; node++) {
    const targets = successor.subarray(actionStart[node], actionStart[node + 1] - 1).sort();
    const twice = targets.findIndex((to, i) => i > 0 && to === targets[i - 1]);
    if (twice > 0) throw new RangeError(`link ${node} -> ${targets[twice]} is given twice`);
  }
  const mdp: Mdp = {
    states: nodes + 1,
    rows,
    actionStart,
    transitionStart: Int32Array.from({ length: rows + 1 }, (_, row) => row),
    successor,
    probability: new Float64Array(rows).fill(1),
  };

  const requireNode = (node: number): void => {
    if (!known(node)) throw new RangeError(`expected a node from 0 to ${nodes - 1}, got ${node}`);
  };
  const find = (from: number, to: number): number => {
    let low = actionStart[from];
    let high = actionStart[from + 1] - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (successor[middle] < to) low = middle + 1;
      else high = middle;
    }
    return low < actionStart[from + 1] - 1 && successor[low] === to ? low : -1;
  };
  const stop = (node: number): number => {
    requireNode(node);
    return actionStart[node + 1] - 1;
  };
  const link = (from: number, to: number): number => {
    requireNode(from);
    requireNode(to);
    const row = find(from, to);
    if (row < 0) throw new RangeError(`there is no link ${from} -> ${to}`);
    return row;
  };
  const path = (through: readonly number[], stopped = false): number[] => {
    const rowsTaken = through.slice(1).map((to, i) => {
      if (known(through[i]) && known(to) && find(through[i], to) >= 0) return find(through[i], to);
      throw new RangeError(`step ${i} of the path: there is no link ${through[i]} -> ${to}`);
    });
    return stopped && through.length > 0 ? [...rowsTaken, stop(through[through.length - 1])] : rowsTaken;
  };
  return { mdp, nodes, link, stop, path };
}

/**
 * The goal of reaching `target` and stopping there: each link costs `linkCost`, stopping anywhere else and going on from
 * the target are forbidden.
 */
export function reachGoal(
  { mdp, nodes, stop }: GraphWorld,
  target: number,
  name: string,
  linkCost = 1,
): Goal {
  const reward = new Float64Array(mdp.rows).fill(-linkCost);
  const end = stop(target);
  reward.fill(-Infinity, mdp.actionStart[target], end);
  for (let node = 0; node < nodes; node++) reward[stop(node)] = -Infinity;
  reward[end] = 0;
  return { name, reward };
}
