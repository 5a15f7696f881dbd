import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kolmogorovSmirnov, standardErrors } from "../../test/goodness-of-fit.js";
import { golden } from "../../test/reference/law/golden.js";
import { normalCdf, RandomStream } from "../numeric/index.js";
import { discreteWalkLaw } from "./discrete-walk-law.js";
import { stationaryBrownian } from "./reflected-brownian.js";

describe("discreteWalkLaw", () => {
  it.each(golden.clippedWalk)(
    "agrees with Spitzer's identity or nested quadrature: $start, $drift, $steps steps",
    (given) => {
      const law = discreteWalkLaw(given, given.steps);
      expect(Math.abs(law.mean / given.mean - 1)).toBeLessThan(1e-9);
      expect(Math.abs(law.sd / given.sd - 1)).toBeLessThan(1e-9);
      expect(Math.abs(law.atom - given.atom)).toBeLessThan(1e-10);
    },
  );

  // theory.md section 2, column "discrete (clipped) mean, sd"
  it.each([
    [1.2e-4, 1.6754, 0.8645],
    [6e-5, 1.2108, 0.7646],
    [0, 0.8341, 0.6331],
  ])("gives the table of the paper to its four decimals: drift %d", (drift, mean, sd) => {
    const law = discreteWalkLaw({ start: 0.32, drift, noise: 0.01 }, 10_000);
    expect(law.mean.toFixed(4)).toBe(mean.toFixed(4));
    expect(law.sd.toFixed(4)).toBe(sd.toFixed(4));
    expect(law.massError).toBeLessThan(1e-8);
  });

  it("in its stationary state lies 0.58 noise below the continuous law", () => {
    const walk = { start: 0.32, drift: -4e-4, noise: 0.01 };
    const below = (stationaryBrownian(walk)!.mean - discreteWalkLaw(walk, 20_000).mean) / walk.noise;
    // Janssen & van Leeuwaarden 2007, theorem 1: mean of the Gaussian walk's maximum, b = |drift| / noise,
    // 1 / (2 b) + zeta(1/2) / sqrt(2 pi) + b / 4 + O(b^2)
    expect(below).toBeCloseTo(0.5826 - 0.04 / 4, 3);
  });

  it("after one step is the clipped normal", () => {
    const law = discreteWalkLaw({ start: 0.3, drift: -0.1, noise: 0.2 }, 1);
    expect(law.atom).toBeCloseTo(normalCdf(-1), 14);
    for (const y of [0, 0.1, 0.5]) expect(law.cdf(y)).toBeCloseTo(normalCdf(y, 0.2, 0.2), 14);
  });

  it("is the point at 0 after any step that work dominates, and the start after none", () => {
    const walk = { start: 0.32, drift: -20.4, noise: 0.01 };
    expect(discreteWalkLaw(walk, 10_000)).toMatchObject({ mean: 0, sd: 0, atom: 1 });
    expect(discreteWalkLaw(walk, 0)).toMatchObject({ mean: 0.32, sd: 0, atom: 0 });
    expect(discreteWalkLaw({ ...walk, start: 0 }, 0).atom).toBe(1);
  });

  it("is a distribution: mass 1, an atom at 0, increasing, and quantiles invert it", () => {
    fc.assert(
      fc.property(
        fc.record({
          start: fc.double({ min: 0, max: 20, noNaN: true }),
          drift: fc.double({ min: -4, max: 4, noNaN: true }),
          noise: fc.double({ min: 0.5, max: 5, noNaN: true }),
        }),
        fc.integer({ min: 1, max: 40 }),
        (walk, steps) => {
          const law = discreteWalkLaw(walk, steps);
          const top = walk.start + Math.max(0, walk.drift) * steps + 9 * walk.noise * Math.sqrt(steps);
          expect(law.massError).toBeLessThan(1e-9);
          expect(law.cdf(-1e-12)).toBe(0);
          expect(law.cdf(0)).toBeCloseTo(law.atom, 9);
          let previous = 0;
          for (let k = 0; k <= 20; k++) {
            const p = law.cdf((k / 20) * top);
            expect(p).toBeGreaterThanOrEqual(previous - 1e-13);
            previous = p;
          }
          expect(previous).toBeCloseTo(1, 8);
          for (const p of [0.2, 0.9]) {
            const y = law.quantile(p);
            expect(y === 0 ? law.atom >= p - 1e-9 : Math.abs(law.cdf(y) - p) < 1e-9).toBe(true);
          }
        },
      ),
      { seed: 3, numRuns: 60 },
    );
  });

  it("is sampled by its sampler", () => {
    const law = discreteWalkLaw({ start: 0.02, drift: -1e-3, noise: 0.01 }, 100);
    const values = Float64Array.from({ length: 20_000 }, law.sampler(RandomStream.fromSeed(4)));
    expect(Math.abs(standardErrors(values, law.mean))).toBeLessThan(4);
    expect(
      Math.abs(
        standardErrors(
          values.map((s) => (s === 0 ? 1 : 0)),
          law.atom,
        ),
      ),
    ).toBeLessThan(4);
    expect(
      kolmogorovSmirnov(
        values.filter((s) => s > 0),
        (y) => (law.cdf(y) - law.atom) / (1 - law.atom),
      ),
    ).toBeLessThan(1.95);
  });

  it("says what to use where the range is too long, and refuses half a step", () => {
    expect(() => discreteWalkLaw({ start: 0.32, drift: 1, noise: 0.01 }, 10_000)).toThrow(
      "use reflectedBrownian",
    );
    expect(() => discreteWalkLaw({ start: 0.32, drift: 0, noise: 0.01 }, 0.5)).toThrow("steps");
  });
});
