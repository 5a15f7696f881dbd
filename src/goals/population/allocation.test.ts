import { describe, expect, it } from "vitest";
import { mean, RandomStream, variance } from "../../numeric/index.js";
import { allocateRow } from "./allocation.js";
import { binomial } from "./binomial.js";
import { episodeLikelihoods } from "./episode-likelihoods.js";

describe("binomial draws", () => {
  it.each([
    [20, 0.03],
    [1e6, 1e-7],
    [25, 0.45],
    [1000, 0.9],
    [1e7, 0.3],
    [60, 0.2],
  ])("have mean, variance and range of Binomial(%d, %d)", (n, p) => {
    const stream = RandomStream.fromSeed(81);
    const draws = Array.from({ length: 20_000 }, () => binomial(stream, n, p));
    const spread = n * p * (1 - p);
    expect(Math.abs(mean(draws)! - n * p)).toBeLessThan(5 * Math.sqrt(spread / draws.length));
    // Var of a sample variance: (excess kurtosis + 2) spread^2 / draws, excess = (1 - 6 p (1 - p)) / spread.
    const error = spread * Math.sqrt((2 + (1 - 6 * p * (1 - p)) / spread) / draws.length);
    expect(Math.abs(variance(draws)! - spread)).toBeLessThan(5 * error);
    expect(draws.every((k) => Number.isInteger(k) && k >= 0 && k <= n)).toBe(true);
  });

  it("follow the probabilities one by one", () => {
    // Binomial(40, 0.3), n p = 12: transformed rejection; chi-squared over k = 5 .. 19 and the rest.
    const [n, p, draws] = [40, 0.3, 40_000];
    const stream = RandomStream.fromSeed(82);
    const seen = new Float64Array(n + 1);
    for (let d = 0; d < draws; d++) seen[binomial(stream, n, p)]! += 1;
    let probability = (1 - p) ** n;
    let statistic = 0;
    let [restSeen, restExpected] = [draws, draws];
    for (let k = 0; k <= n; k++) {
      if (k >= 5 && k <= 19) {
        statistic += (seen[k]! - draws * probability) ** 2 / (draws * probability);
        restSeen -= seen[k]!;
        restExpected -= draws * probability;
      }
      probability *= ((n - k) / (k + 1)) * (p / (1 - p));
    }
    statistic += (restSeen - restExpected) ** 2 / restExpected;
    expect(statistic).toBeLessThan(37.7); // 99.9% of chi-squared with 15 degrees of freedom
  });

  it("are certain at the ends", () => {
    const stream = RandomStream.fromSeed(83);
    expect([binomial(stream, 7, 0), binomial(stream, 7, 1), binomial(stream, 0, 0.4)]).toEqual([0, 7, 0]);
  });
});

describe("allocation of equal episodes", () => {
  const weights = Float64Array.of(1 / 6, 2 / 6, 3 / 6);
  const allocate = (logLikelihood: readonly number[], episodes: number, draws: number) => {
    const likelihoods = episodeLikelihoods(logLikelihood, 3, [episodes]);
    const counts = new Float64Array(3);
    const stream = RandomStream.fromSeed(84);
    for (let d = 0; d < draws; d++) allocateRow(stream, likelihoods, 0, weights, counts, new Float64Array(3));
    return counts.map((count) => count / draws);
  };

  it.each([
    ["one by one", [-1, 0, -0.5], 5, 20_000],
    ["together, in doubt", [-1, 0, -0.5], 70, 20_000],
    ["together, nearly certain of the last", [-4, -5, 0], 40, 5000],
    ["together, nearly certain of the first", [0, -5, -4], 4000, 5000],
  ] as const)("is multinomial: %s", (_, logLikelihood, episodes, draws) => {
    const counts = allocate(logLikelihood, episodes, draws);
    expect(counts.reduce((a, b) => a + b)).toBeCloseTo(episodes, 9);
    const shares = logLikelihood.map((x, g) => weights[g]! * Math.exp(x));
    const total = shares.reduce((a, b) => a + b);
    shares.forEach((share, g) => {
      const p = share / total;
      const error = Math.sqrt((episodes * p * (1 - p)) / draws);
      expect(Math.abs(counts[g]! - episodes * p)).toBeLessThan(5 * error);
    });
  });

  it("draws nothing at random when a goal is certain", () => {
    expect([...allocate([-Infinity, 0, -Infinity], 9, 1)]).toEqual([0, 9, 0]);
  });
});
