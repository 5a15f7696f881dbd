import { expect, it } from "vitest";
import golden from "../../test/reference/entropy/entropy.golden.json" with { type: "json" };
import { logMultisetCoefficient, trigammaExcess } from "./special.js";

// test/reference/entropy/generate.py (40 digits)
it.each(golden.logMultisetCoefficient)("logMultisetCoefficient($x, $m)", ({ x, m, value }) => {
  const size = 1 + Math.min(x, m) * Math.log(x + m);
  expect(Math.abs(logMultisetCoefficient(x, m) - value)).toBeLessThan(1e-13 + 1e-15 * size);
});

it("logMultisetCoefficient counts multisets", () => {
  expect(Math.exp(logMultisetCoefficient(5, 3))).toBeCloseTo(35, 11);
});

it.each(golden.trigammaExcess)("trigammaExcess($x)", ({ x, value }) => {
  expect(Math.abs(trigammaExcess(x) / value - 1)).toBeLessThan(1e-12);
});
