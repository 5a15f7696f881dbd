import { describe, expect, it } from "vitest";
import { normal, RandomStream } from "../numeric/index.js";
import { weightedSlope } from "./drift/slope.js";
import { type MonitorState, monitor, type Report } from "./monitor.js";

const estimate = (value: number, standardError: number) => ({
  value,
  lower: value - 1.959963984540054 * standardError,
  upper: value + 1.959963984540054 * standardError,
  level: 0.95,
  method: "test",
  n: 100,
  covers: "test",
});

function fold(values: readonly number[], limit = 0.5, through = (state: MonitorState) => state): Report[] {
  const watch = monitor({ limit });
  let state = watch.init();
  return values.map((value, time) => {
    const next = watch.step(through(state), {
      time,
      entropy: estimate(value, 0.1),
      fidelity: estimate(0.9, 0.01),
    });
    state = next.state;
    return next.report;
  });
}

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

describe("monitor", () => {
  it("stays quiet below the limit and alarms above it, dated to when the limit was passed", () => {
    const quiet = Array.from({ length: 20 }, () => 0.3);
    expect(fold(quiet).at(-1)?.alarm).toBeNull();
    const reports = fold([...quiet, 0.8, 0.8, 0.8, 0.8]);
    expect(reports.at(-1)?.alarm).toMatchObject({ began: 20, raised: 21 });
  });

  it("keeps the first alarm", () => {
    const reports = fold([0.3, 2, 2, 0.3, 0.3, 0.3]);
    expect(reports.at(-1)?.alarm).toEqual(reports[1].alarm);
  });

  it("reports the slope as soon as three windows are there", () => {
    const reports = fold([0.1, 0.2, 0.3, 0.4]);
    expect(reports.map(({ slope }) => slope?.value)).toEqual([
      undefined,
      undefined,
      expect.closeTo(0.1, 10),
      expect.closeTo(0.1, 10),
    ]);
  });

  it("resumes from its state after JSON", () => {
    const values = [0.3, 0.6, 0.7, 0.9, 1.1, 1.2];
    expect(fold(values, 0.5, (state) => JSON.parse(JSON.stringify(state)))).toEqual(fold(values));
  });

  it("refuses time that does not advance", () => {
    const watch = monitor({ limit: 1 });
    const observation = { time: 3, entropy: estimate(0.1, 0.1), fidelity: estimate(0.9, 0.1) };
    const { state } = watch.step(watch.init(), observation);
    expect(() => watch.step(state, observation)).toThrow(/must advance in time: 3 after 3/);
  });
});
