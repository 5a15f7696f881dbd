import { expect, it } from "vitest";
import { chiSquareP, kolmogorovSmirnov, standardErrors } from "../../test/goodness-of-fit.js";
import { normalCdf, RandomStream } from "../numeric/index.js";
import { standardNormal } from "./ziggurat.js";

const stream = RandomStream.fromSeed(11);
const sample = Float64Array.from({ length: 200_000 }, () => standardNormal(stream));

it("has the moments of N(0, 1)", () => {
  for (const [power, moment] of [
    [1, 0],
    [2, 1],
    [3, 0],
    [4, 3],
    [6, 15],
  ])
    expect(
      Math.abs(
        standardErrors(
          sample.map((z) => z ** power),
          moment,
        ),
      ),
    ).toBeLessThan(4);
});

it("has its distribution function", () => {
  expect(kolmogorovSmirnov(sample, normalCdf)).toBeLessThan(1.95);
});

it("has its tails on both sides, beyond the edge of the lowest layer too", () => {
  const edges = [-3.6541528853610088, -3, -2, 2, 3, 3.6541528853610088];
  const counts = new Float64Array(edges.length + 1);
  for (const z of sample) counts[edges.filter((edge) => edge < z).length] += 1;
  const cumulative = [0, ...edges.map((edge) => normalCdf(edge)), 1];
  const probabilities = [...counts].map((_, i) => cumulative[i + 1] - cumulative[i]);
  expect(chiSquareP(counts, probabilities)).toBeGreaterThan(0.001);
});

it("has the right shape beyond the edge: P(Z > 4 | Z > 3.654)", () => {
  const tail = RandomStream.fromSeed(5);
  const edge = 3.6541528853610088;
  let beyond = 0;
  let far = 0;
  for (let i = 0; i < 2_000_000; i++) {
    const z = Math.abs(standardNormal(tail));
    if (z > edge) beyond += 1;
    if (z > 4) far += 1;
  }
  const share = normalCdf(-4) / normalCdf(-edge);
  expect(Math.abs(far / beyond - share) / Math.sqrt((share * (1 - share)) / beyond)).toBeLessThan(4);
});
