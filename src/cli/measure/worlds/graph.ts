import type { EpisodeRecord, WorldFile } from "../../../contracts/index.js";
import { type GraphWorld, graphWorld, reachGoal } from "../../../goals/index.js";
import { quoted, type WorldReading } from "../../../ingest/index.js";
import { usualBetas, type World } from "./world.js";

type GraphFile = Extract<WorldFile, { kind: "graph" }>;

/** Nodes and links; a goal is to reach its node and stop there. */
export function graphAsWorld(
  file: GraphFile,
  { links, error }: Pick<WorldReading, "links" | "error">,
): World {
  const { goals, step_reward: stepReward = -1, discount = 1 } = file;
  const names = [...new Set([...Object.keys(file.links ?? {}), ...links.flat()])];
  const index = new Map(names.map((name, i) => [name, i]));
  const distinct = new Map(
    links.map(([from, to]) => [`${index.get(from)} ${index.get(to)}`, [from, to] as const]),
  );
  const graph = graphWorld(
    names.length,
    [...distinct.values()].map(([from, to]) => [index.get(from)!, index.get(to)!] as const),
  );
  if (discount === 1 && !(stepReward < 0)) {
    throw error(
      ["step_reward"],
      `step_reward: expected a cost, below 0, as nothing is discounted, got ${stepReward}`,
    );
  }
  const twice = links.length - distinct.size;
  return {
    mdp: graph.mdp,
    goals: goals.map((target, g) => {
      const node = index.get(target);
      if (node === undefined) throw error(["goals", g], `goals.${g}: no node ${quoted(target)}`);
      if (goals.indexOf(target) !== g)
        throw error(["goals", g], `goals.${g}: ${quoted(target)} is there twice`);
      return reachGoal(graph, node, target, -stepReward);
    }),
    discount,
    rule: "optimal",
    betas: file.beta ?? usualBetas,
    notes: twice > 0 ? [`${twice} links are there more than once and were taken once.`] : [],
    rows: (episode) => rowsOfPath(graph, index, episode),
  };
}

function rowsOfPath(
  graph: GraphWorld,
  index: ReadonlyMap<string, number>,
  { path, stopped }: EpisodeRecord,
): number[] {
  if (path === undefined) throw new RangeError("expected 'path', the nodes that were passed");
  if (path.length === 0) throw new RangeError("a path without nodes");
  const nodes = path.map((name, i) => {
    const node = index.get(name);
    if (node === undefined) throw new RangeError(`node ${i} of the path: unknown node ${quoted(name)}`);
    return node;
  });
  const { actionStart, successor } = graph.mdp;
  return nodes.flatMap((node, i) => {
    const last = i === nodes.length - 1;
    if (last) return stopped ? [graph.stop(node)] : [];
    // Links of a node are in ascending order of their target.
    const row = lowerBound(successor, nodes[i + 1]!, actionStart[node]!, actionStart[node + 1]! - 1);
    if (row === undefined) {
      throw new RangeError(
        `node ${i + 1} of the path: there is no link from ${quoted(path[i])} to ${quoted(path[i + 1])}`,
      );
    }
    return [row];
  });
}

/** The index of `wanted` in ascending values[from] .. values[to - 1]. */
function lowerBound(values: Int32Array, wanted: number, from: number, to: number): number | undefined {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low < to && values[low] === wanted ? low : undefined;
}
