import { describe, expect, it } from "vitest";
import golden from "../../../test/reference/run-length/run-length.golden.json" with { type: "json" };
import { cusum } from "../cusum.js";
import { ewma } from "../ewma.js";
import { shewhart } from "../shewhart.js";
import { cusumRunLength, cusumTwoSidedRunLength } from "./cusum.js";
import { ewmaRunLength } from "./ewma.js";
import { shewhartRunLength } from "./shewhart.js";
import { cusumThreshold, ewmaWidth, shewhartLimit } from "./threshold.js";

/** Largest relative difference from the golden row. */
function worst(row: readonly number[], runLength: (shift: number) => number): number {
  return Math.max(...row.map((expected, i) => Math.abs(runLength(golden.mu[i]) / expected - 1)));
}

describe("run lengths against an independent solution", () => {
  it.each(Object.entries(golden.cusum_two))("two-sided CUSUM, h = %s", (h, row) => {
    expect(worst(row, (shift) => cusumTwoSidedRunLength({ threshold: +h }, shift))).toBeLessThan(1e-9);
  });
  it.each(Object.entries(golden.ewma))("EWMA, lambda,width = %s", (key, row) => {
    const [smoothing, width] = key.split(",").map(Number);
    expect(worst(row, (shift) => ewmaRunLength({ smoothing, width }, shift))).toBeLessThan(1e-9);
  });
  it.each(Object.entries(golden.shewhart))("Shewhart, limit = %s", (limit, row) => {
    expect(worst(row, (shift) => shewhartRunLength({ limit: +limit }, shift))).toBeLessThan(1e-9);
  });
});

describe("exact relations", () => {
  it("an EWMA without memory is a Shewhart chart", () => {
    for (const shift of [0, 0.7, 3])
      expect(ewmaRunLength({ smoothing: 1, width: 2.5 }, shift)).toBeCloseTo(
        shewhartRunLength({ limit: 2.5 }, shift),
        8,
      );
  });
  it("a CUSUM with a vanishing threshold alarms at the first z > k", () => {
    expect(cusumRunLength({ reference: 1, threshold: 1e-9 })).toBeCloseTo(1 / 0.15865525393145707, 6);
  });
});

describe("thresholds from the wanted interval", () => {
  it.each([50, 370.4, 10_000, 1e6])("one false alarm in %d observations", (every) => {
    const relative = (runLength: number): number => Math.abs(runLength / every - 1);
    for (const reference of [0.25, 0.5, 1])
      expect(
        relative(cusumRunLength({ reference, threshold: cusumThreshold(every, { reference }) })),
      ).toBeLessThan(1e-6);
    const both = cusumThreshold(every, { sides: "both" });
    expect(relative(cusumTwoSidedRunLength({ threshold: both }))).toBeLessThan(1e-6);
    for (const smoothing of [0.1, 0.4])
      expect(relative(ewmaRunLength({ smoothing, width: ewmaWidth(every, { smoothing }) }))).toBeLessThan(
        1e-6,
      );
    for (const sides of ["upper", "both"] as const)
      expect(relative(shewhartRunLength({ limit: shewhartLimit(every, { sides }), sides }))).toBeLessThan(
        1e-9,
      );
  });

  it("reaches to one in 1e9", () => {
    expect(cusumRunLength({ threshold: cusumThreshold(1e9) }) / 1e9).toBeCloseTo(1, 6);
  });

  it("finds those of the published tables", () => {
    expect(cusumThreshold(465.44, { sides: "both" })).toBeCloseTo(5, 4);
    expect(ewmaWidth(500)).toBeCloseTo(2.814, 2);
    expect(shewhartLimit(370.398347380795)).toBeCloseTo(3, 10);
  });
});

describe("what has no answer", () => {
  it("refuses intervals that no threshold has", () => {
    expect(() => cusumThreshold(2)).toThrow(/must lie above 3\.2/);
    expect(() => cusumThreshold(1e10)).toThrow(/at most at 1000000000 observations, got 10000000000/);
    expect(() => shewhartLimit(Number.NaN)).toThrow(RangeError);
  });
  it("does not pretend to resolve run lengths beyond 1e12", () => {
    expect(cusumRunLength({ threshold: 30 })).toBe(Number.POSITIVE_INFINITY);
    expect(cusum({ threshold: 30 }).falseAlarmInterval()).toEqual({ kind: "at least", observations: 1e12 });
  });
  it("says unknown where it will not solve", () => {
    expect(cusum({ reference: 0, threshold: 101 }).falseAlarmInterval()).toEqual({ kind: "unknown" });
    expect(ewma({ smoothing: 0.001 }).falseAlarmInterval()).toEqual({ kind: "unknown" });
  });
  it("loses no more digits than stated as alarms become rare: L grows by e from h to h + 1 at k = 0.5", () => {
    for (const threshold of [12, 20, 24]) {
      const [shorter, longer] = [threshold, threshold + 1].map((h) => cusumRunLength({ threshold: h }));
      // L = 2 (e^h' - 1 - h') for h' = h + 1.166: the part that is not exponential is below h/e^h.
      const tolerance = 2e-16 * longer + 2 * threshold * Math.exp(-threshold);
      expect(Math.abs(longer / shorter / Math.E - 1)).toBeLessThan(tolerance);
    }
  });
  it("names the parameter that is out of range", () => {
    expect(() => cusumRunLength({ threshold: 101 })).toThrow(/thresholds up to 100, got 101/);
    expect(() => ewmaRunLength({ smoothing: 1e-5 })).toThrow(/raise the smoothing/);
    expect(() => cusumRunLength({}, Number.NaN)).toThrow("shift must be finite, got NaN");
    expect(() => cusum({ reference: -1 })).toThrow("reference must be finite and >= 0, got -1");
    expect(() => ewma({ smoothing: 0 })).toThrow("smoothing must lie in (0, 1], got 0");
    expect(() => shewhart({ sides: "left" as "both" })).toThrow(
      'sides must be "upper" or "both", got "left"',
    );
  });
});
