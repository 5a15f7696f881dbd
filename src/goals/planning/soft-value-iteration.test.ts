import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomProcess } from "../../../test/random-process.js";
import golden from "../../../test/reference/irl/planning.golden.json" with { type: "json" };
import { buildMdp, denseMdp, type Goal, gridworld, isTerminal, type Mdp, stateReward } from "../index.js";
import { finiteHorizon } from "./finite-horizon.js";
import { logSumExpRange } from "./rule.js";
import { softValueIteration } from "./soft-value-iteration.js";

const betas = fc.double({ min: -3, max: 4, noNaN: true }).map((exponent) => 10 ** exponent);
const discounts = fc.oneof(fc.constant(1), fc.double({ min: 0, max: 0.999, noNaN: true }));
const SEED = { seed: 7, numRuns: 60 };

/** E values[s'] of each row. */
const expected = (
  { rows, transitionStart, successor, probability }: Mdp,
  values: ArrayLike<number>,
): number[] =>
  Array.from({ length: rows }, (_, row) => {
    let total = 0;
    for (let t = transitionStart[row]; t < transitionStart[row + 1]; t++)
      total += probability[t] * values[successor[t]];
    return total;
  });

const rowsOf = ({ actionStart }: Mdp, s: number): number[] =>
  Array.from({ length: actionStart[s + 1] - actionStart[s] }, (_, a) => actionStart[s] + a);

describe("softValueIteration", () => {
  it("agrees with plain value iteration", () => {
    const { transition, reward, terminalValue, cases } = golden.patternless;
    const mdp = denseMdp(transition.map((actions, s) => (s === 5 ? [] : actions)));
    const goal = {
      name: "patternless",
      reward: Float64Array.from(reward.slice(0, 5).flat()),
      terminalValue: Float64Array.of(0, 0, 0, 0, 0, terminalValue),
    };
    for (const { beta, discount, values } of cases) {
      const plan = softValueIteration(mdp, goal, { beta, discount });
      expect(plan.converged).toBe(true);
      values.forEach((value, s) => {
        expect(Math.abs(plan.values[s] - value)).toBeLessThan(1e-9 * Math.max(1, Math.abs(value)));
      });
    }
  });

  it("reproduces IcyGrid's causal policy (irl-maxent)", () => {
    const { mdp } = gridworld(Array(5).fill("....."), { slip: 0.2 });
    const reward = stateReward(
      mdp,
      Array.from({ length: 25 }, (_, s) => ({ 8: 0.65, 24: 1 })[s] ?? 0),
    );
    const { values, policy } = softValueIteration(mdp, { name: "icy", reward }, { beta: 1, discount: 0.7 });
    golden.icyGrid.causalValues.forEach((value, s) => {
      expect(values[s]).toBeCloseTo(value, 9);
    });
    golden.published.icyGrid.causalPolicy.forEach((p, a) => {
      expect(Math.exp(policy[a])).toBeCloseTo(p, 5);
    });
  });

  it('reproduces Bayesian IRL\'s values and likelihoods with the rule "optimal"', () => {
    const two = gridworld(["..", ".."], { slip: 0.2, slipTo: "sideways" }).mdp;
    const noisy = { name: "noisy", reward: stateReward(two, [1, 2, 3, 4]) };
    const rule = "optimal";
    const { values } = softValueIteration(two, noisy, { beta: 1, discount: 0.9, rule });
    golden.twoByTwo.noisy.forEach((value, s) => {
      expect(values[s]).toBeCloseTo(value, 8);
      expect(Math.abs(values[s] - golden.published.twoByTwo.noisy[s])).toBeLessThan(1e-4);
    });

    const ending = gridworld(["T.", ".."], { slip: 0.2, slipTo: "sideways", terminal: "T" }).mdp;
    const costly = {
      name: "costly",
      reward: stateReward(ending, [1, -2, -3, -4]),
      terminalValue: Float64Array.of(1, 0, 0, 0),
    };
    const ended = softValueIteration(ending, costly, { beta: 1, discount: 0.95, rule });
    golden.twoByTwo.terminal.forEach((value, s) => {
      expect(ended.values[s]).toBeCloseTo(value, 8);
      expect(Math.abs(ended.values[s] - golden.published.twoByTwo.terminal[s])).toBeLessThan(1e-4);
    });

    const { mdp, cells } = gridworld(["Trw", "wrw", "www"], { terminal: "T" });
    const cases = [
      { weights: { T: 1, w: 0, r: -1 }, state: 2, action: 2, beta: 10 },
      { weights: { T: 1, w: 1, r: -1 }, state: 4, action: 3, beta: 1 },
    ];
    cases.forEach(({ weights, state, action, beta }, i) => {
      const worth = cells.map(({ mark }) => weights[mark as "T" | "w" | "r"]);
      const goal = {
        name: "marks",
        reward: stateReward(mdp, worth),
        terminalValue: Float64Array.from(worth),
      };
      const { policy } = softValueIteration(mdp, goal, { beta, discount: 0.9, rule });
      expect(policy[mdp.actionStart[state] + action]).toBeCloseTo(golden.published.threeByThree[i], 9);
    });
  });

  it("solves Bellman's equation: V = (1/beta) ln sum exp beta Q >= max Q, and its policies sum to one", () => {
    fc.assert(
      fc.property(randomProcess, betas, discounts, ({ mdp, goal }, beta, discount) => {
        const { values, policy, converged, errorBound } = softValueIteration(mdp, goal, { beta, discount });
        expect(converged).toBe(true);
        const future = expected(mdp, values);
        for (let s = 0; s < mdp.states; s++) {
          if (isTerminal(mdp, s)) continue;
          const q = Float64Array.from(rowsOf(mdp, s), (row) => goal.reward[row] + discount * future[row]);
          const soft =
            logSumExpRange(
              q.map((x) => beta * x),
              0,
              q.length,
            ) / beta;
          const slack = 2 * errorBound + 1e-12 * Math.abs(soft);
          expect(Math.abs(values[s] - soft)).toBeLessThanOrEqual(slack);
          expect(values[s]).toBeGreaterThanOrEqual(Math.max(...q) - slack);
          const mass = rowsOf(mdp, s).reduce((total, row) => total + Math.exp(policy[row]), 0);
          expect(mass).toBeCloseTo(1, 12);
        }
      }),
      SEED,
    );
  });

  it("keeps its policy under potential-based shaping", () => {
    fc.assert(
      fc.property(
        randomProcess,
        fc.double({ min: 0.1, max: 20, noNaN: true }),
        discounts,
        ({ mdp, goal }, beta, discount) => {
          const potential = Float64Array.from({ length: mdp.states }, (_, s) =>
            isTerminal(mdp, s) ? 0 : Math.sin(s * s + 1),
          );
          const next = expected(mdp, potential);
          const here = stateReward(mdp, potential);
          const shaped: Goal = {
            ...goal,
            reward: goal.reward.map((r, row) => r + discount * next[row] - here[row]),
          };
          const plain = softValueIteration(mdp, goal, { beta, discount });
          const other = softValueIteration(mdp, shaped, { beta, discount });
          plain.policy.forEach((logP, row) => {
            expect(other.policy[row]).toBeCloseTo(logP, 7);
          });
          plain.values.forEach((value, s) => {
            expect(other.values[s] + potential[s]).toBeCloseTo(value, 7);
          });
        },
      ),
      SEED,
    );
  });

  it("does not depend on the numbering of the states", () => {
    fc.assert(
      fc.property(randomProcess, fc.nat(), discounts, ({ mdp, goal }, shift, discount) => {
        const { states, actionStart, transitionStart, successor, probability } = mdp;
        const renamed = (s: number): number => (s + shift) % states;
        const original = (s: number): number => (s + states - (shift % states)) % states;
        const rows = Array.from({ length: states }, (_, s) => rowsOf(mdp, original(s)));
        const other = buildMdp(
          rows.map((list) =>
            list.map((row) =>
              Array.from({ length: transitionStart[row + 1] - transitionStart[row] }, (_, i) => {
                const t = transitionStart[row] + i;
                return [renamed(successor[t]), probability[t]] as const;
              }),
            ),
          ),
        );
        const otherGoal = {
          name: goal.name,
          reward: Float64Array.from(rows.flat(), (row) => goal.reward[row]),
          terminalValue: Float64Array.from({ length: states }, (_, s) => goal.terminalValue![original(s)]),
        };
        const a = softValueIteration(mdp, goal, { beta: 3, discount });
        const b = softValueIteration(other, otherGoal, { beta: 3, discount });
        for (let s = 0; s < states; s++) {
          expect(b.values[renamed(s)]).toBeCloseTo(a.values[s], 9);
          rowsOf(mdp, s).forEach((row, i) => {
            expect(b.policy[other.actionStart[renamed(s)] + i]).toBeCloseTo(a.policy[actionStart[s] + i], 8);
            expect(row).toBe(actionStart[s] + i);
          });
        }
      }),
      SEED,
    );
  });

  it("becomes the hard optimum as beta grows, and a policy of largest entropy as beta falls", () => {
    fc.assert(
      fc.property(randomProcess, discounts, ({ mdp, goal }, discount) => {
        const hard = softValueIteration(mdp, goal, { beta: 1, discount, rule: "optimal" });
        const soft = softValueIteration(mdp, goal, { beta: 1e6, discount });
        const cold = softValueIteration(mdp, goal, { beta: 1e-9, discount });
        const entropic = softValueIteration(
          mdp,
          { name: "nothing", reward: new Float64Array(mdp.rows) },
          { beta: 1, discount },
        );
        expect([hard, soft, cold, entropic].map(({ converged }) => converged)).toEqual(Array(4).fill(true));
        hard.values.forEach((value, s) => {
          expect(soft.values[s]).toBeGreaterThanOrEqual(value - 1e-9);
          expect(Math.abs(soft.values[s] - value)).toBeLessThan(1e-3);
        });
        entropic.policy.forEach((logP, row) => {
          expect(cold.policy[row]).toBeCloseTo(logP, 6);
        });
      }),
      SEED,
    );
  });

  it("is the limit of long finite horizons", () => {
    fc.assert(
      fc.property(randomProcess, fc.double({ min: 0.1, max: 10, noNaN: true }), ({ mdp, goal }, beta) => {
        const discount = 0.8;
        const forever = softValueIteration(mdp, goal, { beta, discount });
        const { values, policies } = finiteHorizon(mdp, goal, { beta, discount, horizon: 150 });
        forever.values.forEach((value, s) => {
          expect(values[0][s]).toBeCloseTo(value, 8);
        });
        forever.policy.forEach((logP, row) => {
          expect(policies[0][row]).toBeCloseTo(logP, 8);
        });
      }),
      { ...SEED, numRuns: 20 },
    );
  });

  it("is within its error bound of a far closer solution", () => {
    fc.assert(
      fc.property(
        randomProcess,
        discounts,
        fc.double({ min: 1e-4, max: 1e-2, noNaN: true }),
        ({ mdp, goal }, discount, tolerance) => {
          const exact = softValueIteration(mdp, goal, { beta: 2, discount, tolerance: 1e-13 });
          const rough = softValueIteration(mdp, goal, { beta: 2, discount, tolerance });
          exact.values.forEach((value, s) => {
            expect(Math.abs(rough.values[s] - value)).toBeLessThanOrEqual(rough.errorBound * 1.1);
          });
          expect(rough.errorBound).toBeLessThan(tolerance);
        },
      ),
      SEED,
    );
  });

  it("needs one backup from its own values, and at least two fewer than afresh from those of a similar goal", () => {
    const { mdp } = gridworld(Array(20).fill(".".repeat(20)), { slip: 0.2 });
    const corner = (r: number): Goal => ({
      name: "corner",
      reward: stateReward(
        mdp,
        Array.from({ length: 400 }, (_, s) => (s === 399 ? r : 0)),
      ),
    });
    for (const discount of [0.9, 0.99, 0.999]) {
      for (const beta of [1, 5, 50]) {
        const solve = (r: number, initial?: Float64Array) =>
          softValueIteration(mdp, corner(r), { beta, discount, ...(initial && { initial }) });
        const { values } = solve(1);
        const afresh = solve(1.01);
        const warm = solve(1.01, values);
        expect(solve(1, values).iterations).toBe(1);
        expect(warm.iterations).toBeLessThanOrEqual(afresh.iterations - 2);
        warm.values.forEach((value, s) => {
          expect(Math.abs(value - afresh.values[s])).toBeLessThanOrEqual(warm.errorBound + afresh.errorBound);
        });
      }
    }
  });
});

describe("bad input", () => {
  const { mdp } = gridworld(["..", ".."]);
  const goal = (reward: Float64Array): Goal => ({ name: "bad", reward });
  const fine = { beta: 1, discount: 0.9 };

  it("is named", () => {
    const zero = goal(new Float64Array(16));
    for (const beta of [0, NaN, Infinity, 1e-320, 1e200])
      expect(() => softValueIteration(mdp, zero, { ...fine, beta })).toThrow(/beta must be positive/);
    expect(() => softValueIteration(mdp, zero, { ...fine, discount: 1.1 })).toThrow(
      /discount must lie in \[0, 1\], got 1.1/,
    );
    expect(() => softValueIteration(mdp, goal(new Float64Array(3)), fine)).toThrow(
      /goal "bad".*expected 16 values, got 3/,
    );
    expect(() => softValueIteration(mdp, goal(new Float64Array(16).fill(NaN, 5, 6)), fine)).toThrow(
      /row 5.*NaN/,
    );
    expect(() => softValueIteration(mdp, goal(new Float64Array(16).fill(-1e200)), fine)).toThrow(
      /row 0: expected a number from -1e100 to 1e100 .*got -1e\+200/,
    );
    expect(() => softValueIteration(mdp, zero, { ...fine, initial: new Float64Array(1) })).toThrow(/initial/);
  });

  it("reports what was not reached within maxIterations", () => {
    const reward = stateReward(mdp, [0, 0, 0, 1]);
    const plan = softValueIteration(mdp, goal(reward), { ...fine, maxIterations: 2 });
    expect(plan.converged).toBe(false);
    expect(plan.iterations).toBe(2);
    expect(plan.message).toMatch(/not converged after 2 backups: residual .*raise maxIterations/);
  });
});
