import fc from "fast-check";
import { expect, it } from "vitest";
import golden from "../../test/reference/jeffreys-interval/jeffreys-interval.golden.json" with {
  type: "json",
};
import { proportion } from "./proportion.js";

// Golden values by test/reference/jeffreys-interval/jeffreys_interval.py (scipy).
it.each(golden)("$count of $n at level $level", ({ count, n, level, lower, upper }) => {
  const interval = proportion(count, n, level);
  const tolerance = 1e-6 * (upper - lower);
  expect(Math.abs(interval.lower - lower)).toBeLessThan(tolerance);
  expect(Math.abs(interval.upper - upper)).toBeLessThan(tolerance);
});

it("holds the share, mirrors with the complement, and reaches the ends where nothing or everything was seen", () => {
  const counts = fc
    .integer({ min: 1, max: 1e9 })
    .chain((n) =>
      fc.record({ n: fc.constant(n), count: fc.oneof(fc.constantFrom(0, n), fc.nat({ max: n })) }),
    );
  const property = fc.property(counts, fc.double({ min: 0.01, max: 0.999 }), ({ n, count }, level) => {
    const { value, lower, upper } = proportion(count, n, level);
    const mirror = proportion(n - count, n, level);
    expect(value).toBe(count / n);
    expect(lower).toBeLessThanOrEqual(upper);
    if (count === 0) expect(lower).toBe(0);
    if (count === n) expect(upper).toBe(1);
    expect(Math.abs(lower - (1 - mirror.upper))).toBeLessThan(1e-6 * (upper - lower) + 1e-12);
  });
  fc.assert(property, { seed: 7, numRuns: 200 });
});

it("at 95% covers a share of one half, n = 20, with the exact probability of the binomial", () => {
  // Counts 6 to 14: 0.9586 [binomial sum], as in Brown, Cai & DasGupta 2001, figure 5.
  const covering = Array.from({ length: 21 }, (_, count) => count).filter((count) => {
    const { lower, upper } = proportion(count, 20, 0.95);
    return lower <= 0.5 && 0.5 <= upper;
  });
  expect(covering).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14]);
});
