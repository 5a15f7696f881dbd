import { describe, expect, it } from "vitest";
import { normalCdf, RandomStream } from "../../numeric/index.js";
import { forecastCrossing } from "./forecast.js";
import { localLinearTrend, type TrendOptions, type TrendState } from "./local-linear-trend.js";

const fold = (values: readonly number[], standardError: number, options: TrendOptions = {}): TrendState => {
  const trend = localLinearTrend(options);
  return values.reduce(
    (state, value, time) => trend.step(state, { time, value, standardError }),
    trend.init(),
  );
};
const stream = RandomStream.fromSeed(7);

describe("forecastCrossing", () => {
  it("is the inverse Gaussian law where level and slope are known and the level diffuses", () => {
    // From 1 with drift 0.02 and noise 0.04 a unit of time to 2: P(T <= t) in closed form [Cox & Miller 1965, 5.7].
    const noise = { level: 0.04, slope: 0 };
    const filters = {
      levelNoise: [0.04],
      slopeNoise: [0],
      logWeight: [0],
      level: [1],
      slope: [0.02],
      levelVariance: [1e-20],
      slopeVariance: [0],
      covariance: [0],
    };
    const state: TrendState = { ...fold([1, 1, 1], 1, { noise }), filters };
    const [a, s, q] = [1, 0.02, 0.04];
    for (const t of [10, 40]) {
      const root = Math.sqrt(q * t);
      const exact =
        normalCdf((s * t - a) / root) + Math.exp((2 * a * s) / q) * normalCdf((-a - s * t) / root);
      const { probability } = forecastCrossing(state, {
        limit: 2,
        horizon: t,
        stream: stream.split(t),
        paths: 20_000,
      })!;
      // The floor at 0 makes crossing a little likelier: by less than 0.005 here.
      expect(Math.abs(probability.value - exact)).toBeLessThan(4 * probability.standardError + 0.005);
    }
  });

  it("dates the crossing of a clear line, and brackets it", () => {
    const line = Array.from({ length: 40 }, (_, t) => 0.1 + 0.01 * t);
    const forecast = forecastCrossing(fold(line, 0.005, { slope: "constant" }), {
      limit: 0.8,
      horizon: 100,
      stream,
    })!;
    // At t = 39 S is 0.49: 31 more.
    expect(forecast.median).toBeGreaterThan(28);
    expect(forecast.median).toBeLessThan(34);
    expect(forecast.lower!).toBeLessThan(31);
    expect(forecast.upper! > 31).toBe(true);
  });

  it("says never within the horizon, and now where S is above the limit", () => {
    const flat = fold(
      Array.from({ length: 40 }, () => 0.3),
      0.01,
      { slope: "constant" },
    );
    expect(forecastCrossing(flat, { limit: 3, horizon: 20, stream })).toMatchObject({
      median: null,
      lower: null,
      upper: null,
      probability: { value: 0 },
    });
    expect(forecastCrossing(flat, { limit: 0.1, horizon: 20, stream })).toMatchObject({
      median: 0,
      upper: 0,
    });
  });

  it("gives the same for the same stream, nothing below three readings, and refuses by name", () => {
    const state = fold([0, 0.1, 0.3, 0.4], 0.05);
    const options = { limit: 1, horizon: 30 };
    const again = () => forecastCrossing(state, { ...options, stream: RandomStream.fromSeed(1) });
    expect(again()).toEqual(again());
    expect(forecastCrossing(fold([0, 1], 1), { ...options, stream })).toBeUndefined();
    expect(() => forecastCrossing(state, { limit: 1, horizon: 0, stream })).toThrow(
      "horizon must be finite and > 0, got 0",
    );
    expect(() => forecastCrossing(state, { limit: Number.NaN, horizon: 1, stream })).toThrow(
      "limit must be finite",
    );
  });
});
