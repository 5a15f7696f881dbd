import { describe, expect, it } from "vitest";
import { RandomStream } from "../../numeric/index.js";
import { allocateRow } from "./allocation.js";
import { episodeLikelihoods } from "./episode-likelihoods.js";

/** Mean allocation of one row's episodes over many draws, and its expectation. */
function allocation(logLikelihood: readonly number[], episodes: number, draws: number) {
  const goals = logLikelihood.length;
  const likelihoods = episodeLikelihoods(logLikelihood, goals, [episodes]);
  const weights = Float64Array.from({ length: goals }, (_, g) => (g + 1) / ((goals * (goals + 1)) / 2));
  const counts = new Float64Array(goals);
  const stream = RandomStream.fromSeed(8);
  for (let d = 0; d < draws; d++)
    allocateRow(stream, likelihoods, 0, weights, counts, new Float64Array(goals));
  const shares = logLikelihood.map((x, g) => weights[g] * Math.exp(x));
  const total = shares.reduce((a, b) => a + b);
  return { counts: counts.map((count) => count / draws), shares: shares.map((share) => share / total) };
}

describe("allocation of equal episodes", () => {
  it.each([
    ["one by one", [-1, 0, -0.5], 1, 60_000],
    ["together, in doubt", [-1, 0, -0.5], 7, 20_000],
    ["together, nearly certain of the last", [-4, -5, 0], 40, 5000],
    ["together, nearly certain of the first", [0, -5, -4], 40, 5000],
  ] as const)("is multinomial: %s", (_, logLikelihood, episodes, draws) => {
    const { counts, shares } = allocation(logLikelihood, episodes, draws);
    expect(counts.reduce((a, b) => a + b)).toBeCloseTo(episodes, 9);
    shares.forEach((share, g) => {
      const error = Math.sqrt((episodes * share * (1 - share)) / draws);
      expect(Math.abs(counts[g] - episodes * share)).toBeLessThan(5 * error);
    });
  });

  it("draws nothing at random when a goal is certain", () => {
    expect([...allocation([-Infinity, 0], 9, 1).counts]).toEqual([0, 9]);
  });
});
