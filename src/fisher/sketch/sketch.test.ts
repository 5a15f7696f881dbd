import { describe, expect, it } from "vitest";
import golden from "../../../test/reference/sketch/sketch.golden.json" with { type: "json" };
import { normal, RandomStream, symmetricEigen } from "../../numeric/index.js";
import { addToSketch, sketchLayout, sketchNonzeros, sketchVersion } from "./projection.js";
import { sketchWidening } from "./widening.js";

describe("addToSketch", () => {
  it("puts every entry where the vectors of version 1 say, bit for bit", () => {
    expect([sketchVersion, sketchNonzeros]).toEqual([golden.version, golden.nonzeros]);
    for (const { seed, name, index, dimension, places } of golden.entries) {
      const sketch = new Float64Array(dimension);
      addToSketch(sketch, { seed, name, start: index }, [1]);
      const expected = new Float64Array(dimension);
      for (const [bucket, sign] of places) expected[bucket] += sign;
      expect(sketch).toEqual(expected);
    }
  });

  it("adds up tensors and their shards in any order", () => {
    const { seed, dimension, tensors, values } = golden.sketch;
    const sketch = new Float64Array(dimension);
    for (const { name, start, values } of tensors.toReversed()) {
      addToSketch(sketch, { seed, name, start: start + 7 }, values.slice(7));
      addToSketch(sketch, { seed, name, start }, values.slice(0, 7));
    }
    expect([...sketch]).toEqual(values);
    const sizes = tensors.map(({ name, values }) => ({ name, entries: values.length }));
    expect(sketchLayout(sizes.reverse())).toBe(golden.layout);
  });

  it("refuses dimensions and seeds that the definition does not have", () => {
    expect(() => addToSketch(new Float64Array(100), { seed: 1, name: "w" }, [1])).toThrow(
      /a power of two from 64/,
    );
    expect(() => addToSketch(new Float64Array(64), { seed: 2 ** 32, name: "w" }, [1])).toThrow(
      /a seed from 0/,
    );
  });

  it("keeps products: without bias, and with the variance (|x|^2 |y|^2 + (x.y)^2) / m of a dense projection", () => {
    const [dimension, seeds] = [256, 400];
    const draw = normal(RandomStream.fromSeed(1));
    const x = Float64Array.from({ length: 500 }, draw);
    const y = x.map((value) => 0.5 * value + draw());
    const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i], 0);
    const products = Array.from({ length: seeds }, (_, seed) => {
      const [a, b] = [x, y].map((values) => {
        const sketch = new Float64Array(dimension);
        addToSketch(sketch, { seed, name: "w" }, values);
        return sketch;
      });
      return dot(a, b) / sketchNonzeros;
    });
    const variance = (dot(x, x) * dot(y, y) + dot(x, y) ** 2) / dimension;
    const mean = products.reduce((sum, value) => sum + value, 0) / seeds;
    const spread = products.reduce((sum, value) => sum + (value - dot(x, y)) ** 2, 0) / seeds;
    expect(Math.abs(mean - dot(x, y))).toBeLessThan(3 * Math.sqrt(variance / seeds));
    // 3 standard errors of a variance of nearly normal numbers; entries meet themselves with variance 0, hence 1% less.
    expect(Math.abs(spread / variance - 1)).toBeLessThan(3 * Math.sqrt(2 / seeds) + 0.01);
  });
});

describe("sketchWidening", () => {
  const seeds = 40;
  const draw = normal(RandomStream.fromSeed(2));
  /** Rows A [rank, N] of F = A'A: dense directions, single entries, one entry, two entries that count alike. */
  const cases: [string, Float64Array[]][] = [
    ["flat on dense directions", Array.from({ length: 12 }, () => Float64Array.from({ length: 1500 }, draw))],
    [
      "flat on 40 entries",
      Array.from({ length: 40 }, (_, i) => Float64Array.from({ length: 40 }, (_, k) => Number(k === i))),
    ],
    [
      "a power law on 40 entries",
      Array.from({ length: 40 }, (_, i) =>
        Float64Array.from({ length: 40 }, (_, k) => (k === i ? (i + 1) ** -0.5 : 0)),
      ),
    ],
    ["one dense direction", [Float64Array.from({ length: 1500 }, draw)]],
    ["one entry", [Float64Array.of(1)]],
    ["two entries", [Float64Array.of(1, 1)]],
  ];
  const topAndTrace = (rows: Float64Array[], scale: number) => {
    const n = rows.length;
    const gram = Float64Array.from({ length: n * n }, (_, at) => {
      const [a, b] = [rows[Math.floor(at / n)], rows[at % n]];
      return scale * a.reduce((sum, value, i) => sum + value * b[i], 0);
    });
    return {
      top: symmetricEigen(gram, n).values[0],
      trace: rows.reduce((sum, _, i) => sum + gram[i * n + i], 0),
    };
  };

  it.each(cases)("covers lambda_max and trace: %s", (_, rows) => {
    const level = 0.95;
    const truth = topAndTrace(rows, 1);
    let [missed, missedTrace] = [0, 0];
    for (let seed = 0; seed < seeds; seed++) {
      const sketches = rows.map((row) => {
        const sketch = new Float64Array(1024);
        addToSketch(sketch, { seed, name: "w" }, row);
        return sketch;
      });
      const seen = topAndTrace(sketches, 1 / sketchNonzeros);
      const { lower, upper, trace } = sketchWidening(1024, seen.trace / seen.top, level);
      if (truth.top < seen.top * lower || truth.top > seen.top * upper) missed++;
      if (truth.trace < seen.trace * trace.lower || truth.trace > seen.trace * trace.upper) missedTrace++;
    }
    // Within 3 standard errors of 5%.
    const most = seeds * 0.05 + 3 * Math.sqrt(seeds * 0.05 * 0.95);
    expect(missed).toBeLessThanOrEqual(most);
    expect(missedTrace).toBeLessThanOrEqual(most);
  });

  it("closes with the dimension, and says when a dimension bounds nothing", () => {
    const widths = [1024, 8192, 65536, 2 ** 24].map((m) => sketchWidening(m, 10, 0.95));
    for (let i = 1; i < widths.length; i++) {
      expect(widths[i].lower).toBeGreaterThan(widths[i - 1].lower);
      expect(widths[i].upper).toBeLessThan(widths[i - 1].upper);
    }
    expect(widths[3].upper).toBeLessThan(1.01);
    // A collision of two entries is never excluded.
    expect(widths[3].lower).toBeCloseTo(1 / (1 + 1 / sketchNonzeros), 2);
    expect(sketchWidening(1024, 1e6, 0.95).lower).toBe(0);
    expect(() => sketchWidening(64, 2, 0.95)).toThrow(
      /dimension 64 bound nothing at level 0.95; expected more than 78/,
    );
  });
});
