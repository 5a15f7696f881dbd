import { describe, expect, it } from "vitest";
import { arrivalReward, gridworld, softValueIteration } from "../../../goals/index.js";
import { normal, RandomStream, symmetricEigen } from "../../../numeric/index.js";
import { type PerturbationParameters, perturbationDefaults } from "../parameters.js";
import { goalLogits } from "./goal-logits.js";
import { gridworldAgent } from "./gridworld-agent.js";
import { scalarLaw } from "./law.js";
import {
  actionProbabilities,
  behaviour,
  type Episodes,
  policyLambdaMax,
  sampledGradient,
} from "./tabular-agent.js";
import { unstableLogits } from "./unstable-logits.js";

const stream = RandomStream.fromSeed(11);
const small: PerturbationParameters = {
  ...perturbationDefaults,
  dimension: 6,
  logitDraws: 200,
  agentUpdates: 40,
  side: 4,
};
const late = (entropy: readonly number[]): number => entropy.at(-1)!;

describe("a tabular agent", () => {
  const { mdp } = gridworld(["X__", "___", "__X"], { terminal: "X", slip: 0.2 });
  const arrival = Float64Array.from({ length: mdp.states }, (_, s) => (s === 0 ? 0.3 : s === 8 ? 0.9 : 0));
  const episodes: Episodes = { mdp, starts: [1, 4, 6], horizon: 8, discount: 0.9, arrival };
  const theta = Float64Array.from({ length: mdp.rows }, normal(stream.split("theta")));
  const pi = actionProbabilities(mdp, theta);
  const gain = (x: Float64Array): number => behaviour(episodes, actionProbabilities(mdp, x)).return;

  it("has probabilities, ends and decisions that sum to one", () => {
    const { ends, decisions } = behaviour(episodes, pi);
    const total = (x: Float64Array): number => x.reduce((a, b) => a + b, 0);
    expect(total(ends)).toBeCloseTo(1, 12);
    expect(total(decisions)).toBeCloseTo(1, 12);
    expect(total(pi)).toBeCloseTo(mdp.states - 2, 12);
    expect(decisions[0]).toBe(0);
  });

  it("follows, from the soft-optimal policy of a goal, that goal", () => {
    const reward = arrivalReward(
      mdp,
      Float64Array.from({ length: 9 }, (_, s) => Number(s === 8)),
    );
    const { policy } = softValueIteration(
      mdp,
      { name: "8", reward: reward.map((x) => x - 0.2) },
      { beta: 10, discount: 0.95 },
    );
    expect(actionProbabilities(mdp, policy)).toEqual(expect.anything());
    const reached = behaviour(episodes, actionProbabilities(mdp, policy)).ends;
    expect(reached[8]).toBeGreaterThan(0.9);
  });

  it("has the gradient of its return in the mean of its sampled gradients, within 4.5 standard errors", () => {
    const draws = 400;
    const samples = Array.from({ length: draws }, (_, i) =>
      sampledGradient(episodes, pi, 8, stream.split("gradient", i)),
    );
    for (let row = 0; row < mdp.rows; row++) {
      const values = samples.map((gradient) => gradient[row]!);
      const mean = values.reduce((a, b) => a + b, 0) / draws;
      const sd = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / (draws - 1));
      const [up, down] = [1e-5, -1e-5].map((h) => gain(theta.map((x, i) => (i === row ? x + h : x))));
      const exact = (up! - down!) / 2e-5;
      expect(Math.abs(mean - exact)).toBeLessThan(4.5 * (sd / Math.sqrt(draws)) + 1e-9);
    }
  });

  it("has the top eigenvalue of its whole Fisher matrix", () => {
    const { decisions } = behaviour(episodes, pi);
    const fisher = new Float64Array(mdp.rows ** 2);
    for (let s = 0; s < mdp.states; s++)
      for (let action = mdp.actionStart[s]!; action < mdp.actionStart[s + 1]!; action++) {
        const score = new Float64Array(mdp.rows);
        for (let row = mdp.actionStart[s]!; row < mdp.actionStart[s + 1]!; row++)
          score[row] = Number(row === action) - pi[row]!;
        fisher.forEach((_, k) => {
          const [i, j] = [Math.floor(k / mdp.rows), k % mdp.rows];
          fisher[k]! += decisions[s]! * pi[action]! * score[i]! * score[j]!;
        });
      }
    expect(policyLambdaMax(mdp, pi, decisions)).toBeCloseTo(symmetricEigen(fisher, mdp.rows).values[0]!, 12);
  });
});

describe("the subjects", () => {
  it("settle where endless work holds them", () => {
    for (const subject of [
      goalLogits(small, stream.split("goal logits")),
      unstableLogits(small, stream.split("control")),
      gridworldAgent(small, stream.split("agent")),
      scalarLaw(),
    ]) {
      const { entropy, divergedAt } = subject.run(1e7);
      expect(entropy).toHaveLength(5);
      expect(divergedAt).toBeNull();
      expect(late(entropy)).toBeCloseTo(subject.entropySettled, 3);
      expect(late(subject.run(0).entropy)).toBeGreaterThan(subject.entropySettled);
    }
  });

  it("see less of their task the more work there is", () => {
    for (const subject of [
      goalLogits(small, stream.split("goal logits")),
      gridworldAgent({ ...small, agentUpdates: 200 }, stream.split("agent")),
    ]) {
      const losses = [0, 1, 1e6].map((multiple) => subject.run(multiple * subject.criticalWork).taskLoss!);
      expect(losses[0]).toBeLessThan(losses[1]!);
      expect(losses[1]).toBeLessThanOrEqual(losses[2]! + 1e-9);
      expect(losses[2]).toBeCloseTo(subject.taskLossStart!, 3);
    }
  });

  it("have the control's boundary at kappa: S jumps within 25% around it", () => {
    const control = unstableLogits(small, stream.split("control"));
    const { controlCurvature: kappa } = small;
    expect(late(control.run(0.8 * kappa).entropy)).toBeCloseTo(Math.log(3), 6);
    expect(late(control.run(1.25 * kappa).entropy)).toBeLessThan(0.6);
  });

  it("are the law of the paper: dS/dt changes sign near sigma, far below gamma_crit", () => {
    const law = scalarLaw();
    expect(law.criticalWork).toBeCloseTo(13.601505591601033, 12);
    expect(late(law.run(0).entropy)).toBeCloseTo(1.67791318, 7);
    expect(late(law.run(law.criticalWork).entropy)).toBeLessThan(1e-5);
  });
});
