import { describe, expect, it } from "vitest";
import { effectiveCounts, episodeLikelihoods, fitMixture } from "../../goals/index.js";
import { RandomStream } from "../../numeric/index.js";
import { GoalRows, RowBudget } from "./goal-rows.js";

const goals = 3;

/** Rows with a common shift and evidence for one of three goals, in shares 0.6, 0.3 and 0.1. */
function rows(count: number): Float64Array[] {
  const stream = RandomStream.fromSeed(4);
  return Array.from({ length: count }, () => {
    const u = stream.uniformOpen();
    const truth = u < 0.6 ? 0 : u < 0.9 ? 1 : 2;
    return Float64Array.from(
      { length: goals },
      (_, g) => (g === truth ? 0 : -1.5 * stream.uniformOpen()) - 7 * u,
    );
  });
}

const hold = (given: readonly Float64Array[], budget: RowBudget) => {
  const held = new GoalRows(budget);
  for (const row of given) held.add(row, 1);
  return held;
};

describe("GoalRows", () => {
  it("holds what episodeLikelihoods makes of all rows at once, equal rows merged", () => {
    const distinct = rows(100);
    const given = Array.from({ length: 1000 }, (_, i) => distinct[(i * i) % 100]!);
    const budget = new RowBudget(goals);
    const held = hold(given, budget).likelihoods();
    const direct = episodeLikelihoods(
      given.flatMap((row) => [...row]),
      goals,
    );
    expect(held).toMatchObject({ rows: direct.rows, episodes: 1000, unexplained: 0 });
    expect([...held.multiplicity].sort()).toEqual([...direct.multiplicity].sort());
    expect(budget.rounding).toBe(0);
  });

  it("counts rows that no goal allows, however often it merges, and when samples are joined", () => {
    const never = new Float64Array(goals).fill(-Infinity);
    const given = Array.from({ length: 500 }, (_, i) =>
      i % 5 === 0 ? never : Float64Array.of(0, -(i % 3), -1),
    );
    const budget = new RowBudget(goals);
    const held = hold(given, budget);
    const whole = new GoalRows(budget);
    whole.absorb(held);
    whole.absorb(hold(given, budget));
    expect([held.n, held.likelihoods().unexplained, held.likelihoods().episodes]).toEqual([500, 100, 400]);
    expect([whole.n, whole.likelihoods().unexplained, whole.likelihoods().episodes]).toEqual([
      1000, 200, 800,
    ]);
  });

  it("beyond its budget rounds ratios, says so, and hardly moves the weights", () => {
    const given = rows(20_000);
    const budget = new RowBudget(goals, 3 * 4096);
    const held = hold(given, budget).likelihoods();
    expect(budget.rounding).toBeGreaterThan(0);
    expect(budget.held).toBeLessThanOrEqual(budget.most);
    expect(held.episodes).toBe(20_000);
    const exact = episodeLikelihoods(
      given.flatMap((row) => [...row]),
      goals,
    );
    const { designEffect } = effectiveCounts(exact)!;
    const [rounded, truth] = [fitMixture(held)!.weights, fitMixture(exact)!.weights];
    for (const [g, weight] of truth.entries()) {
      const standardError = Math.sqrt((designEffect * weight * (1 - weight)) / 20_000);
      expect(Math.abs(rounded[g]! - weight)).toBeLessThan(0.1 * standardError);
    }
  });

  it("where rounding is of no use, refuses at the place", () => {
    const budget = new RowBudget(goals, 3 * 64);
    const held = new GoalRows(budget);
    const wide = Array.from({ length: 500 }, (_, i) =>
      Float64Array.of(0, -(i % 20), -Math.floor(i / 20) / 2),
    );
    const addAll = () => {
      for (const [i, row] of wide.entries()) held.add(row, 1, { source: "f", line: i + 1 });
    };
    expect(addAll).toThrow(/^f:\d+: too many different episodes/);
  });
});
