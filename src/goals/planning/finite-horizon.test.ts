import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomProcess } from "../../../test/random-process.js";
import golden from "../../../test/reference/irl/planning.golden.json" with { type: "json" };
import { buildMdp, finiteOccupancy, graphWorld, gridworld, reachGoal, stateReward } from "../index.js";
import { finiteHorizon } from "./finite-horizon.js";
import type { PlanningRule } from "./rule.js";

const rules: PlanningRule[] = ["soft", "optimal", "expected", "path"];

describe("finiteHorizon", () => {
  it('reproduces IcyGrid\'s policy and visits with the rule "path" (irl-maxent)', () => {
    const { mdp } = gridworld(Array(5).fill("....."), { slip: 0.2 });
    const reward = stateReward(
      mdp,
      Array.from({ length: 25 }, (_, s) => ({ 8: 0.65, 24: 1 })[s] ?? 0),
    );
    const finalValue = new Float64Array(25).fill(-Infinity);
    finalValue[24] = 0;
    const [policy] = finiteHorizon(
      mdp,
      { name: "icy", reward },
      { horizon: 50, beta: 1, rule: "path", finalValue },
    ).policies;
    golden.published.icyGrid.pathPolicy.forEach((p, a) => {
      expect(Math.exp(policy[a])).toBeCloseTo(p, 6);
    });

    // Its first policy, followed until state 24 is reached: 24 has no actions in the process that counts visits.
    const ending = gridworld(["....", "....", "....", "...."].map((line) => `${line}.`).concat("....T"), {
      slip: 0.2,
      terminal: "T",
    }).mdp;
    const start = new Float64Array(25);
    start[0] = 1;
    const followed = policy.subarray(0, ending.rows).map(Math.exp);
    const { visits } = finiteOccupancy(ending, Array(2000).fill(followed), start, 1);
    const total = visits.reduce((a, b) => a + b, 1);
    expect(total).toBeCloseTo(golden.icyGrid.pathVisits, 8);
    // Published with visits still to come of less than 1e-5 in any state.
    expect(Math.abs(total - golden.published.icyGrid.pathVisits)).toBeLessThan(1e-3);
  });

  it("chooses by softmax of utility: 3.2 against 5.3 (agentmodels.org)", () => {
    const mdp = buildMdp([[[[1, 1]], [[1, 1]]], []]);
    const goal = { name: "two meals", reward: Float64Array.of(3.2, 5.3) };
    const [policy] = finiteHorizon(mdp, goal, { horizon: 1, beta: 1, rule: "expected" }).policies;
    expect(Math.exp(policy[0])).toBeCloseTo(0.1090968, 7);
    expect(Math.exp(policy[1])).toBeCloseTo(0.8909032, 7);
  });

  it("averages, maximises or soft-maximises over one step by hand", () => {
    const mdp = buildMdp([
      [
        [[1, 1]],
        [
          [1, 0.5],
          [2, 0.5],
        ],
      ],
      [],
      [],
    ]);
    const goal = {
      name: "by hand",
      reward: Float64Array.of(0.5, 0),
      terminalValue: Float64Array.of(0, 1, 2),
    };
    const beta = 2;
    const plan = (rule: PlanningRule) => finiteHorizon(mdp, goal, { horizon: 1, beta, rule });
    // Q is 1.5 either way.
    for (const rule of ["soft", "optimal", "expected"] as const)
      for (const logP of plan(rule).policies[0]) expect(logP).toBeCloseTo(Math.log(0.5), 14);
    expect(plan("soft").values[0][0]).toBeCloseTo(1.5 + Math.log(2) / beta, 14);
    expect(plan("optimal").values[0][0]).toBe(1.5);
    expect(plan("expected").values[0][0]).toBeCloseTo(1.5, 14);
    const optimistic = Math.log((Math.exp(2) + Math.exp(4)) / 2) / beta;
    expect(plan("path").values[0][0]).toBeCloseTo(
      Math.log(Math.exp(3) + Math.exp(2 * optimistic)) / beta,
      14,
    );
  });

  it("orders the rules: expected <= optimal <= soft <= path, all with policies that sum to one", () => {
    fc.assert(
      fc.property(randomProcess, fc.double({ min: 0.1, max: 10, noNaN: true }), ({ mdp, goal }, beta) => {
        const plans = rules.map((rule) => finiteHorizon(mdp, goal, { horizon: 6, beta, rule }));
        const [soft, optimal, expected, path] = plans.map(({ values }) => values[0]);
        for (let s = 0; s < mdp.states; s++) {
          expect(expected[s]).toBeLessThanOrEqual(optimal[s] + 1e-12);
          expect(optimal[s]).toBeLessThanOrEqual(soft[s] + 1e-12);
          expect(soft[s]).toBeLessThanOrEqual(path[s] + 1e-12);
        }
        for (const { policies } of plans)
          for (const policy of policies)
            for (let s = 0; s < mdp.states - 1; s++) {
              const rows = policy.subarray(mdp.actionStart[s], mdp.actionStart[s + 1]);
              expect(rows.reduce((total, logP) => total + Math.exp(logP), 0)).toBeCloseTo(1, 12);
            }
      }),
      { seed: 5, numRuns: 40 },
    );
  });

  it("leaves forbidden actions and what cannot be done in time at -Infinity, not NaN", () => {
    const line = graphWorld(3, [
      [0, 1],
      [1, 2],
    ]);
    for (const rule of rules) {
      const finalValue = new Float64Array(4).fill(-Infinity);
      const { values, policies } = finiteHorizon(line.mdp, reachGoal(line, 2, "end"), {
        horizon: 2,
        beta: 1,
        rule,
        finalValue,
      });
      expect(Array.from(values[0])).toEqual([-Infinity, -1, 0, 0]);
      expect(Array.from(policies[0])).toEqual([-Infinity, -Infinity, 0, -Infinity, 0]);
    }
  });

  it("names bad input", () => {
    const { mdp } = gridworld([".."]);
    const goal = { name: "none", reward: new Float64Array(8) };
    expect(() => finiteHorizon(mdp, goal, { horizon: 0, beta: 1 })).toThrow(
      /horizon must be a positive integer, got 0/,
    );
    expect(() => finiteHorizon(mdp, goal, { horizon: 1, beta: 1, rule: "path", discount: 0.9 })).toThrow(
      /"path"/,
    );
    expect(() => finiteHorizon(mdp, goal, { horizon: 1, beta: 1, finalValue: new Float64Array(1) })).toThrow(
      /final value/,
    );
  });
});
