import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Line } from "./columns.js";
import { firstFrom, picked, visible } from "./decimate.js";

const line = (value: Float64Array, half = 0): Line => ({
  name: "S",
  colour: "--ink",
  value,
  lower: value.map((v) => v - half),
  upper: value.map((v) => v + half),
});
const ascending = (length: number) => Float64Array.from({ length }, (_, i) => i);

const series = fc.array(
  fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 0, max: 3000 }) },
    { weight: 1, arbitrary: fc.constant(Number.NaN) },
  ),
  { minLength: 1, maxLength: 3000 },
);

describe("what is drawn of a long series", () => {
  it("keeps its extremes and its holes, whatever is left out", () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 200 }), (values, stretches) => {
        const value = Float64Array.from(values);
        const places = visible(ascending(value.length), [line(value, 0.1)], 0, value.length, stretches);
        const kept = picked(value, places);
        const seen = values.filter((v) => !Number.isNaN(v));
        if (seen.length > 0) {
          const drawn = kept.filter((v) => v !== null);
          expect(Math.max(...drawn)).toBe(Math.max(...seen));
          expect(Math.min(...drawn)).toBe(Math.min(...seen));
        }
        expect(kept.includes(null)).toBe(values.some(Number.isNaN));
        expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
        expect(places.length).toBeLessThanOrEqual(Math.max(4 * stretches + 3, 3 * (stretches + 2)));
      }),
      { seed: 20261126, numRuns: 200 },
    );
  });

  it("has the same shape where two views of one length overlap", () => {
    const value = Float64Array.from({ length: 20_000 }, (_, i) => Math.sin(i / 7) + Math.sin(i / 900));
    const [a, b] = [1000, 1777].map((from) =>
      visible(ascending(value.length), [line(value)], from, from + 8000, 400),
    );
    const inBoth = (i: number) => i >= 2048 && i < 8960;
    expect(b!.filter(inBoth)).toEqual(a!.filter(inBoth));
  });

  it("draws every point of a short one, and one beyond each edge", () => {
    const value = ascending(50);
    expect(visible(ascending(50), [line(value)], 10, 20, 400)).toEqual(
      Array.from({ length: 13 }, (_, i) => 9 + i),
    );
    expect(visible(new Float64Array(), [line(new Float64Array())], 0, 1, 10)).toEqual([]);
  });

  it("finds the first place from a value on", () => {
    const x = Float64Array.of(1, 2, 2, 5);
    expect([0, 2, 3, 6].map((value) => firstFrom(x, value))).toEqual([0, 1, 3, 4]);
  });
});
