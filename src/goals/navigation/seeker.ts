import type { LinkGraph } from "./link-graph.js";
import { navigationFeatures, type TargetView } from "./target-features.js";

/** Someone who seeks one target: how likely is each click? */
export interface Seeker {
  /** ln of the probability of the link `from` -> `to` after `clicks` others; -Infinity when there is no such link. */
  logProbability(from: number, to: number, clicks: number): number;
}

/** How people weigh features, by what they are near to and how long they have been at it. */
export interface NavigationPolicy {
  /** One vector a context, in the order of `navigationFeatures`. */
  readonly weights: readonly Float64Array[];
}

/** Contexts: one, two, three or more links from the target; first, second or a later click. */
export const contexts: readonly string[] = [1, 2, 3, 4].flatMap((hops) =>
  ["first", "second", "later"].map((click) => `${hops}${hops === 4 ? "_or_more" : ""}_away_${click}_click`),
);

/** The context of a click from a node that is `hops` links from the target, after `clicks` others. */
export const contextOf = (hops: number, clicks: number): number =>
  (Math.min(Math.max(hops, 1), 4) - 1) * 3 + Math.min(clicks, 2);

/** Takes links by the learned weights: probability proportional to exp(w . features). */
export function policySeeker(graph: LinkGraph, { weights }: NavigationPolicy, view: TargetView): Seeker {
  const { hops, features } = view;
  const width = navigationFeatures.length;
  const utility = (context: number, node: number): number => {
    const w = weights[context];
    let total = 0;
    for (let k = 0; k < width; k++) total += w[k] * features[node * width + k];
    return total;
  };
  return boltzmann(graph, utility, (node, clicks) => contextOf(hops[node], clicks));
}

/** Takes links by distance alone: probability proportional to exp(-beta hops). */
export function hopSeeker(graph: LinkGraph, beta: number, { hops }: TargetView): Seeker {
  return boltzmann(
    graph,
    (_, node) => -beta * hops[node],
    () => 0,
  );
}

/** What does not depend on the click; each number is worked out when first needed, and NaN until then. */
interface Landscape {
  /** The utility of each node. */
  readonly utility: Float64Array;
  /** ln of the sum of exp(utility) over each node's links. */
  readonly logTotal: Float64Array;
}

function boltzmann(
  graph: LinkGraph,
  utilityIn: (context: number, node: number) => number,
  contextAt: (node: number, clicks: number) => number,
): Seeker {
  const { nodes, successorStart, successors } = graph;
  const landscapes: Landscape[] = [];
  const unknown = (): Float64Array => new Float64Array(nodes).fill(NaN);

  const logSumOverLinks = (context: number, utility: Float64Array, from: number): number => {
    const end = successorStart[from + 1];
    let top = -Infinity;
    for (let i = successorStart[from]; i < end; i++) {
      const to = successors[i];
      if (Number.isNaN(utility[to])) utility[to] = utilityIn(context, to);
      top = Math.max(top, utility[to]);
    }
    let total = 0;
    for (let i = successorStart[from]; i < end; i++) total += Math.exp(utility[successors[i]] - top);
    return top + Math.log(total);
  };
  return {
    logProbability(from, to, clicks) {
      if (!hasLink(graph, from, to)) return -Infinity;
      const context = contextAt(from, clicks);
      landscapes[context] ??= { utility: unknown(), logTotal: unknown() };
      const { utility, logTotal } = landscapes[context];
      if (Number.isNaN(logTotal[from])) logTotal[from] = logSumOverLinks(context, utility, from);
      return utility[to] - logTotal[from];
    },
  };
}

function hasLink({ successorStart, successors }: LinkGraph, from: number, to: number): boolean {
  let low = successorStart[from];
  let high = successorStart[from + 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (successors[middle] < to) low = middle + 1;
    else high = middle;
  }
  return low < successorStart[from + 1] && successors[low] === to;
}

/**
 * ln of the probability of each click of a walk through `nodes` by someone who seeks `target`. From the click on that
 * reaches the target it is -Infinity: who seeks it would have stopped there. So the last node of a finished path must
 * be left out.
 */
export function clickLogProbabilities(
  seeker: Seeker,
  nodes: readonly number[],
  target: number,
): Float64Array {
  const found = nodes.indexOf(target);
  return Float64Array.from({ length: Math.max(0, nodes.length - 1) }, (_, click) =>
    found >= 0 && click + 1 >= found
      ? -Infinity
      : seeker.logProbability(nodes[click], nodes[click + 1], click),
  );
}
