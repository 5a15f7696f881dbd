import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { holds, priorNoise, trendSeries } from "../../../test/reference/drift/coverage.js";
import golden from "../../../test/reference/drift/local-linear-trend.golden.json" with { type: "json" };
import { normalQuantile, RandomStream } from "../../numeric/index.js";
import { diffuseStart, predict, type TrendFilters, update } from "./kalman.js";
import { localLinearTrend, weightsOf } from "./local-linear-trend.js";
import type { Reading } from "./slope.js";

const reading = ([time, value, standardError]: number[]): Reading =>
  ({ time, value, standardError }) as Reading;

const law = (f: TrendFilters): number[] =>
  [f.level, f.slope, f.levelVariance, f.covariance, f.slopeVariance].map(([x]) => x);

describe("against statsmodels", () => {
  it.each(golden.cases)(
    "filters with noise $noise as UnobservedComponents does",
    ({ noise, readings, filtered, log_likelihood }) => {
      const trend = localLinearTrend({ noise });
      let state = trend.init();
      readings.map(reading).forEach((one, i) => {
        state = trend.step(state, one);
        if (i === 0) return;
        for (const [k, x] of law(state.filters!).entries()) expect(x).toBeCloseTo(filtered[i - 1][k], 9);
      });
      expect(state.filters!.logWeight[0]).toBeCloseTo(log_likelihood, 8);
      // One filter is one normal law.
      const [, slope, , , variance] = law(state.filters!);
      const rate = trend.rate(state)!;
      expect(rate.value).toBeCloseTo(slope, 12);
      expect(rate.upper).toBeCloseTo(slope + normalQuantile(0.975) * Math.sqrt(variance), 8);
    },
  );
});

const times = fc
  .uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 4, maxLength: 12 })
  .map((all) => all.sort((a, b) => a - b));
const seriesAt = times.chain((all) =>
  fc.tuple(
    ...all.map((time) =>
      fc.record({
        time: fc.constant(time),
        value: fc.double({ min: -3, max: 3, noNaN: true }),
        standardError: fc.double({ min: 0.05, max: 2, noNaN: true }),
      }),
    ),
  ),
);

describe("localLinearTrend", () => {
  const trend = localLinearTrend();
  const fold = (readings: readonly Reading[]) => readings.reduce(trend.step, trend.init());

  it("predicts over a gap as over its parts (fast-check)", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 5, noNaN: true }),
        fc.double({ min: 0.1, max: 5, noNaN: true }),
        (a, b) => {
          const start = diffuseStart(reading([0, 1, 0.3]), reading([2, 3, 0.2]), [
            { level: 0.2, slope: 0.1, logWeight: 0 },
          ]);
          const [parts, whole] = [predict(predict(start, a), b), predict(start, a + b)].map(law);
          for (const [k, x] of parts.entries()) expect(x / whole[k]).toBeCloseTo(1, 10);
        },
      ),
      { seed: 1 },
    );
  });

  it("starts as the limit of a vague normal law", () => {
    const noises = [{ level: 0.3, slope: 0.02, logWeight: 0 }];
    const [first, second] = [reading([0, 1, 0.3]), reading([1.5, 2, 0.4])];
    const vague: TrendFilters = {
      ...diffuseStart(first, second, noises),
      level: [0],
      slope: [0],
      levelVariance: [1e8],
      slopeVariance: [1e8],
      covariance: [0],
    };
    const limit = law(update(predict(update(vague, first), 1.5), second));
    for (const [k, x] of law(diffuseStart(first, second, noises)).entries())
      expect(limit[k]).toBeCloseTo(x, 5);
  });

  it("moves with shift and scale of S and of time (fast-check)", () => {
    fc.assert(
      fc.property(
        seriesAt,
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        fc.double({ min: -5, max: 5, noNaN: true }),
        (readings, scale, shift) => {
          const rate = trend.rate(fold(readings))!;
          const moved = trend.rate(
            fold(
              readings.map(({ time, value, standardError }) => ({
                time: 3 * time + 7,
                value: scale * value + shift,
                standardError: scale * standardError,
              })),
            ),
          )!;
          const tolerance = 1e-6 * (rate.upper - rate.lower);
          for (const end of ["value", "lower", "upper"] as const)
            expect(Math.abs((moved[end] * 3) / scale - rate[end])).toBeLessThan(tolerance);
        },
      ),
      { seed: 2, numRuns: 30 },
    );
  });

  it("resumes from its state after JSON, and leaves the old state as it was (fast-check)", () => {
    fc.assert(
      fc.property(seriesAt, (readings) => {
        const before = fold(readings.slice(0, -1));
        const kept = JSON.stringify(before);
        const last = readings.at(-1)!;
        expect(trend.step(JSON.parse(kept), last)).toEqual(trend.step(before, last));
        expect(JSON.stringify(before)).toBe(kept);
      }),
      { seed: 3, numRuns: 30 },
    );
  });

  it("finds out the noise of a long series", () => {
    const { readings } = trendSeries({ level: 0.3, slope: 0 }, 1500, RandomStream.fromSeed(2));
    const { filters } = fold(readings);
    const weights = weightsOf(filters!);
    const near = weights.filter((_, i) => filters!.levelNoise[i] > 0.1 && filters!.levelNoise[i] < 1.5);
    expect(near.reduce((a, b) => a + b)).toBeGreaterThan(0.99);
  });

  it("is undefined below three readings", () => {
    const two = fold([reading([0, 1, 1]), reading([1, 1, 1])]);
    expect([trend.rate(trend.init()), trend.rate(two), trend.level(two)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("refuses what is no reading, by name", () => {
    const state = fold([reading([3, 1, 1])]);
    expect(() => trend.step(state, reading([3, 1, 1]))).toThrow("readings must advance in time: 3 after 3");
    expect(() => trend.step(state, reading([4, Number.NaN, 1]))).toThrow(
      "a reading must be finite, got NaN at time 4",
    );
    expect(() => trend.step(state, reading([4, 1, 0]))).toThrow(
      "a standard error must be positive and finite, got 0",
    );
  });
});

describe("coverage of the 95% interval of dS/dt", () => {
  // 300 series each, seeds fixed before the first run; 95% +- 3 standard errors are 0.912 to 0.988.
  const share = (name: string, made: (stream: RandomStream) => boolean): number => {
    const root = RandomStream.fromSeed(31).split(name);
    const all = Array.from({ length: 300 }, (_, r) => Number(made(root.split(r))));
    return all.reduce((a, b) => a + b) / all.length;
  };
  it.each([
    ["constant drift", { level: 0, slope: 0 }],
    ["random walk with drift", { level: 0.5, slope: 0 }],
    ["trend", { level: 0.05, slope: 0.02 }],
  ])("is 95%% where the noise is known: %s", (name, noise) => {
    const covered = share(name, (stream) => holds(trendSeries(noise, 12, stream), { noise }));
    expect(Math.abs(covered - 0.95)).toBeLessThan(3 * Math.sqrt((0.95 * 0.05) / 300));
  });
  it("is 95% over series drawn from the prior, noise unknown", () => {
    const covered = share("prior", (stream) => holds(trendSeries(priorNoise(stream), 25, stream)));
    expect(Math.abs(covered - 0.95)).toBeLessThan(3 * Math.sqrt((0.95 * 0.05) / 300));
  });
});
