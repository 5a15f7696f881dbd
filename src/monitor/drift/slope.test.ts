import { describe, expect, it } from "vitest";
import { normal, RandomStream } from "../../numeric/index.js";
import { weightedSlope } from "./slope.js";

describe("weightedSlope", () => {
  it("recovers an exact line, with the slope's textbook standard error", () => {
    const readings = [0, 1, 2, 3].map((time) => ({ time, value: 2 + 0.5 * time, standardError: 0.1 }));
    const slope = weightedSlope(readings)!;
    expect(slope.value).toBeCloseTo(0.5, 12);
    // sum (t - mean)^2 = 5; t quantile of 2 degrees of freedom 4.302653.
    expect(slope.upper - slope.value).toBeCloseTo((4.30265273 * 0.1) / Math.sqrt(5), 7);
  });

  it("trusts precise windows more, and widens when they scatter beyond their errors", () => {
    const precise = { value: 0, standardError: 0.01 };
    const slope = weightedSlope([
      { time: 0, ...precise },
      { time: 1, ...precise },
      { time: 2, value: 5, standardError: 10 },
      { time: 3, ...precise },
    ])!;
    expect(Math.abs(slope.value)).toBeLessThan(1e-4);
    const calm = weightedSlope([0, 1, 2, 3].map((time) => ({ time, value: time % 2, standardError: 10 })))!;
    const wild = weightedSlope([0, 1, 2, 3].map((time) => ({ time, value: time % 2, standardError: 0.01 })))!;
    expect(calm.upper - calm.lower).toBeGreaterThan(wild.upper - wild.lower);
    expect(wild.upper - wild.lower).toBeGreaterThan(0.5);
  });

  it("is undefined below three distinct times", () => {
    expect(weightedSlope([])).toBeUndefined();
    const reading = { time: 1, value: 1, standardError: 1 };
    expect(weightedSlope([reading, reading, { ...reading, time: 2 }])).toBeUndefined();
  });

  it("covers the true slope in 95% of 2,000 windows", () => {
    const draw = normal(RandomStream.fromSeed(5));
    let covered = 0;
    for (let r = 0; r < 2000; r++) {
      const readings = Array.from({ length: 8 }, (_, time) => {
        const standardError = 0.1 * (1 + (time % 3));
        return { time, value: 0.3 * time + standardError * draw(), standardError };
      });
      const { lower, upper } = weightedSlope(readings)!;
      if (lower <= 0.3 && 0.3 <= upper) covered++;
    }
    // The Birge ratio never narrows: coverage is at least nominal.
    expect(covered).toBeGreaterThan(1900 - 3 * Math.sqrt(2000 * 0.95 * 0.05));
    expect(covered).toBeLessThan(1985);
  });
});
