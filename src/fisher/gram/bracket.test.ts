import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normal, RandomStream, symmetricEigenvalues } from "../../numeric/index.js";
import { gramAnalysis } from "./analysis.js";
import { effectiveDimension } from "./effective-dimension.js";
import { lowerLimit } from "./lower-limit.js";
import { sampleGram, topPair } from "./sample-gram.js";
import { tailDiagnostic } from "./tail.js";

/** K of n rows of `width` normal numbers, the first column scaled. */
function gramOf(
  n: number,
  width: number,
  seed: number,
  scale = 1,
): { gram: Float64Array; rows: Float64Array[] } {
  const draw = normal(RandomStream.fromSeed(seed));
  const rows = Array.from({ length: n }, () =>
    Float64Array.from({ length: width }, (_, k) => draw() * (k === 0 ? scale : 1)),
  );
  const gram = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) gram[i * n + j] = rows[i].reduce((sum, x, k) => sum + x * rows[j][k], 0);
  return { gram, rows };
}

describe("the leave-one-out inequality", () => {
  it("lambda^_n is at most the mean of its leave-one-outs, for any rows (fast-check)", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 8 }),
        fc.integer({ min: 1, max: 12 }),
        fc.nat(1e6),
        (n, width, seed) => {
          const { gram } = gramOf(n, width, seed);
          let mean = 0;
          for (let out = 0; out < n; out++) {
            const rest = gram.filter((_, k) => Math.floor(k / n) !== out && k % n !== out);
            mean += symmetricEigenvalues(rest, n - 1)[0] / (n - 1) / n;
          }
          expect(symmetricEigenvalues(gram, n)[0] / n).toBeLessThanOrEqual(mean * (1 + 1e-12));
        },
      ),
      { seed: 1, numRuns: 100 },
    );
  });
});

describe("the betting limit", () => {
  it("exceeds the mean in at most alpha of the draws, though they are as skewed as e^(2z)", () => {
    // Mean e^2 of e^(2z): the sample mean lies below it nine times in ten. 2,000 draws; alpha 0.05 plus 3 standard errors.
    const draw = normal(RandomStream.fromSeed(2));
    let misses = 0;
    for (let r = 0; r < 2000; r++) {
      const squares = Float64Array.from({ length: 30 }, () => Math.exp(2 * draw()));
      misses += Number(lowerLimit([squares], 0.05) > Math.exp(2));
    }
    expect(misses / 2000).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / 2000));
  });

  it("nears the mean as draws are added, and is 0 for zeros", () => {
    const limit = (n: number) => lowerLimit([new Float64Array(n).fill(3)], 0.05);
    expect(limit(1000)).toBeGreaterThan(limit(20));
    expect(limit(1000)).toBeLessThan(3);
    expect(limit(1000)).toBeGreaterThan(2.95);
    expect(lowerLimit([new Float64Array(5)], 0.05)).toBe(0);
  });
});

describe("the effective dimension", () => {
  it("has the leave-one-out leverages of a direct solve, and brackets the truth on average", () => {
    const [n, width, ridge] = [12, 3, 0.7];
    const scale = 2;
    let [lower, upper] = [0, 0];
    for (let seed = 0; seed < 200; seed++) {
      const { gram } = gramOf(n, width, seed, scale);
      const own = effectiveDimension(
        sampleGram(gram),
        symmetricEigenvalues(gram, n).map((x) => Math.max(0, x) / n),
        ridge,
      );
      lower += own.lower / 200;
      upper += own.upper / 200;
    }
    const truth = scale ** 2 / (scale ** 2 + ridge) + 2 / (1 + ridge);
    expect(lower).toBeLessThan(truth);
    expect(upper).toBeGreaterThan(truth);
    // One row out of two: g_1' (g_2 g_2' + c)^-1 g_1 by Sherman and Morrison.
    const [a, b, c] = [2, 3, 1];
    const pair = sampleGram(Float64Array.of(a, c, c, b));
    const direct = ((a - c ** 2 / (ridge + b)) / ridge + (b - c ** 2 / (ridge + a)) / ridge) / 2;
    expect(effectiveDimension(pair, [1, 1], ridge).upper).toBeCloseTo(direct, 12);
  });
});

describe("heavy tails", () => {
  it("take the point estimates away, and the upper limit when one row carries all", () => {
    const { gram } = gramOf(60, 200, 3, 5);
    const n = 60;
    const heavy = gram.map((x, k) => x * (Math.floor(k / n) === 7 ? 30 : 1) * (k % n === 7 ? 30 : 1));
    const options = { parameters: 200, stream: RandomStream.fromSeed(4) };
    const light = gramAnalysis(gram, options);
    expect(light.tail.againstPoint).toEqual([]);
    expect(light.lambdaMax.upper).toBeGreaterThan(25);
    expect(light.lambdaMax.lower).toBeLessThan(25);
    const tail = gramAnalysis(heavy, options);
    expect(tail.tail.leadingRow).toBe(7);
    expect(tail.tail.againstPoint.length).toBeGreaterThan(0);
    expect(tail.lambdaMax.upper).toBeUndefined();
    expect(tail.lambdaMax.noUpper).toContain("row 7");
    expect(tail.lambdaMax.lower).toBeGreaterThan(0);
  });
});

describe("Hill's index", () => {
  it("of Gaussian rows with one dominating eigenvalue is no heavy tail; of Student rows with 3 degrees it is", () => {
    // 40 samples of 128 rows, spike 400 over 7. Of others, 2% and 81% were warned of: at most 0.02, at least 0.81, less or
    // more 3 standard errors.
    const [n, samples] = [128, 40];
    const warned = { gaussian: 0, student: 0 };
    for (let seed = 0; seed < samples; seed++) {
      const { gram } = gramOf(n, 8, 1000 + seed, 20);
      const draw = normal(RandomStream.fromSeed(2000 + seed));
      const factor = Float64Array.from({ length: n }, () => 1 / Math.hypot(draw(), draw(), draw()));
      const heavy = gram.map((x, k) => x * factor[Math.floor(k / n)] * factor[k % n]);
      const reasons = (entries: Float64Array) =>
        tailDiagnostic(sampleGram(entries), topPair(entries, n)).againstPoint.length;
      warned.gaussian += Number(reasons(gram) > 0);
      warned.student += Number(reasons(heavy) > 0);
    }
    const spread = (share: number) => 3 * Math.sqrt((share * (1 - share)) / samples);
    expect(warned.gaussian / samples).toBeLessThanOrEqual(0.02 + spread(0.02));
    expect(warned.student / samples).toBeGreaterThanOrEqual(0.81 - spread(0.81));
  });

  it("of a chi-square with one degree is least among sums of chi-squares", () => {
    const index = (weights: readonly number[]) => {
      const draw = normal(RandomStream.fromSeed(8));
      const norms = Float64Array.from({ length: 100_000 }, () =>
        weights.reduce((sum, weight) => sum + weight * draw() ** 2, 0),
      ).sort();
      const tenth = norms.subarray(90_000);
      return 10_000 / tenth.reduce((sum, x) => sum + Math.log(x / norms[89_999]), 0);
    };
    // Relative standard error 0.01.
    expect(Math.abs(index([1]) / 2.3587 - 1)).toBeLessThan(0.03);
    for (const weights of [
      [1, 0.3],
      [1, 1],
      [1, 0.1, 0.1, 0.1],
    ])
      expect(index(weights)).toBeGreaterThan(2.3587);
  });
});

describe("what is no Gram matrix", () => {
  it("is named", () => {
    const of =
      (...entries: number[]) =>
      () =>
        sampleGram(Float64Array.from(entries));
    expect(of(1)).toThrow("at least 2 gradients, got 1");
    expect(of(1, 2, 3)).toThrow("must be square, got 3 entries");
    expect(of(0, 0, 0, 0)).toThrow("all 2 gradients are zero");
    expect(of(1, Number.NaN, Number.NaN, 1)).toThrow("gradients 0 and 1");
    expect(of(1, 0, 0, -1)).toThrow("gradient 1: the squared norm must be finite and >= 0, got -1");
    expect(of(1, 2, 2, 1)).toThrow("exceeds the product of their norms");
    expect(of(1, 0.5, 0, 1)).toThrow("not symmetric");
  });
});
