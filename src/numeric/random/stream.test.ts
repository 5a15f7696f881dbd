import { describe, expect, it, vi } from "vitest";
import { chiSquareP, kolmogorovSmirnov, standardErrors } from "../../../test/goodness-of-fit.js";
import { RandomStream } from "./stream.js";

const root = RandomStream.fromSeed(20260101);
const draws = (stream: RandomStream, n: number): Float64Array =>
  Float64Array.from({ length: n }, () => stream.uniform());
const flat = (bins: number): number[] => new Array<number>(bins).fill(1 / bins);

function histogram(values: Float64Array, bins: number): Float64Array {
  const counts = new Float64Array(bins);
  for (const u of values) counts[Math.floor(u * bins)] += 1;
  return counts;
}

describe("the same seed and path give the same bytes", () => {
  it("as frozen in version 0.1.0", () => {
    expect([...draws(RandomStream.fromSeed(42), 3)]).toEqual([
      0.9745273888244769, 0.7465415468708285, 0.055359124165528795,
    ]);
    expect([...draws(RandomStream.fromSeed(42).split("drift", 7), 3)]).toEqual([
      0.1920763039863026, 0.5341487749977842, 0.6550865972481162,
    ]);
  });

  it("however much was drawn before the split", () => {
    const used = RandomStream.fromSeed(1);
    draws(used, 1000);
    expect(draws(used.split("a"), 10)).toEqual(draws(RandomStream.fromSeed(1).split("a"), 10));
  });

  it("whether a path is walked at once or in steps", () => {
    expect(draws(root.split("a", 3, "b"), 10)).toEqual(draws(root.split("a").split(3).split("b"), 10));
  });

  it("for 0 and -0", () => {
    expect(draws(root.split(-0), 3)).toEqual(draws(root.split(0), 3));
  });
});

describe("different paths give different streams", () => {
  it("by kind, content, order and grouping of the labels", () => {
    const paths = [
      [],
      [0],
      [1],
      [-1],
      [1.5],
      [2 ** 32],
      [2 ** 53],
      [""],
      ["1"],
      ["a"],
      ["b"],
      ["ab"],
      ["a", "b"],
    ];
    const more = [
      ["b", "a"],
      ["a", 1],
      [1, "a"],
      [1, 2],
      [2, 1],
      ["é"],
      ["é".normalize("NFD")],
      [2 ** -1074],
    ];
    const first = [...paths, ...more].map((path) => root.split(...path).uniform());
    expect(new Set(first).size).toBe(first.length);
    expect(RandomStream.fromSeed(1).uniform()).not.toBe(RandomStream.fromSeed(2).uniform());
  });

  it("without a collision among 100,000", () => {
    const seen = new Set<string>();
    for (let i = 0; i < 50_000; i++) seen.add(draws(root.split("sibling", i), 2).join());
    for (let i = 0; i < 50_000; i++) seen.add(draws(root.split(i % 250, Math.floor(i / 250)), 2).join());
    expect(seen.size).toBe(100_000);
  });
});

describe("uniform", () => {
  const n = 200_000;
  const sample = draws(root.split("uniform"), n);

  it("is uniform: chi-square over 256 bins, Kolmogorov-Smirnov", () => {
    expect(chiSquareP(histogram(sample, 256), flat(256))).toBeGreaterThan(1e-3);
    expect(kolmogorovSmirnov(sample, (u) => u)).toBeLessThan(1.95);
  });

  it("fills the unit square: chi-square of successive pairs over 32 x 32 cells", () => {
    const cells = Float64Array.from({ length: n / 2 }, (_, i) => {
      const column = Math.floor(sample[2 * i] * 32);
      return (column + sample[2 * i + 1]) / 32;
    });
    expect(chiSquareP(histogram(cells, 1024), flat(1024))).toBeGreaterThan(1e-3);
  });

  it.each([1, 2, 3, 10, 100])("has no serial correlation at lag %d", (lag) => {
    const products = sample.subarray(lag).map((u, i) => (u - 0.5) * (sample[i] - 0.5));
    expect(Math.abs(standardErrors(products, 0))).toBeLessThan(4);
  });

  it("is uniform across the first draws of sibling streams", () => {
    const first = Float64Array.from({ length: n / 2 }, (_, i) => root.split("first", i).uniform());
    expect(chiSquareP(histogram(first, 256), flat(256))).toBeGreaterThan(1e-3);
    const products = first.subarray(1).map((u, i) => (u - 0.5) * (first[i] - 0.5));
    expect(Math.abs(standardErrors(products, 0))).toBeLessThan(4);
  });

  it("does not correlate between sibling, parent and child streams", () => {
    const relatives = [root.split("kin"), ...Array.from({ length: 10 }, (_, i) => root.split("kin", i))];
    const samples = relatives.map((stream) => draws(stream, 5000));
    for (let a = 0; a < samples.length; a++) {
      for (let b = 0; b < a; b++) {
        const products = samples[a].map((u, i) => (u - 0.5) * (samples[b][i] - 0.5));
        expect(Math.abs(standardErrors(products, 0))).toBeLessThan(4.5);
      }
    }
  });

  it.each([26, 53])(
    "has no linear bit: bit %d of 1000 draws needs a shift register of about 500",
    (place) => {
      const bits = draws(root.split("bits"), 1000).map((u) => Math.floor(u * 2 ** place) % 2);
      expect(Math.abs(linearComplexity(bits) - 500)).toBeLessThan(10);
    },
  );
});

describe("uniformOpen", () => {
  it("leaves out both ends, whatever uniform draws", () => {
    const stream = root.split("open");
    const uniform = vi.spyOn(stream, "uniform");
    uniform.mockReturnValueOnce(1 - 2 ** -53);
    expect(stream.uniformOpen()).toBeLessThan(1);
    uniform
      .mockReturnValueOnce(0)
      .mockReturnValueOnce(0)
      .mockReturnValueOnce(2 ** -53);
    expect(stream.uniformOpen()).toBe(2 ** -53);
  });
});

describe("integer", () => {
  it("is uniform below its bound", () => {
    const stream = root.split("integer");
    const counts = new Float64Array(7);
    for (let i = 0; i < 70_000; i++) counts[stream.integer(7)] += 1;
    expect(chiSquareP(counts, flat(7))).toBeGreaterThan(1e-3);
    expect(stream.integer(1)).toBe(0);
    expect(stream.integer(2 ** 32)).toBeLessThan(2 ** 32);
  });
});

describe("misuse", () => {
  it("is refused by name", () => {
    expect(() => RandomStream.fromSeed(Number.NaN)).toThrow(
      "a seed or label must be a finite number, got NaN",
    );
    expect(() => root.split("a", Infinity)).toThrow("a seed or label must be a finite number, got Infinity");
    for (const bound of [0, -1, 2.5, 2 ** 33, Number.NaN])
      expect(() => root.integer(bound)).toThrow(`a bound must be an integer from 1 to 2^32, got ${bound}`);
  });
});

/** Length of the shortest linear feedback shift register that makes `bits` (Berlekamp-Massey over GF(2)). */
function linearComplexity(bits: ArrayLike<number>): number {
  let connection = [1];
  let previous = [1];
  let length = 0;
  let shift = 1;
  for (let n = 0; n < bits.length; n++) {
    let discrepancy = 0;
    for (let i = 0; i <= length; i++) discrepancy ^= (connection[i] ?? 0) & bits[n - i];
    if (discrepancy === 1) {
      const update = [...connection];
      for (let i = 0; i < previous.length; i++) update[i + shift] = (update[i + shift] ?? 0) ^ previous[i];
      if (2 * length <= n) {
        previous = connection;
        length = n + 1 - length;
        shift = 0;
      }
      connection = update;
    }
    shift += 1;
  }
  return length;
}
