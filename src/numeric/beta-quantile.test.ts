import fc from "fast-check";
import { expect, it } from "vitest";
import golden from "../../test/reference/beta-quantile/beta-quantile.golden.json" with { type: "json" };
import { betaQuantile } from "./beta-quantile.js";
import { betaInc } from "./special.js";

// Golden values by test/reference/beta-quantile/beta_quantile.py (scipy).
it.each(golden)("Beta($a, $b) at $q", ({ q, a, b, x }) => {
  expect(Math.abs(betaQuantile(q, a, b) / x - 1)).toBeLessThan(1e-10);
});

it("inverts the incomplete beta function", () => {
  const shape = fc.double({ min: 0.5, max: 1e4, noNaN: true });
  const property = fc.property(fc.double({ min: 1e-3, max: 0.999, noNaN: true }), shape, shape, (q, a, b) => {
    expect(betaInc(betaQuantile(q, a, b), a, b)).toBeCloseTo(q, 8);
  });
  fc.assert(property, { seed: 11, numRuns: 300 });
});
