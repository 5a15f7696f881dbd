import { beforeAll, describe, expect, it } from "vitest";
import { startEngine } from "../../engine/index.js";
import { topEigenvalue } from "../../fisher/index.js";
import { type Goal, gridworld } from "../../goals/index.js";
import { mean, RandomStream } from "../../numeric/index.js";
import { Diverged } from "../divergence.js";
import { PolicyGradientAgent } from "./agent.js";
import { episodeTotals, playEpisodes, summedByObservation } from "./rollouts.js";
import { tabularTask } from "./tabular-task.js";
import { oneHotObservations } from "./task.js";

beforeAll(startEngine);

/** Six cells in a row; the right end pays 1 and ends the episode, every step costs 0.05. */
const corridor = gridworld(["A____G"], { terminal: "G" });
const start = Float64Array.of(1, 0, 0, 0, 0, 0);
const towards = (state: number): Goal => {
  const reward = new Float64Array(corridor.mdp.rows);
  for (let row = 0; row < reward.length; row++)
    reward[row] = (corridor.mdp.successor[row] === state ? 1 : 0) - 0.05;
  return { name: `to ${state}`, reward };
};
const task = tabularTask({
  name: "corridor",
  mdp: corridor.mdp,
  start,
  reward: towards(5),
  performance: towards(0),
  horizon: 20,
});

function train(agent: PolicyGradientAgent, updates: number, gamma: number, seed = 3): number {
  for (let i = 0; i < updates; i++) {
    const rollouts = playEpisodes(task, agent.policy(), 16, RandomStream.fromSeed(seed).split(i));
    agent.learn(rollouts, rollouts.reward, { eta: 0.5, gamma });
  }
  const played = playEpisodes(task, agent.policy(), 50, RandomStream.fromSeed(seed).split("after"));
  return mean(episodeTotals(played, played.reward))!;
}

const fresh = (seed = 1, options = {}): PolicyGradientAgent =>
  new PolicyGradientAgent(task, RandomStream.fromSeed(seed), options);

describe("PolicyGradientAgent", () => {
  it.each([
    ["actor-critic", { trace: 0.5 }],
    ["REINFORCE with a baseline", { trace: 1 }],
  ])("%s learns a corridor from chance to the shortest way", (_, options) => {
    const agent = fresh(1, options);
    expect(train(agent, 0, 0)).toBeLessThan(0.2);
    // The shortest way brings 1 - 5 x 0.05 = 0.75.
    expect(train(agent, 80, 0)).toBeGreaterThan(0.65);
  });

  it("imitates a policy, and strong work then keeps it from learning", () => {
    const left = Float64Array.from({ length: 24 }, (_, i) => [0.1, 0.7, 0.1, 0.1][i % 4]);
    const entropy = -(0.7 * Math.log(0.7) + 0.3 * Math.log(0.1));
    const agent = fresh();
    expect(agent.imitate(left, 400, 1)).toBeCloseTo(entropy, 2);
    agent.anchor(left);
    const { parameters } = agent.snapshot();
    train(agent, 60, 300);
    const held = playEpisodes(task, agent.policy(), 50, RandomStream.fromSeed(9));
    expect(agent.divergence(held)).toBeLessThan(0.01);

    const free = new PolicyGradientAgent(task, { ...agent.snapshot(), parameters });
    train(free, 60, 0);
    const drifted = playEpisodes(task, free.policy(), 50, RandomStream.fromSeed(9));
    expect(free.divergence(drifted)).toBeGreaterThan(0.5);
  });

  it("works on what is visited, or on every observation", () => {
    const left = Float64Array.from({ length: 24 }, (_, i) => [0.1, 0.7, 0.1, 0.1][i % 4]);
    // Episodes of one step: only the first cell is visited.
    const short = { ...task, horizon: 1 };
    const last = (workOn: "visited" | "everywhere"): number => {
      const agent = fresh(1, { workOn, entropyBonus: 0 });
      agent.anchor(left);
      for (let i = 0; i < 200; i++) {
        const rollouts = playEpisodes(short, agent.policy(), 4, RandomStream.fromSeed(2).split(i));
        agent.learn(rollouts, new Float64Array(4), { eta: 0.5, gamma: 3 });
      }
      return agent.policy()[4 * 4 + 1];
    };
    expect(Math.abs(last("everywhere") - 0.7)).toBeLessThan(0.02);
    expect(Math.abs(last("visited") - 0.7)).toBeGreaterThan(0.05);
  });

  it("is the same bytes from the same seed, and goes on from a snapshot as if never stopped", () => {
    const [once, again] = [fresh(), fresh()];
    train(once, 10, 0.5);
    train(again, 10, 0.5);
    expect(again.snapshot()).toEqual(once.snapshot());
    const resumed = new PolicyGradientAgent(task, JSON.parse(JSON.stringify(once.snapshot(), plain), revive));
    train(once, 5, 0.5, 4);
    train(resumed, 5, 0.5, 4);
    expect(resumed.snapshot()).toEqual(once.snapshot());
    expect(fresh(2).snapshot()).not.toEqual(fresh().snapshot());
  });

  it("has the Fisher matrix of its policy", () => {
    const agent = fresh();
    const rollouts = playEpisodes(task, agent.policy(), 16, RandomStream.fromSeed(5));
    const fisher = agent.curvature(rollouts, 64).fisher();
    expect(fisher.size).toBe(agent.parameterCount);
    const top = topEigenvalue(fisher, RandomStream.fromSeed(6));
    expect(top.converged).toBe(true);
    expect(top.value).toBeGreaterThan(0.01);
  });

  it("says so when it diverges", () => {
    const agent = fresh();
    expect(() => {
      for (let i = 0; i < 50; i++) {
        const rollouts = playEpisodes(task, agent.policy(), 16, RandomStream.fromSeed(3).split(i));
        agent.learn(rollouts, rollouts.reward, { eta: 1e30, gamma: 0 });
      }
    }).toThrow(/the policy has diverged: lower the learning rate \(now 1e\+30\)/);
    const uniform = new Float64Array(24).fill(0.25);
    expect(() => fresh().imitate(uniform, 5, 1e30)).toThrow(Diverged);
  });
});

const plain = (_: string, value: unknown): unknown =>
  value instanceof Float64Array ? { float64: Array.from(value) } : value;
const revive = (_: string, value: { float64?: number[] }): unknown =>
  value?.float64 ? Float64Array.from(value.float64) : value;

describe("playEpisodes", () => {
  const always = (action: number): Float64Array =>
    Float64Array.from({ length: 24 }, (_, i) => Number(i % 4 === action));

  it("walks by the policy: to the end, or until the horizon", () => {
    const right = playEpisodes(task, always(0), 2, RandomStream.fromSeed(1));
    expect([...right.observation]).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4]);
    expect([...right.start]).toEqual([0, 5, 10]);
    expect([...right.last]).toEqual([-1, -1]);
    expect(episodeTotals(right, right.reward)[0]).toBeCloseTo(0.75, 12);
    expect(episodeTotals(right, right.performance)[1]).toBeCloseTo(-0.25, 12);

    const left = playEpisodes(task, always(1), 1, RandomStream.fromSeed(1));
    expect(left.observation).toHaveLength(20);
    expect([...left.last]).toEqual([0]);
    expect(episodeTotals(left, left.performance)[0]).toBeCloseTo(20 * 0.95, 12);
  });

  it("is summed by observation: mean advantage of each action, and shares of the steps", () => {
    const { gain, visits } = summedByObservation(
      {
        ...playEpisodes(task, always(0), 1, RandomStream.fromSeed(1)),
        observation: Int32Array.of(1, 0, 1, 1),
        action: Int32Array.of(2, 0, 2, 3),
      },
      Float64Array.of(3, 1, 5, -2),
      2,
      4,
    );
    expect([...gain]).toEqual([0.25, 0, 0, 0, 0, 0, 2, -0.5]);
    expect([...visits]).toEqual([0.25, 0.75]);
  });

  it("refuses a policy of another size, and tasks that are none", () => {
    expect(() => playEpisodes(task, new Float64Array(3), 1, RandomStream.fromSeed(1))).toThrow(/6 x 4/);
    const atEnd = Float64Array.of(0, 0, 0, 0, 0, 1);
    expect(() =>
      tabularTask({ name: "t", mdp: corridor.mdp, start: atEnd, reward: towards(5), horizon: 1 }),
    ).toThrow(/cannot start in the terminal state 5/);
  });

  it("describes observations by one-hot parts", () => {
    const { features, inputs } = oneHotObservations(
      [
        [0, 1],
        [2, 0],
      ],
      [3, 2],
    );
    expect(features).toBe(5);
    expect([...inputs]).toEqual([1, 0, 0, 0, 1, 0, 0, 1, 1, 0]);
    expect(() => oneHotObservations([[3, 0]], [3, 2])).toThrow(
      /observation 0, part 0: expected 0 to 2, got 3/,
    );
  });
});
