import type { RandomStream } from "../../numeric/index.js";
import { type Category, categorySimilarity } from "./category-similarity.js";
import { coLinkNorms, coLinks } from "./co-links.js";
import { hopsTo } from "./hop-distance.js";
import { likeness, linkEmbedding } from "./link-embedding.js";
import { inDegree, type LinkGraph, outDegree, reversed } from "./link-graph.js";
import { reachProbability } from "./random-walk.js";

/**
 * What people may look at in an article when they seek another, in the order of the columns:
 * it is the target; it is one, two, or more than three links away (the excess, at most 3); how alike its categories,
 * its links and the links to it are to the target's; ln of one more than its links and the links to it (hubs); ln of the probability that three
 * random clicks from it reach the target (many short ways); how near it is in the embedding of links; the target links
 * to it. The target itself has the first feature only.
 */
export const navigationFeatures = [
  "target",
  "one_link_away",
  "two_links_away",
  "links_beyond_three",
  "category_similarity",
  "shared_links",
  "shared_referrers",
  "log_links",
  "log_referrers",
  "log_random_reach",
  "embedding_similarity",
  "linked_from_target",
] as const;

/** How every node looks to someone who seeks one target. */
export interface TargetView {
  readonly target: number;
  /** Links from every node to the target. */
  readonly hops: Uint8Array;
  /** [node, feature], in the order of `navigationFeatures`. */
  readonly features: Float32Array;
}

/** Dimensions of the embedding: 32 to 128 serve alike. */
const DIMENSIONS = 64;
/** Clicks of the random walk: articles of this size of graph are rarely more than four links apart. */
const WALK = 3;
/** Stands for a probability of 0 under the logarithm: one walk in a hundred thousand. */
const RARE = 1e-5;

/**
 * Prepares what does not depend on the target.
 *
 * @param categories the categories of each node.
 * @param stream starts the embedding.
 * @returns a function of the target; it takes O(nodes x dimensions + links).
 */
export function targetViews(
  graph: LinkGraph,
  categories: readonly (readonly Category[])[],
  stream: RandomStream,
): (target: number) => TargetView {
  const { nodes } = graph;
  const back = reversed(graph);
  const embedding = linkEmbedding(graph, DIMENSIONS, stream);
  const similarity = categorySimilarity(categories);
  const norms = coLinkNorms(graph);
  const backNorms = coLinkNorms(back);
  const logLinks = Float64Array.from({ length: nodes }, (_, node) => Math.log1p(outDegree(graph, node)));
  const logReferrers = Float64Array.from({ length: nodes }, (_, node) => Math.log1p(inDegree(graph, node)));

  return (target) => {
    const hops = hopsTo(graph, target);
    const linked = new Uint8Array(nodes);
    for (let i = graph.successorStart[target]; i < graph.successorStart[target + 1]; i++)
      linked[graph.successors[i]] = 1;
    const columns: ArrayLike<number>[] = [
      hops.map((d) => (d === 0 ? 1 : 0)),
      hops.map((d) => (d === 1 ? 1 : 0)),
      hops.map((d) => (d === 2 ? 1 : 0)),
      hops.map((d) => Math.min(Math.max(d, 3), 6) - 3),
      similarity(target),
      coLinks(graph, norms, target),
      coLinks(back, backNorms, target),
      logLinks,
      logReferrers,
      reachProbability(graph, target, WALK).map((p) => Math.log(p + RARE)),
      likeness(embedding, target),
      linked,
    ];
    const width = columns.length;
    const features = new Float32Array(nodes * width);
    columns.forEach((column, k) => {
      for (let node = 0; node < nodes; node++) features[node * width + k] = column[node];
    });
    features.fill(0, target * width, (target + 1) * width);
    features[target * width] = 1;
    return { target, hops, features };
  };
}
