import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bracketCrossing, crossingOf, gridAround } from "./crossing.js";
import { fitShapes, type Response, type ShapeFit } from "./shapes.js";

/** As in the experiment: no work, multiples of gamma_crit = 1, and a grid around 0.3. */
const gammas = [0, 0.25, 0.5, 0.8, 1, 1.5, 2, ...gridAround(0.3, 10, 8)];
const seen = (f: (gamma: number) => number): Response[] =>
  gammas.map((gamma) => ({ gamma, value: f(gamma) }));
const fits = (f: (gamma: number) => number): Record<string, ShapeFit> =>
  Object.fromEntries(fitShapes(seen(f), 0.005).map((fit) => [fit.shape, fit]));
const best = (f: (gamma: number) => number): ShapeFit =>
  Object.values(fits(f)).reduce((a, b) => (b.bic < a.bic ? b : a));

const levels = {
  low: fc.double({ min: -1, max: 1, noNaN: true }),
  rise: fc.double({ min: 0.3, max: 2, noNaN: true }),
  at: fc.double({ min: 0.12, max: 0.9, noNaN: true }),
};

describe("fitShapes", () => {
  it("finds the step, the kink and the crossover that made the data (fast-check)", () => {
    fc.assert(
      fc.property(levels.low, levels.rise, levels.at, (low, rise, at) => {
        expect(best((gamma) => low + (gamma < at ? rise : 0))).toMatchObject({ shape: "step" });
        const kink = best((gamma) => low + rise * Math.max(0, 1 - gamma / at));
        expect(kink.shape).toBe("kink");
        expect(Math.abs(Math.log(kink.at! / at))).toBeLessThan(0.02);
        const crossover = best((gamma) => low + rise / (1 + (gamma / at) ** 1.2));
        expect(crossover.shape).toBe("crossover");
        expect(Math.abs(Math.log(crossover.at! / at))).toBeLessThan(0.02);
        expect(crossover.steepness).toBeCloseTo(1.2, 1);
      }),
      { seed: 7, numRuns: 15 },
    );
  });

  it("calls flat what does not fall, and prefers no curve for noise below the resolution", () => {
    expect(best(() => 0.4).shape).toBe("flat");
    expect(best((gamma) => 0.4 + 1e-4 * Math.sin(100 * gamma)).shape).toBe("flat");
  });

  it("does not depend on the order of the points", () => {
    const points = seen((gamma) => 1 / (1 + gamma));
    expect(fitShapes([...points].reverse(), 0.005)).toEqual(fitShapes(points, 0.005));
  });
});

describe("crossingOf", () => {
  const curve = (gamma: number): number => 1 / (1 + gamma);

  it("lies on the line between two points in ln gamma, after the last point above the level", () => {
    const points = [0.5, 1, 2].map((gamma) => ({ gamma, value: -Math.log2(gamma) }));
    expect(crossingOf(points, 0.25)).toBeCloseTo(2 ** -0.25, 12);
    const bumpy = [...points, { gamma: 4, value: 3 }, { gamma: 8, value: 0 }];
    expect(crossingOf(bumpy, 0.25)).toBeGreaterThan(4);
  });

  it("is undefined where nothing with work is above the level, or the last still is", () => {
    expect(crossingOf([{ gamma: 0, value: 5 }], 1)).toBeUndefined();
    expect(crossingOf(seen(curve), 2)).toBeUndefined();
    expect(crossingOf(seen(curve), 0.1)).toBeUndefined();
  });

  it.each([1e-5, 0.4, 300])("is bracketed within a factor 4^(1/4) from points that are %d off", (at) => {
    const response = (gamma: number): number => 1 / (1 + (gamma / at) ** 2);
    const points = [0.25, 1, 2].map((gamma) => ({ gamma, value: response(gamma) }));
    const runs: number[] = [];
    const added = bracketCrossing(points, 0.5, (gamma) => {
      runs.push(gamma);
      return { gamma, value: response(gamma) };
    });
    expect(added.map(({ gamma }) => gamma)).toEqual(runs);
    const found = crossingOf([...points, ...added], 0.5)!;
    expect(Math.abs(Math.log(found / at))).toBeLessThan(Math.log(4) / 4);
  });

  it("is given up when a run fails, or after 12 factors of 4", () => {
    const points = [{ gamma: 1, value: 1 }];
    expect(bracketCrossing(points, 0.5, () => undefined)).toEqual([]);
    const never = bracketCrossing(points, 0.5, (gamma) => ({ gamma, value: 1 }));
    expect(never).toHaveLength(12);
    expect(never.at(-1)!.gamma).toBe(4 ** 12);
  });

  it("has a grid that is symmetric about it and leaves it between two points", () => {
    const grid = gridAround(3, 10, 8);
    expect(grid[0]).toBeCloseTo(3 / 8, 12);
    expect(grid[9]).toBeCloseTo(24, 12);
    expect(grid[4]! * grid[5]!).toBeCloseTo(9, 10);
  });
});
