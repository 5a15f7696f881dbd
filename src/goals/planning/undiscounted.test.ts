import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Action,
  buildMdp,
  type Goal,
  graphWorld,
  gridworld,
  type Mdp,
  reachGoal,
  type SoftValues,
} from "../index.js";
import { logSumExpRange } from "./rule.js";
import { softValueIteration } from "./soft-value-iteration.js";

const betas = fc.double({ min: -3, max: 4, noNaN: true }).map((exponent) => 10 ** exponent);

describe("undiscounted planning", () => {
  const line = graphWorld(5, [
    [0, 1],
    [1, 0],
    [1, 2],
    [2, 1],
    [2, 3],
    [3, 2],
  ]);

  it("solves deterministic problems as linear equations: exp V = sum exp(-cost) exp V' [Todorov 2006]", () => {
    const goal = reachGoal(line, 3, "end");
    const cost = 2;
    const { values, converged } = softValueIteration(line.mdp, goal, { beta: cost, discount: 1 });
    expect(converged).toBe(true);
    const z = Array.from(values.subarray(0, 4), (v) => Math.exp(cost * v));
    const step = Math.exp(-cost);
    expect(z[3]).toBeCloseTo(1, 12);
    expect(z[0]).toBeCloseTo(step * z[1], 12);
    expect(z[1]).toBeCloseTo(step * (z[0] + z[2]), 12);
    expect(z[2]).toBeCloseTo(step * (z[1] + z[3]), 12);
  });

  it("gives -Infinity where no policy is sure to end, and never goes there", () => {
    const trap = buildMdp([
      [
        [[1, 1]],
        [[3, 1]],
        [
          [1, 0.5],
          [3, 0.5],
        ],
      ],
      [[[2, 1]]],
      [[[1, 1]]],
      [],
    ]);
    const plan = softValueIteration(
      trap,
      { name: "out", reward: new Float64Array(5).fill(-1) },
      { beta: 1, discount: 1 },
    );
    expect(plan.converged).toBe(true);
    expect(Array.from(plan.values)).toEqual([-1, -Infinity, -Infinity, 0]);
    expect(Array.from(plan.policy)).toEqual([-Infinity, 0, -Infinity, -Infinity, -Infinity]);
    expect(plan.message).toMatch(/2 of 3 states \(first: 1\) have value -Infinity: no policy is sure to end/);
  });

  it("says so when nothing can end", () => {
    const loop = buildMdp([[[[0, 1]]]]);
    const plan = softValueIteration(
      loop,
      { name: "stay", reward: Float64Array.of(0) },
      { beta: 1, discount: 1 },
    );
    expect(plan.converged).toBe(false);
    expect(plan.message).toMatch(/^1 of 1 states .* absorbing states terminal/);
  });

  it("proves that going round pays, where it does", () => {
    const goal = reachGoal(line, 3, "end");
    // Between two nodes with two links each, ln sqrt 2 per step is gained; a step costs 1.
    const plan = softValueIteration(line.mdp, goal, { beta: 0.3, discount: 1 });
    expect(plan.converged).toBe(false);
    expect(plan.errorBound).toBe(Infinity);
    expect(plan.message).toMatch(/^values grow without bound: around state [0-2] going round gains/);
    expect(plan.values.some(Number.isNaN)).toBe(false);
  });

  it("takes loops that cost nothing for no way to end, and loops that pay for unbounded, under the hard optimum", () => {
    const lazy = buildMdp([[[[0, 1]], [[1, 1]]], []]);
    const value = (loop: number) =>
      softValueIteration(
        lazy,
        { name: "lazy", reward: Float64Array.of(loop, -1) },
        { beta: 1, discount: 1, rule: "optimal" },
      );
    expect(Array.from(value(0).values)).toEqual([-1, 0]);
    expect(value(0).converged).toBe(true);
    expect(value(0.25).message).toMatch(/^values grow without bound: .* gains at least 0.250 per step/);
  });

  it("follows a corridor of 2000 cells whatever their numbers", () => {
    const length = 2000;
    const cell = (i: number): number => (i * 1237) % length;
    const links = Array.from({ length: length - 1 }, (_, i) => [
      [cell(i), cell(i + 1)] as const,
      [cell(i + 1), cell(i)] as const,
    ]).flat();
    const corridor = graphWorld(length, links);
    const goal = reachGoal(corridor, cell(length - 1), "far end");
    const { values, converged } = softValueIteration(corridor.mdp, goal, { beta: 1000, discount: 1 });
    expect(converged).toBe(true);
    expect(values[cell(0)]).toBeCloseTo(1 - length, 6);
  });

  /** Two ways round and no reward; either ends the episode with probability `end`: V = ln 2 / end. */
  const lingering = (end: number): SoftValues => {
    const round: Action = [
      [0, 1 - end],
      [1, end],
    ];
    const goal = { name: "nothing", reward: new Float64Array(2) };
    return softValueIteration(buildMdp([[round, round], []]), goal, { beta: 1, discount: 1 });
  };

  it.each([1e-1, 1e-3, 1e-5])("is within its bound where episodes last 1 / %d steps", (end) => {
    const { values, errorBound, converged } = lingering(end);
    expect(converged).toBe(true);
    expect(errorBound).toBeLessThan(1e-9 + (1e-9 * Math.LN2) / end);
    expect(Math.abs(values[0] - Math.LN2 / end)).toBeLessThanOrEqual(errorBound);
  });

  it.each([1e-7, 1e-10, 1e-13])("claims nothing where rounding adds up over 1 / %d steps", (end) => {
    const { values, errorBound, converged, message } = lingering(end);
    expect(converged).toBe(false);
    expect(Math.abs(values[0] - Math.LN2 / end)).toBeLessThanOrEqual(errorBound);
    expect(message).toMatch(
      /down to rounding, but the policy looks ahead .* steps.*make each step cost more/,
    );
  });

  it("claims nothing for an agent without reward that keeps from the end for its entropy's sake", () => {
    const plan = (size: number) => {
      const map = Array.from({ length: size }, (_, y) => ".".repeat(size - 1) + (y === size - 1 ? "T" : "."));
      const { mdp } = gridworld(map, { terminal: "T", slip: 0.2 });
      const goal = { name: "nothing", reward: new Float64Array(mdp.rows) };
      return softValueIteration(mdp, goal, { beta: 1, discount: 1 });
    };
    expect(plan(3)).toMatchObject({ converged: true });
    // Keeping from the corner for ever takes a slip each time: values are finite, and beyond 1e8.
    const wide = plan(5);
    expect(wide.converged).toBe(false);
    expect(Math.max(...wide.values)).toBeGreaterThan(1e8);
    expect(wide.message).toMatch(/^residual .* values are known within .* only/);
    expect(plan(10).converged).toBe(false);
    expect(plan(10).errorBound).toBe(Infinity);
  });

  it("does not take a step so slow that it looks like rest for convergence", () => {
    // Going round costs exactly what its entropy is worth, so values grow with the logarithm of time, without bound.
    const round: Action = [[0, 1]];
    const goal = { name: "even", reward: Float64Array.of(-Math.LN2, -Math.LN2, -1) };
    const plan = softValueIteration(buildMdp([[round, round, [[1, 1]]], []]), goal, { beta: 1, discount: 1 });
    expect(plan.converged).toBe(false);
    expect(plan.message).toMatch(/make each step cost|raise beta/);
  });

  it("solves what it says it solves: values of long value iteration, within the bound", () => {
    const rewards = fc.oneof(fc.constant(0), fc.double({ min: -2, max: 0.5, noNaN: true }));
    let converged = 0;
    fc.assert(
      fc.property(mayLinger, fc.func(rewards), betas, ({ mdp }, rewardOf, beta) => {
        const goal = { name: "any", reward: Float64Array.from({ length: mdp.rows }, (_, r) => rewardOf(r)) };
        const plan = softValueIteration(mdp, goal, { beta, discount: 1 });
        expect(plan.values.some(Number.isNaN)).toBe(false);
        expect(plan.errorBound).toBeGreaterThanOrEqual(0);
        if (!plan.converged) {
          expect(plan.message).not.toBe("");
          return;
        }
        converged += 1;
        const reference = iterate(mdp, goal, beta, plan.values);
        if (reference === undefined) return;
        const largest = Math.max(...plan.values.map((v) => (v > -Infinity ? Math.abs(v) : 0)));
        plan.values.forEach((value, s) => {
          if (value === -Infinity) return;
          expect(Math.abs(value - reference[s])).toBeLessThanOrEqual(
            1.1 * plan.errorBound + 1e-9 / beta + 1e-8 * largest,
          );
        });
      }),
      { seed: 13, numRuns: 300 },
    );
    expect(converged).toBeGreaterThan(100);
  });
});

/** Processes of 2 to 6 states, the last one terminal: some actions end, others may go round for ever. */
const mayLinger = fc
  .array(
    fc.array(fc.tuple(fc.nat(5), fc.nat(5), fc.double({ min: 0.01, max: 0.99, noNaN: true })), {
      minLength: 1,
      maxLength: 3,
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((list) => {
    const states = list.length + 1;
    const action = ([a, b, p]: readonly [number, number, number]): Action =>
      a % states === b % states
        ? [[a % states, 1]]
        : [
            [a % states, p],
            [b % states, 1 - p],
          ];
    return { mdp: buildMdp([...list.map((actions) => actions.map(action)), []]) };
  });

/** Plain value iteration from 0 on the states that have a value; undefined where it takes too long. */
function iterate(mdp: Mdp, { reward }: Goal, beta: number, plan: Float64Array): Float64Array | undefined {
  const barred = plan.map((v) => (v === -Infinity ? v : 0));
  let scaled = barred;
  for (let sweep = 0; sweep < 20_000; sweep++) {
    const next = scaled.slice();
    let change = 0;
    for (let s = 0; s < mdp.states - 1; s++) {
      if (barred[s] === -Infinity) continue;
      const q = Float64Array.from({ length: mdp.actionStart[s + 1] - mdp.actionStart[s] }, (_, a) => {
        const row = mdp.actionStart[s] + a;
        let total = beta * reward[row];
        for (let t = mdp.transitionStart[row]; t < mdp.transitionStart[row + 1]; t++)
          total += mdp.probability[t] * scaled[mdp.successor[t]];
        return total;
      });
      next[s] = logSumExpRange(q, 0, q.length);
      change = Math.max(change, Math.abs(next[s] - scaled[s]));
    }
    scaled = next;
    if (change <= 1e-14 * Math.max(1, ...scaled.map((v) => (v > -Infinity ? Math.abs(v) : 0))))
      return scaled.map((v) => v / beta);
  }
  return undefined;
}
