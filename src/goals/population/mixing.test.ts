import { describe, expect, it } from "vitest";
import { normal, RandomStream } from "../../numeric/index.js";
import { effectiveSampleSize, splitRHat } from "./mixing.js";

/** x_t = phi x_{t-1} + noise, started in its stationary law. */
function autoregression(phi: number, length: number, stream: RandomStream, level = 0): Float64Array {
  const noise = normal(stream);
  let x = noise() / Math.sqrt(1 - phi * phi);
  return Float64Array.from({ length }, () => {
    x = phi * x + noise();
    return x + level;
  });
}

const chains = (phi: number, length: number, levels = [0, 0, 0, 0]) =>
  levels.map((level, c) => autoregression(phi, length, RandomStream.fromSeed(9).split(c), level));

describe("effective sample size", () => {
  it.each([0, 0.5, 0.9])("of an autoregression is draws (1 - phi) / (1 + phi), phi = %f", (phi) => {
    const expected = (4 * 5000 * (1 - phi)) / (1 + phi);
    expect(effectiveSampleSize(chains(phi, 5000)) / expected).toBeGreaterThan(0.85);
    expect(effectiveSampleSize(chains(phi, 5000)) / expected).toBeLessThan(1.15);
  });

  it("is small when chains are apart, and the number of draws when nothing varies", () => {
    expect(effectiveSampleSize(chains(0, 500, [0, 0, 5, 5]))).toBeLessThan(20);
    expect(effectiveSampleSize([new Float64Array(100)])).toBe(100);
  });
});

describe("split R-hat", () => {
  it("is near 1 for chains alike, above 1 for chains apart or drifting, 1 when nothing varies", () => {
    expect(splitRHat(chains(0.5, 2000))).toBeLessThan(1.01);
    expect(splitRHat(chains(0, 500, [0, 0, 1, 1]))).toBeGreaterThan(1.05);
    const drifting = autoregression(0, 1000, RandomStream.fromSeed(1)).map((x, t) => x + t / 250);
    expect(splitRHat([drifting])).toBeGreaterThan(1.05);
    expect(splitRHat([new Float64Array(10), new Float64Array(10)])).toBe(1);
  });
});
