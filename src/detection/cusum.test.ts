import { describe, expect, it } from "vitest";
import { normal, RandomStream } from "../numeric/index.js";
import { cusum } from "./cusum.js";

/** Mean and standard error of the run length over `runs` streams of N(shift, 1). */
function runLength(shift: number, runs: number, options = {}): { mean: number; standardError: number } {
  const detector = cusum(options);
  const lengths = Array.from({ length: runs }, (_, r) => {
    const draw = normal(RandomStream.fromSeed(11).split("run", shift, r), shift);
    let state = detector.init();
    for (let n = 1; ; n++) {
      const detection = detector.step(state, draw());
      if (detection.alarm) return n;
      state = detection.state;
    }
  });
  const mean = lengths.reduce((a, b) => a + b) / runs;
  const variance = lengths.reduce((sum, n) => sum + (n - mean) ** 2, 0) / (runs - 1);
  return { mean, standardError: Math.sqrt(variance / runs) };
}

describe("cusum", () => {
  // Reference: the run-length integral equation; the two-sided h = 5 value 465.44 is half the one-sided one.
  it.each([
    [0, 2 * 465.443506, 1500],
    [1, 10.37597, 3000],
    [2, 4.008871, 3000],
  ])("has the theoretical average run length at shift %f", (shift, theory, runs) => {
    const { mean, standardError } = runLength(shift, runs);
    expect(Math.abs(mean - theory)).toBeLessThan(3 * standardError);
  });

  it("dates the change to when the statistic left zero", () => {
    const detector = cusum({ reference: 0.5, threshold: 2 });
    let state = detector.init();
    const seen = [-1, -1, 1.5, 1.5].map((z) => {
      const detection = detector.step(state, z);
      state = detection.state;
      return [detection.statistic, detection.since, detection.alarm];
    });
    expect(seen).toEqual([
      [0, 0, false],
      [0, 0, false],
      [1, 1, false],
      [2, 2, false],
    ]);
    expect(detector.step(state, 0.6)).toMatchObject({ alarm: true, since: 3 });
  });

  it("refuses what is not a number", () => {
    const detector = cusum();
    expect(() => detector.step(detector.init(), Number.NaN)).toThrow(/must be finite/);
  });
});
