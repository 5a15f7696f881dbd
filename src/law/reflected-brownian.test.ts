import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { golden } from "../../test/reference/law/golden.js";
import { normalCdf } from "../numeric/index.js";
import { reflectedBrownian, stationaryBrownian } from "./reflected-brownian.js";

const walks = fc.record({
  start: fc.double({ min: 0, max: 5, noNaN: true }),
  drift: fc.double({ min: -1, max: 1, noNaN: true }),
  noise: fc.double({ min: 1e-3, max: 2, noNaN: true }),
});
const times = fc.double({ min: 1e-3, max: 1e4, noNaN: true });

/** Expects |x - expected| <= tolerance x |expected|. */
function expectRelative(x: number, expected: number, tolerance: number): void {
  expect(Math.abs(x / expected - 1)).toBeLessThanOrEqual(tolerance);
}

describe("reflectedBrownian", () => {
  it.each(golden.reflectedBrownian)(
    "has mean, sd and distribution of $start, $drift, $noise at $time",
    (given) => {
      const law = reflectedBrownian(given, given.time);
      expectRelative(law.mean, given.mean, 1e-11);
      expectRelative(law.sd, given.sd, 1e-11);
      for (const [y, p] of given.cdf) expect(Math.abs(law.cdf(y) - p)).toBeLessThan(1e-12);
    },
  );

  it("is a distribution: 0 below 0, no atom at 0, increasing, 1 far up, and quantiles invert it", () => {
    fc.assert(
      fc.property(
        walks,
        times,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true })),
        (walk, time, points) => {
          const law = reflectedBrownian(walk, time);
          const top = law.mean + 12 * law.sd;
          expect(law.cdf(-1e-9)).toBe(0);
          expect(law.cdf(0)).toBeLessThan(1e-12);
          expect(law.cdf(law.mean + 40 * law.sd + 10 * walk.noise * Math.sqrt(time))).toBeCloseTo(1, 12);
          const values = points.sort((a, b) => a - b).map((u) => law.cdf(u * top));
          for (let i = 1; i < values.length; i++)
            expect(values[i]).toBeGreaterThanOrEqual(values[i - 1] - 1e-14);
          for (const p of [0.025, 0.5, 0.975]) expect(law.cdf(law.quantile(p))).toBeCloseTo(p, 9);
        },
      ),
      { seed: 2 },
    );
  });

  it("is finite and free of overflow at any drift", () => {
    for (const drift of [-1e6, -20.4, 20.4, 1e6]) {
      const law = reflectedBrownian({ start: 0.32, drift, noise: 0.01 }, 1e4);
      expect(Number.isFinite(law.mean) && law.sd > 0).toBe(true);
      if (drift < 0) expectRelative(law.mean, 1e-4 / (-2 * drift), 1e-9);
    }
  });

  it("is the free walk for a short time, and the point mass at no time", () => {
    const walk = { start: 0.32, drift: 0.5, noise: 0.01 };
    const law = reflectedBrownian(walk, 0.01);
    for (const y of [0.323, 0.325, 0.326]) expect(law.cdf(y)).toBeCloseTo(normalCdf(y, 0.325, 0.001), 14);
    expect(reflectedBrownian(walk, 0)).toMatchObject({ mean: 0.32, sd: 0 });
    expect(reflectedBrownian(walk, 0).cdf(0.319)).toBe(0);
    expect(reflectedBrownian(walk, 0).cdf(0.32)).toBe(1);
  });

  it("refuses a negative time and a probability outside [0, 1)", () => {
    expect(() => reflectedBrownian({ start: 0, drift: 0, noise: 1 }, -1)).toThrow("time");
    expect(() => reflectedBrownian({ start: 0, drift: 0, noise: 1 }, 1).quantile(1)).toThrow(
      "p must lie in [0, 1), got 1",
    );
  });
});

describe("stationaryBrownian", () => {
  it("is the exponential law that the transient one tends to", () => {
    const walk = { start: 0.32, drift: -1.92e-3, noise: 0.01 };
    const stationary = stationaryBrownian(walk)!;
    const late = reflectedBrownian(walk, 1e5);
    // theory.md section 2: s^2 / (2 (gamma - sigma)) = 0.0260
    expect(stationary.mean).toBeCloseTo(0.026, 4);
    expectRelative(late.mean, stationary.mean, 1e-10);
    for (const p of [0.1, 0.5, 0.99]) {
      expect(late.cdf(stationary.quantile(p))).toBeCloseTo(p, 10);
      expect(stationary.cdf(stationary.quantile(p))).toBeCloseTo(p, 14);
    }
  });

  it("does not exist where work does not exceed production", () => {
    expect(stationaryBrownian({ drift: 0, noise: 0.01 })).toBeUndefined();
    expect(stationaryBrownian({ drift: 1e-4, noise: 0.01 })).toBeUndefined();
  });
});
