import { expect, it } from "vitest";
import { normal, normalCdf, RandomStream } from "../src/numeric/index.js";
import { chiSquareP, kolmogorovSmirnov, standardErrors } from "./goodness-of-fit.js";

const values = Float64Array.from({ length: 10_000 }, normal(RandomStream.fromSeed(1), 0.1));

it("a shift of a tenth of a standard deviation is seen in 10,000 values", () => {
  expect(standardErrors(values, 0)).toBeGreaterThan(5);
  expect(Math.abs(standardErrors(values, 0.1))).toBeLessThan(3);
  expect(kolmogorovSmirnov(values, normalCdf)).toBeGreaterThan(2.5);
  expect(kolmogorovSmirnov(values, (x) => normalCdf(x, 0.1))).toBeLessThan(1.95);
});

it("Pearson's test: a die with chi-square 5.1 on 5 degrees of freedom (scipy.stats.chisquare)", () => {
  const fair = new Array<number>(6).fill(1 / 6);
  expect(chiSquareP([22, 17, 20, 26, 22, 13], fair)).toBeCloseTo(0.4037984571042, 12);
  expect(chiSquareP([40, 17, 20, 26, 12, 5], fair)).toBeLessThan(1e-4);
});
