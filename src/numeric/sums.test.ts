import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logSumExp, mean, sum, variance, xlogx } from "./sums.js";

describe("sum", () => {
  it.each([
    [[1, 1e100, 1, -1e100], 2],
    [[0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1], 1],
    [[1e16, 1, 1e-16], 10000000000000002],
    [[], 0],
    [[Infinity, 1], Infinity],
    [[1e308, 1e308], Infinity],
    [[1, 2 ** -53, 2 ** -106], 1 + 2 ** -52],
    [[1, 2 ** -53, -(2 ** -106)], 1],
  ])("of %j is %d", (values, expected) => {
    expect(sum(values)).toBe(expected);
  });

  it("keeps the largest of 38 terms that share no digit", () => {
    const terms = Array.from({ length: 38 }, (_, i) => 2 ** (54 * i - 1074));
    expect(sum(terms)).toBe(2 ** 924);
  });

  it("is NaN where the sum is undefined", () => {
    expect(sum([1, NaN])).toBeNaN();
    expect(sum([Infinity, -Infinity])).toBeNaN();
  });

  it("equals the exact sum in integers of 2^-500, rounded once", () => {
    const dyadic = fc.record({
      mantissa: fc.maxSafeInteger(),
      exponent: fc.integer({ min: -500, max: 400 }),
    });
    fc.assert(
      fc.property(fc.array(dyadic, { maxLength: 60 }), (terms) => {
        const exact = terms.reduce(
          (total, t) => total + (BigInt(t.mantissa) << BigInt(t.exponent + 500)),
          0n,
        );
        const values = terms.map((t) => t.mantissa * 2 ** t.exponent);
        expect(sum(values) + 0).toBe(Number(exact) * 2 ** -500);
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

describe("mean and variance", () => {
  it("are undefined of too few values", () => {
    expect(mean([])).toBeUndefined();
    expect(variance([])).toBeUndefined();
    expect(variance([3])).toBeUndefined();
  });

  it.each([
    ["a textbook case", [2, 4, 4, 4, 5, 5, 7, 9], 5, 32 / 7],
    ["a large offset", [1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16], 1e9 + 10, 30],
    ["two neighbouring doubles", [1e8, 1e8 + 2 ** -26], 1e8, 2 ** -53],
  ])("are exact on %s", (_, values, centre, spread) => {
    expect(mean(values)).toBe(centre);
    expect(variance(values)).toBeCloseTo(spread, 14);
    expect(variance(values)! / spread).toBeCloseTo(1, 14);
  });

  it("of equal values are the value and exactly 0", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e100, max: 1e100, noNaN: true }),
        fc.integer({ min: 2, max: 30 }),
        (c, n) => {
          expect(variance(new Array<number>(n).fill(c))).toBe(0);
        },
      ),
      { seed: 2, numRuns: 300 },
    );
  });
});

describe("logSumExp", () => {
  it.each([
    [[1000, 1000], 1000 + Math.LN2],
    [[-1000, -1000, -1000], -1000 + Math.log(3)],
    [[0, 1e308], 1e308],
    [[-Infinity, 2], 2],
    [[-Infinity, -Infinity], -Infinity],
    [[], -Infinity],
    [[1, Infinity], Infinity],
  ])("of %j is %d", (values, expected) => {
    expect(logSumExp(values)).toBe(expected);
  });

  it("passes a NaN on, wherever it stands", () => {
    expect(logSumExp([NaN, 1])).toBeNaN();
    expect(logSumExp([1, NaN])).toBeNaN();
    expect(logSumExp([-Infinity, NaN])).toBeNaN();
  });
});

it("xlogx has its limit at 0", () => {
  expect(xlogx(0)).toBe(0);
  expect(xlogx(1)).toBe(0);
  expect(xlogx(Math.E)).toBeCloseTo(Math.E, 15);
});
