import { describe, expect, it } from "vitest";
import golden from "../../test/reference/entropy/entropy.golden.json" with { type: "json" };
import { digamma, dirichlet, multinomial, RandomStream } from "../numeric/index.js";
import { entropy } from "./distribution.js";
import { nsb } from "./nsb.js";
import { posteriorInterval } from "./posterior-interval.js";

describe("posteriorInterval", () => {
  it("matches the quantiles of Dir(8, 4, 2, 1) within Monte Carlo error", () => {
    // test/reference/entropy/generate.py: numpy, 4e6 draws
    const { alpha, interval95, density } = golden.dirichletInterval;
    const draws = 20_000;
    const counts = alpha.map((a) => a - 1);
    const { value, lower, upper } = posteriorInterval(counts, {
      prior: 1,
      draws,
      stream: RandomStream.fromSeed(1),
    })!;
    const standardError = (density: number) => Math.sqrt((0.025 * 0.975) / draws) / density;
    expect(value).toBeCloseTo(1.0464829615, 9);
    expect(Math.abs(lower - interval95[0])).toBeLessThan(4 * standardError(density[0]));
    expect(Math.abs(upper - interval95[1])).toBeLessThan(4 * standardError(density[1]));
  });

  // p from the prior: an exact posterior covers at exactly its level, 400 replications to 0.0109.
  it.each([
    ["a uniform prior", 1, () => 1],
    ["NSB, its concentration drawn from its prior", "nsb", nsbConcentration],
  ] as const)("covers 95% within three standard errors under %s", (_, prior, concentration) => {
    const replications = 400;
    let covered = 0;
    for (let r = 0; r < replications; r++) {
      const stream = RandomStream.fromSeed(2).split(r);
      const a = concentration(stream.split("concentration"));
      const p = dirichlet(stream.split("p"), new Array(5).fill(a))();
      const counts = multinomial(stream.split("counts"), 100, p)();
      const { lower, upper } = posteriorInterval(counts, {
        prior,
        draws: 800,
        stream: stream.split("draws"),
      })!;
      if (lower <= entropy(p) && entropy(p) <= upper) covered++;
    }
    const standardError = Math.sqrt((0.95 * 0.05) / replications);
    expect(Math.abs(covered / replications - 0.95)).toBeLessThan(3 * standardError);
  });

  it("gives the NSB mean and describes itself", () => {
    const counts = [4, 2, 3, 0, 2];
    const estimate = posteriorInterval(counts, {
      level: 0.9,
      draws: 1000,
      stream: RandomStream.fromSeed(3),
    })!;
    expect(estimate).toMatchObject({
      value: nsb.estimate(counts),
      level: 0.9,
      n: 11,
      method:
        "posterior mean under a Nemenman-Shafee-Bialek prior; equal-tailed interval of 1000 posterior draws",
      covers: "multinomial sampling of labels, one point in time",
    });
  });

  it("repeats itself from the same seed", () => {
    const run = () => posteriorInterval([3, 2, 1], { prior: "jeffreys", stream: RandomStream.fromSeed(4) });
    expect(run()).toEqual(run());
  });

  it("is undefined without observations and certain of a single bin", () => {
    const stream = RandomStream.fromSeed(5);
    expect(posteriorInterval([0, 0], { stream })).toBeUndefined();
    expect(posteriorInterval([4], { stream })).toMatchObject({ value: 0, lower: 0, upper: 0 });
  });

  it("rejects options that make no interval", () => {
    const stream = RandomStream.fromSeed(6);
    expect(() => posteriorInterval([1, 2], { stream, level: 1 })).toThrow(
      "level must lie between 0 and 1, got 1",
    );
    expect(() => posteriorInterval([1, 2], { stream, draws: 39 })).toThrow(
      "draws must be an integer of at least 40",
    );
    expect(() => posteriorInterval([1, 2], { stream, prior: 0 })).toThrow(
      "must be a positive number or one of jeffreys, laplace, schuermann-grassberger, minimax, nsb; got 0",
    );
  });
});

/** a from the NSB prior for K = 5, by inversion: its distribution function is (psi(Ka+1) - psi(a+1)) / ln K. */
function nsbConcentration(stream: RandomStream): number {
  const target = stream.uniform() * Math.log(5);
  let [low, high] = [-60, 60];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    const a = Math.exp(middle);
    if (digamma(5 * a + 1) - digamma(a + 1) < target) low = middle;
    else high = middle;
  }
  return Math.exp(low);
}
