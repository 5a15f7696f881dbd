import {
  clickLogProbabilities,
  linkGraph,
  navigationContexts,
  navigationFeatures,
  policySeeker,
  targetViews,
} from "../src/goals/index.js";
import { RandomStream } from "../src/numeric/index.js";
import type { Benchmark } from "./contract.js";
import { interleave, timed } from "./interleave.js";
import { startPython } from "./peers/python.js";

/** A made-up graph and walks of the size of Wikispeedia's. */
const size = { nodes: 4604, linksPerNode: 26, categories: 130, targets: 400, candidates: 20, clicks: 4 };

/** Weights like those that people have; 0 for the embedding, which the peer draws at random, at the same cost. */
const weight: Record<string, number> = {
  target: 5,
  one_link_away: 0.5,
  category_similarity: 0.5,
  shared_links: 2,
  shared_referrers: 1.5,
  log_links: 0.2,
  log_random_reach: 0.5,
  linked_from_target: 0.5,
};

export const navigation: Benchmark = {
  name: "navigation",
  summary: "what a person who follows links seeks: walks x 20 candidates against numpy and scipy.sparse",
  async rows({ quick }) {
    const peer = await startPython("navigation.py");
    try {
      const walks = quick ? 2000 : 10_000;
      const task = makeTask(walks);
      const graph = linkGraph(size.nodes, task.links);
      const categories = task.categories.map((category) => [["all", `category ${category}`]]);
      const views = targetViews(graph, categories, RandomStream.fromSeed(1));
      const policy = { weights: task.weights.map((row) => Float64Array.from(row)) };
      let ours = 0;
      const score = (): void => {
        ours = 0;
        for (const [target, uses] of task.uses) {
          const seeker = policySeeker(graph, policy, views(target));
          for (const walk of uses) {
            for (const log of clickLogProbabilities(seeker, task.walks[walk], target))
              if (Number.isFinite(log)) ours += log;
          }
        }
      };
      const { uses: _, ...request } = task;
      if (peer.missing.length === 0)
        await peer.ask({ work: "prepare", ...request, nodes: size.nodes, dimensions: 64 });
      const asked = async (): Promise<number> => {
        const { seconds, total } = await peer.ask({ work: "score" });
        if (Math.abs(total - ours) > 1e-4 * Math.abs(ours))
          throw new Error(`log-likelihood: expected ${ours}, got ${total}; the sides do different work`);
        return seconds;
      };
      const comparison = {
        name: `${walks} walks of ${size.clicks} clicks x ${size.candidates} candidates`,
        unit: "s",
        figure: (seconds: number) => seconds,
        ours: () => timed(score),
        peer: peer.missing.length === 0 ? asked : { install: "python3 -m pip install numpy scipy" },
      };
      return [await interleave(comparison, quick)];
    } finally {
      peer.close();
    }
  },
};

/** Links prefer small numbers, as links prefer hubs; walks follow links at random. */
function makeTask(walkCount: number) {
  const random = RandomStream.fromSeed(1);
  const { nodes, linksPerNode, targets } = size;
  const successors = Array.from({ length: nodes }, (_, from) => {
    const to = new Set([(from + 1) % nodes]);
    while (to.size < linksPerNode) to.add(Math.floor(nodes * random.uniform() ** 2));
    to.delete(from);
    return [...to];
  });
  const walks = Array.from({ length: walkCount }, () => {
    const walk = [random.integer(nodes)];
    while (walk.length <= size.clicks) {
      const next = successors[walk[walk.length - 1]];
      walk.push(next[random.integer(next.length)]);
    }
    return walk;
  });
  const targetOf = Array.from({ length: targets }, (_, i) => (i * 11 + 5) % nodes);
  const candidates = walks.map(() => {
    const chosen = new Set<number>();
    while (chosen.size < size.candidates) chosen.add(targetOf[random.integer(targets)]);
    return [...chosen];
  });
  const uses = new Map<number, number[]>(targetOf.map((target) => [target, []]));
  candidates.forEach((list, walk) => {
    for (const candidate of list) uses.get(candidate)!.push(walk);
  });
  return {
    links: successors.flatMap((list, from) => list.map((to): [number, number] => [from, to])),
    categories: Array.from({ length: nodes }, (_, node) => node % size.categories),
    weights: navigationContexts.map((_, context) =>
      navigationFeatures.map((name) => (weight[name] ?? 0) * (1 + context / 12)),
    ),
    walks,
    candidates,
    uses,
  };
}
