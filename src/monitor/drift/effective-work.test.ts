import { describe, expect, it } from "vitest";
import { normal, RandomStream } from "../../numeric/index.js";
import { difference, effectiveWork, periodRate } from "./effective-work.js";

const estimate = (value: number, lower: number, upper: number, level = 0.95) => ({
  value,
  lower,
  upper,
  level,
  method: "test",
  n: 10,
  covers: "test",
});

describe("difference", () => {
  it("adds symmetric half-widths in squares, and keeps skew on its side", () => {
    const d = difference(estimate(5, 2, 9), estimate(1, 0, 5));
    expect([d.value, d.lower, d.upper]).toEqual([4, 4 - 5, 4 + Math.hypot(4, 1)]);
  });
  it("refuses two levels", () => {
    expect(() => difference(estimate(1, 0, 2), estimate(1, 0, 2, 0.9))).toThrow(
      "one level, got 0.95 and 0.9",
    );
  });
});

describe("effectiveWork", () => {
  it("holds the work that was applied in 95% of 300 runs of the governing equation", () => {
    // 60 windows without work, 60 with: sigma 0.02, gamma 0.015 nats a window, noise 0.05, errors 0.1.
    let covered = 0;
    for (let r = 0; r < 300; r++) {
      const draw = normal(RandomStream.fromSeed(41).split(r));
      const run = (drift: number) => {
        let entropy = 5;
        return Array.from({ length: 60 }, (_, time) => {
          entropy += drift + 0.05 * draw();
          return { time, value: entropy + 0.1 * draw(), standardError: 0.1 };
        });
      };
      const { lower, upper } = effectiveWork(periodRate(run(0.02))!, periodRate(run(0.005))!);
      if (lower <= 0.015 && 0.015 <= upper) covered++;
    }
    expect(Math.abs(covered / 300 - 0.95)).toBeLessThan(3 * Math.sqrt((0.95 * 0.05) / 300));
  });
  it("is undefined where a rate is: below three readings", () => {
    expect(periodRate([{ time: 0, value: 1, standardError: 1 }])).toBeUndefined();
  });
});
