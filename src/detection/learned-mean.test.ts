/** Page-Hinkley and ADWIN against river, and the exponential histogram against the observations it stands for. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import golden from "../../test/reference/detection/river.golden.json" with { type: "json" };
import { alarms } from "../../test/run-length.js";
import { mean, RandomStream, variance } from "../numeric/index.js";
import { adwin } from "./adwin.js";
import { append, dropOldest, moments } from "./adwin-window.js";
import { pageHinkley } from "./page-hinkley.js";

const stream = Array.from(
  { length: golden.n },
  (_, i) =>
    ((7919 * i * i + 104729 * i) % 1000) / 1000 +
    golden.levels[Math.floor(i / golden.length) % golden.levels.length],
);

describe("Page-Hinkley", () => {
  it.each([
    ["defaults", pageHinkley(), golden.page_hinkley],
    ["threshold 20", pageHinkley({ threshold: 20, delta: 0.02, forgetting: 0.999 }), golden.page_hinkley_20],
  ])("is river's: %s", (_, detector, expected) => {
    const { found, statistics } = alarms(detector, stream);
    expect(found).toEqual(expected.alarms);
    expected.statistics.forEach((statistic, i) => {
      expect(statistics[1000 * i + 999]).toBeCloseTo(statistic, 9);
    });
  });

  it("sees only rises when asked to", () => {
    const { found } = alarms(pageHinkley({ sides: "upper" }), stream);
    expect(found.map((i) => Math.floor(i / golden.length))).toEqual([1, 4, 5]);
  });
});

it("Page-Hinkley dates a change exactly where delta is above the noise", () => {
  const detector = pageHinkley({ delta: 0.5, threshold: 10 });
  let state = detector.init();
  for (let i = 0; ; i++) {
    const detection = detector.step(state, ((7919 * i) % 1000) / 2000 - 0.25 + (i < 400 ? 0 : 3));
    state = detection.state;
    if (!detection.alarm) continue;
    expect(i + 1 - detection.since).toBe(400);
    break;
  }
});

describe("ADWIN", () => {
  it("finds the changes that river finds, within two checks of it", () => {
    const { found } = alarms(adwin(), stream);
    expect(found.length).toBe(golden.adwin.alarms.length);
    found.forEach((i, k) => {
      expect(Math.abs(i - golden.adwin.alarms[k])).toBeLessThanOrEqual(64);
    });
  });

  it("is falsely alarmed in fewer than delta of its checks", () => {
    const uniform = RandomStream.fromSeed(41);
    const detector = adwin({ delta: 0.05, clock: 1 });
    const checks = 40_000;
    const { found } = alarms(
      detector,
      Array.from({ length: checks }, () => uniform.uniform()),
    );
    expect(found.length).toBeLessThan(0.05 * checks);
  });

  it("keeps the window after a change, and forgets what was before", () => {
    const detector = adwin();
    let state = detector.init();
    for (let i = 0; i < 3200; i++) state = detector.step(state, i < 1600 ? i % 2 : 5 + (i % 2)).state;
    const whole = moments(state.window);
    expect(whole.mean).toBeCloseTo(5.5, 2);
    expect(whole.n).toBeGreaterThan(1500);
    expect(whole.n).toBeLessThanOrEqual(1600);
  });
});

describe("exponential histogram", () => {
  const values = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 1, maxLength: 300 });
  it("is exact for what it holds, and short", () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 5 }), (xs, perSize) => {
        const half = xs.length >> 1;
        let histogram = append(append([], xs, 0, half, perSize), xs, half, xs.length, perSize);
        expect(moments(histogram).n).toBe(xs.length);
        expect(Math.max(...histogram.map(({ means }) => means.length))).toBeLessThanOrEqual(perSize);
        for (; histogram.length > 0; histogram = dropOldest(histogram)) {
          const whole = moments(histogram);
          const held = xs.slice(xs.length - whole.n);
          expect(whole.mean).toBeCloseTo(mean(held)!, 9);
          if (whole.n > 1) expect(whole.squares).toBeCloseTo(variance(held)! * (whole.n - 1), 7);
        }
      }),
      { seed: 3, numRuns: 100 },
    );
  });
});
