import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type RandomProcess, randomProcess } from "../../../test/random-process.js";
import {
  buildMdp,
  graphWorld,
  gridworld,
  type Plan,
  reachGoal,
  softValueIteration,
  stateReward,
} from "../index.js";
import { jointPosterior } from "./joint-posterior.js";
import { actionLogLikelihoods, integratedLogLikelihood, logLikelihood } from "./likelihood.js";
import { posterior } from "./posterior.js";
import { gammaRationality, gridRationality } from "./rationality.js";
import { requireTrajectory, trajectoryOf } from "./trajectory.js";

/** Plans of a process's goal, of its opposite and of no goal, and a trajectory through it. */
const behaviour = fc
  .record({ process: randomProcess, choices: fc.array(fc.nat(), { minLength: 1, maxLength: 8 }) })
  .map(({ process, choices }) => ({ plans: plansOn(process), trajectory: wander(process, choices) }));

function plansOn({ mdp, goal }: RandomProcess): Plan[] {
  return [1, -1, 0].map((sign) => {
    const reward = goal.reward.map((r) => sign * r);
    return softValueIteration(mdp, { name: `${sign}`, reward }, { beta: 2, discount: 0.9 }).policy;
  });
}

function wander({ mdp }: RandomProcess, choices: readonly number[]): number[] {
  const { actionStart, transitionStart, successor } = mdp;
  const rows: number[] = [];
  let state = 0;
  for (const choice of choices) {
    const available = actionStart[state + 1] - actionStart[state];
    if (available === 0) break;
    const row = actionStart[state] + (choice % available);
    rows.push(row);
    state = successor[transitionStart[row] + (choice % (transitionStart[row + 1] - transitionStart[row]))];
  }
  requireTrajectory(mdp, rows);
  return rows;
}

const weights = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 });
const SEED = { seed: 13, numRuns: 60 };

describe("posterior", () => {
  it("is Bayes' rule, action by action", () => {
    fc.assert(
      fc.property(behaviour, weights, ({ plans, trajectory }, prior) => {
        const { afterPrefix, logEvidence, unexplained } = posterior(plans, prior, trajectory);
        expect(unexplained).toBeUndefined();
        expect(afterPrefix).toHaveLength(trajectory.length + 1);
        for (let t = 0; t < trajectory.length; t++) {
          const before = afterPrefix[t]!;
          const likelihood = plans.map((plan) => Math.exp((plan as Float64Array)[trajectory[t]]));
          const evidence = before.reduce((total, p, h) => total + p * likelihood[h], 0);
          before.forEach((p, h) => {
            expect(afterPrefix[t + 1]![h]).toBeCloseTo((p * likelihood[h]) / evidence, 10);
          });
          expect(logEvidence[t + 1] - logEvidence[t]).toBeCloseTo(Math.log(evidence), 9);
        }
        expect(afterPrefix.at(-1)!.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
      }),
      SEED,
    );
  });

  it("does not depend on the order of the hypotheses, nor on the scale of the prior", () => {
    fc.assert(
      fc.property(behaviour, weights, ({ plans, trajectory }, prior) => {
        const p = posterior(plans, prior, trajectory).afterPrefix.at(-1)!;
        const reversed = posterior(
          [...plans].reverse(),
          [...prior].reverse().map((w) => 7 * w),
          trajectory,
        );
        Array.from(reversed.afterPrefix.at(-1)!)
          .reverse()
          .forEach((q, h) => {
            expect(q).toBeCloseTo(p[h], 12);
          });
      }),
      SEED,
    );
  });

  it("stays where behaviour says nothing: equal goals, forced actions", () => {
    const { mdp } = gridworld(["...."]);
    const reward = stateReward(mdp, [0, 0, 0, 1]);
    const { policy } = softValueIteration(mdp, { name: "right", reward }, { beta: 1, discount: 0.9 });
    const { afterPrefix } = posterior([policy, policy], [3, 1], [0, 4, 8]);
    for (const p of afterPrefix)
      expect(Array.from(p!)).toEqual([expect.closeTo(0.75, 12), expect.closeTo(0.25, 12)]);
  });

  const line = graphWorld(4, [
    [0, 1],
    [1, 0],
    [1, 2],
    [2, 1],
    [2, 3],
    [3, 2],
  ]);
  const [left, right] = [0, 3].map(
    (target) =>
      softValueIteration(line.mdp, reachGoal(line, target, `${target}`), { beta: 2, discount: 1 }).policy,
  );

  it("takes detours, loops and standing about for what they are", () => {
    const back = posterior([left, right], [1, 1], line.path([1, 2, 1, 2, 1, 2, 1]));
    expect(back.unexplained).toBeUndefined();
    const final = back.afterPrefix.at(-1)!;
    expect(final[0] + final[1]).toBeCloseTo(1, 12);
    expect(final[0]).toBeGreaterThan(0.01);
    expect(final[0]).toBeLessThan(0.99);

    const round = Array.from({ length: 4001 }, (_, i) => 1 + (i % 2));
    const long = posterior([left, right], [1, 1], line.path(round));
    expect(long.afterPrefix.at(-1)!.every(Number.isFinite)).toBe(true);

    const { mdp } = gridworld(["...."]);
    const goals = [0, 3].map((cell) => {
      const reward = stateReward(
        mdp,
        Array.from({ length: 4 }, (_, s) => (s === cell ? 1 : 0)),
      );
      return softValueIteration(mdp, { name: `${cell}`, reward }, { beta: 5, discount: 0.9 }).policy;
    });
    const stuck = posterior(goals, [1, 1], Array(1000).fill(2)); // into the wall below, from the left end
    expect(stuck.afterPrefix.at(-1)![0]).toBeGreaterThan(0.999);
  });

  it("says from which action on no goal explains the behaviour", () => {
    // To stop at 3 is impossible for an agent that wants to be at 0, and to go on from 0 as well.
    const both = posterior([left, right], [1, 1], line.path([1, 0, 1, 2]));
    expect(both.unexplained).toBeUndefined();
    expect(Array.from(both.afterPrefix[2]!)).toEqual([0, 1]);

    const one = posterior([left, right], [1, 0], line.path([1, 0, 1, 2]));
    expect(one.unexplained).toBe(1);
    expect(one.afterPrefix.map((p) => p === undefined)).toEqual([false, false, true, true]);
    expect(one.logEvidence[1]).toBeGreaterThan(-Infinity);
    expect(one.logEvidence[2]).toBe(-Infinity);
  });

  it("names bad priors", () => {
    const trajectory = line.path([1, 2]);
    expect(() => posterior([left, right], [1], trajectory)).toThrow(/prior: expected 2 weights, got 1/);
    expect(() => posterior([left, right], [1, -1], trajectory)).toThrow(
      /weight 1 must be non-negative, got -1/,
    );
    expect(() => posterior([left, right], [0, 0], trajectory)).toThrow(/positive finite sum, got 0/);
    expect(() => posterior([[left]], [1], line.path([1, 2, 1]))).toThrow(
      /2 steps is longer than the plan's 1/,
    );
  });
});

describe("jointPosterior", () => {
  it("integrates rationality out: its goals are those of integrated likelihoods", () => {
    fc.assert(
      fc.property(randomProcess, fc.array(fc.nat(), { minLength: 1, maxLength: 8 }), (process, choices) => {
        const { mdp, goal } = process;
        const rationality = gammaRationality(2, 1, 8);
        const plans = [1, -1].map((sign) =>
          Array.from(rationality.betas, (beta) => {
            const reward = goal.reward.map((r) => sign * r);
            return softValueIteration(mdp, { name: `${sign}`, reward }, { beta, discount: 0.9 }).policy;
          }),
        );
        const trajectory = wander(process, choices);
        const { joint, goals, betas } = jointPosterior(plans, [1, 3], rationality, trajectory);
        const odds = plans.map(
          (row, g) =>
            [0.25, 0.75][g] * Math.exp(integratedLogLikelihood(row, rationality.weights, trajectory)),
        );
        const total = odds[0] + odds[1];
        const [p, b] = [goals.at(-1)!, betas.at(-1)!];
        expect(p[0]).toBeCloseTo(odds[0] / total, 10);
        expect(joint.logEvidence.at(-1)).toBeCloseTo(Math.log(total), 10);
        expect(b.reduce((x, y) => x + y, 0)).toBeCloseTo(1, 12);
        b.forEach((mass, i) => {
          const [first, second] = [0, 1].map((g) => joint.afterPrefix.at(-1)![g * b.length + i]);
          expect(mass).toBeCloseTo(first + second, 12);
        });
      }),
      { seed: 17, numRuns: 15 },
    );
  });

  it("learns beta from behaviour, and asks for a plan for each", () => {
    const { mdp } = gridworld(["......"]);
    const reward = stateReward(mdp, [0, 0, 0, 0, 0, 1]);
    const rationality = gridRationality([0.1, 1, 10]);
    const plans = [
      Array.from(
        rationality.betas,
        (beta) => softValueIteration(mdp, { name: "right", reward }, { beta, discount: 0.9 }).policy,
      ),
    ];
    const straight = jointPosterior(plans, [1], rationality, [0, 4, 8, 12, 16, 20, 20, 20]);
    const dithering = jointPosterior(plans, [1], rationality, [0, 5, 0, 5, 2, 0, 5, 3]);
    const mean = (p: Float64Array): number =>
      p.reduce((total, w, i) => total + w * Math.log(rationality.betas[i]), 0);
    expect(mean(straight.betas.at(-1)!)).toBeGreaterThan(mean(straight.betas[0]!) + 0.5);
    expect(mean(dithering.betas.at(-1)!)).toBeLessThan(mean(dithering.betas[0]!) - 0.5);
    expect(() => jointPosterior([[]], [1], rationality, [])).toThrow(
      /goal 0: expected 3 plans, one for each beta, got 0/,
    );
  });
});

describe("gammaRationality", () => {
  it("has the moments of Gamma(shape, scale)", () => {
    for (const [shape, scale] of [
      [0.5, 2],
      [2, 1],
      [9, 0.3],
    ]) {
      const { betas, weights: w } = gammaRationality(shape, scale, 64);
      const moment = (power: number): number =>
        betas.reduce((total, beta, i) => total + w[i] * beta ** power, 0);
      // The part of ln beta left out holds about 1e-6 of the mass for shapes above 1, and more below.
      const accuracy = shape < 1 ? 1e-2 : 1e-4;
      expect(Math.abs(moment(1) / (shape * scale) - 1)).toBeLessThan(accuracy);
      expect(Math.abs(moment(2) / (shape * (shape + 1) * scale ** 2) - 1)).toBeLessThan(accuracy);
    }
  });

  it("names bad grids", () => {
    expect(() => gammaRationality(0, 1)).toThrow(/shape must be positive/);
    expect(() => gammaRationality(1, 1, 1)).toThrow(/points/);
    expect(() => gridRationality([1, 1])).toThrow(/beta 1: expected positive, finite, ascending/);
    expect(() => gridRationality([0])).toThrow(/beta 0/);
  });
});

describe("trajectories", () => {
  const mdp = buildMdp([
    [
      [[1, 1]],
      [
        [0, 0.5],
        [1, 0.5],
      ],
    ],
    [[[2, 1]]],
    [],
  ]);

  it("are rows of states and actions", () => {
    expect(
      trajectoryOf(
        mdp,
        [
          [0, 1],
          [0, 0],
          [1, 0],
        ],
        2,
      ),
    ).toEqual([1, 0, 2]);
    expect(trajectoryOf(mdp, [])).toEqual([]);
  });

  it("name the step that is impossible", () => {
    expect(() =>
      trajectoryOf(mdp, [
        [0, 0],
        [7, 0],
      ]),
    ).toThrow(/step 1: expected a state from 0 to 2, got 7/);
    expect(() => trajectoryOf(mdp, [[0, 2]])).toThrow(/step 0: state 0 has 2 actions, no action 2/);
    expect(() =>
      trajectoryOf(mdp, [
        [0, 0],
        [0, 1],
      ]),
    ).toThrow(/step 1: state 0, action 0 cannot lead to state 0/);
    expect(() =>
      trajectoryOf(
        mdp,
        [
          [0, 0],
          [1, 0],
        ],
        1,
      ),
    ).toThrow(/step 1: state 1, action 0 cannot lead to state 1/);
    expect(() => requireTrajectory(mdp, [0, 3])).toThrow(/step 1: expected a row from 0 to 2, got 3/);
  });

  it("have a likelihood, action by action", () => {
    const policy = Float64Array.of(Math.log(0.25), Math.log(0.75), 0);
    const late = Float64Array.of(0, -Infinity, 0);
    expect(Array.from(actionLogLikelihoods(policy, [1, 0, 2]))).toEqual([Math.log(0.75), Math.log(0.25), 0]);
    expect(logLikelihood([policy, late], [1, 1])).toBe(-Infinity);
    expect(logLikelihood(policy, [])).toBe(0);
    expect(() => integratedLogLikelihood([policy], [0.5, 0.5], [0])).toThrow(/each of 1 plans, got 2/);
    expect(() => logLikelihood(policy, [0, 3])).toThrow(/step 1: expected a row from 0 to 2, got 3/);
    expect(() => posterior([[policy], [late]], [1, 1], [-1])).toThrow(/step 0: .* from 0 to 2, got -1/);
  });
});
