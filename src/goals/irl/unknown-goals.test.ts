import { expect, it } from "vitest";
import { RandomStream } from "../../numeric/index.js";
import { gridworld } from "../worlds/gridworld.js";
import { demonstrate } from "./demonstrate.js";
import { clusterGoals } from "./goal-clusters.js";
import { recoverReward } from "./maximum-causal-entropy.js";
import { softPlanner } from "./soft-plan.js";
import { starcDistance } from "./starc.js";

it("finds the three goals of fifteen agents from what they do: recover rewards, compare them, cluster them", () => {
  const { mdp, cells } = gridworld(["A...B", ".....", "..S..", ".....", "C...."], {
    terminal: "ABC",
    slip: 0.1,
  });
  const sites = ["A", "B", "C"];
  const values = Float64Array.from({ length: mdp.rows * 3 }, (_, i) => {
    const row = Math.floor(i / 3);
    let arrives = 0;
    for (let t = mdp.transitionStart[row]; t < mdp.transitionStart[row + 1]; t++)
      if (cells[mdp.successor[t]].mark === sites[i % 3]) arrives += mdp.probability[t];
    return arrives;
  });
  const process = { mdp, features: { names: sites, values }, discount: 0.9 };
  // Rational enough to go there: wandering on for ever is worth ln 4 / (beta (1 - discount)).
  const beta = 10;
  const start = cells.findIndex(({ mark }) => mark === "S");
  const stream = RandomStream.fromSeed(11);

  const held = [0, 1, 2, 0, 1, 2, 0, 0, 1, 2, 0, 0, 1, 2, 0];
  const rewards = held.map((goal) => {
    const plan = softPlanner(process, { beta })(sites.map((_, k) => (k === goal ? 2 : 0.2)));
    if ("failure" in plan) throw new Error(plan.failure);
    const episodes = Array.from({ length: 40 }, () => demonstrate(mdp, plan[0], start, 30, stream));
    const found = recoverReward(process, episodes, { beta, l2: 0.01 })!;
    expect(found.message).toMatch(/^converged/);
    return found.reward;
  });

  const { labels, medoids, silhouette } = clusterGoals(rewards.length, (i, j) =>
    starcDistance(mdp, rewards[i], rewards[j], process.discount),
  )!;
  expect([...labels]).toEqual(held);
  expect(medoids.map((agent) => held[agent])).toEqual([0, 1, 2]);
  expect(silhouette).toBeGreaterThan(0.5);
});
