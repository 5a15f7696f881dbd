import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { golden } from "../../test/reference/law/golden.js";
import { sum } from "../numeric/index.js";
import { fokkerPlanck } from "./fokker-planck.js";
import { reflectedBrownian } from "./reflected-brownian.js";

describe("fokkerPlanck", () => {
  it.each([1.2e-4, 6e-5, 0])(
    "matches the closed form to 1e-4 in mean, sd and distribution: drift %d",
    (drift) => {
      const walk = { start: 0.32, drift, noise: 0.01 };
      const solved = fokkerPlanck(walk, { time: 10_000 });
      const closed = reflectedBrownian(walk, 10_000);
      expect(Math.abs(solved.mean - closed.mean)).toBeLessThan(1e-4);
      expect(Math.abs(solved.sd - closed.sd)).toBeLessThan(1e-4);
      for (let k = 0; k <= 400; k++) {
        const y = k / 50;
        expect(Math.abs(solved.cdf(y) - closed.cdf(y))).toBeLessThan(1e-4);
      }
    },
  );

  it.each(golden.twoWalls)(
    "matches the eigenfunction series below a ceiling: drift $drift, time $time",
    (given) => {
      const solved = fokkerPlanck(given, { time: given.time, ceiling: given.ceiling, cells: 400 });
      expect(Math.abs(solved.mean - given.mean)).toBeLessThan(1e-4);
      expect(Math.abs(solved.sd - given.sd)).toBeLessThan(1e-4);
      for (const [y, p] of given.cdf) expect(Math.abs(solved.cdf(y) - p)).toBeLessThan(1e-4);
    },
  );

  it("states a change from the coarser grid that its error stays below, and that shrinks with the cells", () => {
    const walk = { start: 0.32, drift: -3e-4, noise: 0.01 };
    const closed = reflectedBrownian(walk, 2000);
    const [coarse, fine] = [100, 400].map((cells) => fokkerPlanck(walk, { time: 2000, cells }));
    for (const solved of [coarse, fine]) {
      expect(Math.abs(solved.mean - closed.mean)).toBeLessThan(solved.change.mean);
      expect(Math.abs(solved.sd - closed.sd)).toBeLessThan(solved.change.sd);
    }
    expect(fine.change.mean).toBeLessThan(coarse.change.mean / 8);
    expect(fine).toMatchObject({ cells: 400, width: expect.closeTo(coarse.width / 4, 12) });
  });

  it("keeps the mass to 1e-12, every cell >= 0 and the distribution increasing", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.double({ min: 0.01, max: 0.2, noNaN: true }),
        fc.double({ min: 1e-3, max: 100, noNaN: true }),
        (start, drift, noise, time) => {
          const solved = fokkerPlanck({ start, drift, noise }, { time, ceiling: 1, cells: 40 });
          expect(Math.abs(sum(solved.mass) - 1)).toBeLessThan(1e-12);
          expect(solved.mass.every((p) => p >= 0)).toBe(true);
          for (let k = 1; k <= 97; k++)
            expect(solved.cdf(k / 97)).toBeGreaterThanOrEqual(solved.cdf((k - 1) / 97) - 1e-14);
          expect(solved.cdf(solved.quantile(0.5))).toBeCloseTo(0.5, 9);
          expect([solved.cdf(-1), solved.cdf(1)]).toEqual([0, 1]);
        },
      ),
      { seed: 4, numRuns: 50 },
    );
  });

  it("reaches the stationary law exactly, whatever the grid: cells of an exponential law are geometric", () => {
    const { mass, width, products } = fokkerPlanck(
      { start: 0.5, drift: -0.02, noise: 0.1 },
      { time: 1e6, ceiling: 2, cells: 20 },
    );
    const ratio = Math.exp((-2 * 0.02 * width) / 0.1 ** 2);
    for (let i = 1; i < mass.length; i++) expect(mass[i] / mass[i - 1]).toBeCloseTo(ratio, 9);
    expect(products).toBeLessThan(5000);
  });

  it.each([
    [{ time: 0 }, "time must be finite and > 0, got 0"],
    [{ time: 1, cells: 5 }, "cells must be an even integer >= 4, got 5"],
    [{ time: 1, ceiling: 0.1 }, "ceiling must be finite, > 0 and at least the start, got 0.1"],
  ])("refuses %j", (options, message) => {
    expect(() => fokkerPlanck({ start: 0.32, drift: 0, noise: 0.01 }, options)).toThrow(message);
  });
});
