import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { averageLinkage, cut } from "./average-linkage.js";
import { clusterGoals } from "./goal-clusters.js";

interface ClusteringCase {
  n: number;
  distances: number[];
  heights: number[];
  cuts: Record<string, number[]>;
  silhouettes: number[];
}

/** Made by test/reference/irl-rewards/irl_rewards.py (scipy.cluster.hierarchy). */
const golden: { clustering: ClusteringCase } = JSON.parse(
  readFileSync(
    new URL("../../../test/reference/irl-rewards/irl-rewards.golden.json", import.meta.url),
    "utf8",
  ),
);

/** Clusters renumbered by first appearance. */
const canonical = (labels: ArrayLike<number>): number[] => {
  const order = [...new Set(Array.from(labels))];
  return Array.from(labels, (label) => order.indexOf(label));
};

describe("against scipy", () => {
  const { n, distances, heights, cuts, silhouettes } = golden.clustering;
  const merges = averageLinkage(Float64Array.from(distances), n);
  it("average linkage merges at the same heights into the same clusters", () => {
    merges.forEach(({ height }, i) => {
      expect(height).toBeCloseTo(heights[i], 12);
    });
    for (const [k, labels] of Object.entries(cuts))
      expect([...cut(merges, Number(k))]).toEqual(canonical(labels));
  });

  it("silhouettes agree, and the widest decides", () => {
    const found = clusterGoals(n, (i, j) => distances[i * n + j])!;
    found.silhouettes.forEach((width, i) => {
      expect(width).toBeCloseTo(silhouettes[i], 12);
    });
    expect(found.silhouette).toBeCloseTo(silhouettes[1], 12);
    expect([...found.labels]).toEqual(canonical(cuts[3]));
  });
});

const line = (points: number[]) => (i: number, j: number) => Math.abs(points[i] - points[j]);

describe("clusterGoals", () => {
  it("names the middle of each cluster", () => {
    const { labels, medoids } = clusterGoals(6, line([0, 10, 1, 11, 2, 12]))!;
    expect([...labels]).toEqual([0, 1, 0, 1, 0, 1]);
    expect(medoids).toEqual([2, 3]);
  });

  it("sees one goal where nothing stands apart, and in equal rewards", () => {
    const { labels, silhouette } = clusterGoals(5, () => 1)!;
    expect([...labels]).toEqual([0, 0, 0, 0, 0]);
    expect(silhouette).toBeUndefined();
    expect([...clusterGoals(4, () => 0)!.labels]).toEqual([0, 0, 0, 0]);
    expect([...clusterGoals(2, () => 1)!.labels]).toEqual([0, 0]);
    expect([...clusterGoals(1, () => 1)!.labels]).toEqual([0]);
    expect(clusterGoals(0, () => 1)).toBeUndefined();
  });

  it("obeys a limit on the number of goals and on what counts as apart", () => {
    const points = line([0, 0.1, 5, 5.1, 50, 50.1]);
    expect(Math.max(...clusterGoals(6, points)!.labels)).toBe(2);
    expect(Math.max(...clusterGoals(6, points, { maxGoals: 2 })!.labels)).toBe(1);
    expect(Math.max(...clusterGoals(6, points, { minSilhouette: 0.999 })!.labels)).toBe(0);
  });

  it.each([
    [2.5, {}, "n must be a whole number of rewards, got 2.5"],
    [3, { maxGoals: 0 }, "maxGoals must be at least 1, got 0"],
    [3, { maxGoals: Number.NaN }, "maxGoals must be at least 1, got NaN"],
    [3, { minSilhouette: Number.NaN }, "minSilhouette must be at most 1, got NaN"],
  ])("refuses %d rewards with %o", (n, options, message) => {
    expect(() => clusterGoals(n, () => 1, options)).toThrow(message);
  });

  it("refuses a reward without a distance", () => {
    expect(() => clusterGoals(3, (i) => (i === 2 ? undefined : 1))).toThrow(
      "rewards 0 and 2: expected a distance, got undefined",
    );
  });
});
