import { averageLinkage, cut } from "./average-linkage.js";

export interface GoalClusters {
  /** Goal of each reward, numbered by first appearance. */
  readonly labels: Int32Array;
  /** For each goal, the reward nearest to the others of its cluster: an example of the goal. */
  readonly medoids: readonly number[];
  /** Mean silhouette width of the chosen clustering; `undefined` when it has one cluster. */
  readonly silhouette: number | undefined;
  /** Mean silhouette width of 2, 3, .. clusters, as far as they were tried. */
  readonly silhouettes: readonly number[];
}

export interface GoalClusterOptions {
  /** Most goals to consider. Default n - 1: beyond it every reward is a goal of its own. */
  readonly maxGoals?: number;
  /**
   * Least mean silhouette width at which more than one goal is believed. Default 0.5: below it a structure is "weak
   * and could be artificial" [Kaufman & Rousseeuw 1990, chapter 2].
   */
  readonly minSilhouette?: number;
}

/**
 * Groups rewards into goals by their distances: average linkage, cut into the number of clusters with the largest mean
 * silhouette width [Rousseeuw 1987], or into one where that stays below `minSilhouette`.
 *
 * Limits: a goal with a single reward has silhouette 0 and so counts against its own existence; where rewards are few
 * and all different the answer is one goal, not n.
 *
 * @param distance between rewards i and j, at least 0; for example {@link starcDistance} or {@link epicDistance}.
 * @throws RangeError when a distance is missing: a reward that prefers nothing must be left out beforehand; and for options
 *   out of range.
 */
export function clusterGoals(
  n: number,
  distance: (i: number, j: number) => number | undefined,
  { maxGoals = n - 1, minSilhouette = 0.5 }: GoalClusterOptions = {},
): GoalClusters | undefined {
  if (!(Number.isInteger(n) && n >= 0)) throw new RangeError(`n must be a whole number of rewards, got ${n}`);
  if (n === 0) return undefined;
  if (n > 1 && !(maxGoals >= 1)) throw new RangeError(`maxGoals must be at least 1, got ${maxGoals}`);
  if (!(minSilhouette <= 1)) throw new RangeError(`minSilhouette must be at most 1, got ${minSilhouette}`);
  const distances = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const d = distance(i, j);
      if (!(d !== undefined && d >= 0 && Number.isFinite(d))) {
        throw new RangeError(
          `rewards ${j} and ${i}: expected a distance, got ${d}; a reward without preferences has none`,
        );
      }
      distances[i * n + j] = distances[j * n + i] = d;
    }
  }
  const merges = averageLinkage(distances, n);
  const silhouettes: number[] = [];
  for (let k = 2; k <= Math.min(maxGoals, n - 1); k++) {
    silhouettes.push(meanSilhouette(distances, cut(merges, k), k));
  }
  const widest = Math.max(...silhouettes);
  const several = widest >= minSilhouette;
  const labels = cut(merges, several ? silhouettes.indexOf(widest) + 2 : 1);
  return {
    labels,
    medoids: medoids(distances, labels),
    silhouette: several ? widest : undefined,
    silhouettes,
  };
}

/** Mean of (b - a) / max(a, b): a the mean distance to one's own cluster, b to the nearest other; 0 for singletons. */
function meanSilhouette(distances: Float64Array, labels: Int32Array, clusters: number): number {
  const n = labels.length;
  const sizes = new Float64Array(clusters);
  for (const label of labels) sizes[label] += 1;
  let total = 0;
  for (let i = 0; i < n; i++) {
    if (sizes[labels[i]] === 1) continue;
    const sums = new Float64Array(clusters);
    for (let j = 0; j < n; j++) sums[labels[j]] += distances[i * n + j];
    const own = sums[labels[i]] / (sizes[labels[i]] - 1);
    const other = Math.min(
      ...sums.map((sum, label) => (label === labels[i] ? Number.POSITIVE_INFINITY : sum / sizes[label])),
    );
    const wider = Math.max(own, other);
    total += wider === 0 ? 0 : (other - own) / wider;
  }
  return total / n;
}

/** For each cluster the member with the least total distance to the others, the first of several. */
function medoids(distances: Float64Array, labels: Int32Array): number[] {
  const n = labels.length;
  const best: { index: number; total: number }[] = [];
  labels.forEach((label, i) => {
    let total = 0;
    for (let j = 0; j < n; j++) if (labels[j] === label) total += distances[i * n + j];
    if (best[label] === undefined || total < best[label].total) best[label] = { index: i, total };
  });
  return best.map(({ index }) => index);
}
