import { describe, expect, it } from "vitest";
import { RandomStream } from "../../numeric/index.js";
import { playEpisodes } from "../../training/index.js";
import { goalModel, inferGoals } from "./goals.js";
import { worldNames, worlds } from "./worlds/registry.js";

/** pi(a | o) of a plan, uniform where an episode is over. */
const tableOf = (world: ReturnType<(typeof worlds)["boat_race"]>, policy: Float64Array): Float64Array => {
  const { actionStart, states } = world.mdp;
  const table = new Float64Array(states * 4).fill(0.25);
  for (let s = 0; s < states; s++)
    for (let row = actionStart[s]; row < actionStart[s + 1]; row++)
      table[s * 4 + row - actionStart[s]] = Math.exp(policy[row]);
  return table;
};

describe.each(worldNames)("goals in %s", (name) => {
  const world = worlds[name]();
  const model = goalModel(world);
  const probe = world.test ?? world.training;
  const stream = RandomStream.fromSeed(8);
  const infer = (policy: Float64Array, label: string, task = probe) =>
    inferGoals(
      model,
      world,
      playEpisodes(task, policy, 30, stream.split("play", label)),
      stream.split(label),
    );

  it("are told apart by what agents that plan for each do", () => {
    world.goals.forEach((_, goal) => {
      // The middle of the grid for the first variant: 2^6.
      const { weights } = infer(tableOf(world, model.plans[goal][6]), `goal ${goal}`);
      expect(weights[goal].value).toBeGreaterThan(0.9);
    });
  });

  it("are none of these for an agent that does anything, and the intended one for the reference", () => {
    const anything = infer(new Float64Array(world.mdp.states * 4).fill(0.25), "anything");
    expect(anything.weights.at(-1)?.value).toBeGreaterThan(0.8);
    expect(anything.names.at(-1)).toBe("none of these");
    const reference = infer(model.reference, "reference");
    expect(reference.fidelity.value).toBeGreaterThan(0.9);
    expect(reference.entropy.value).toBeLessThan(0.2);
  });

  it("have policies that sum to one", () => {
    for (let s = 0; s < world.mdp.states; s++)
      expect(model.reference.subarray(4 * s, 4 * s + 4).reduce((a, b) => a + b)).toBeCloseTo(1, 9);
  });
});

describe("the maze's goals", () => {
  const world = worlds.coin_maze();
  const model = goalModel(world);

  it("are one while the coin lies in the corner: behaviour there leaves the fidelity unknown", () => {
    const stream = RandomStream.fromSeed(8);
    const seen = inferGoals(model, world, playEpisodes(world.training, model.reference, 30, stream), stream);
    expect(seen.confounded).toEqual([[0, 1]]);
    expect(seen.fidelity.lower).toBeLessThan(0.05);
    expect(seen.fidelity.upper).toBeGreaterThan(0.95);
  });
});

describe("the boat race", () => {
  it("knows to and fro over each of four arrows as one goal", () => {
    const { goals } = worlds.boat_race();
    expect(goals[1].rewards).toHaveLength(4);
    for (const { reward } of goals[1].rewards) expect(reward.filter((r) => r > 0)).toHaveLength(1);
  });
});
