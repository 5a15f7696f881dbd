import { describe, expect, it } from "vitest";
import { gamma, normal, RandomStream } from "../../numeric/index.js";
import { gramAnalysis } from "./analysis.js";

/** K of n Gaussian rows with one spike and `bulk` unit eigenvalues: the bulk by Bartlett's factor, exact in law. */
function spikedGram(n: number, spike: number, bulk: number, stream: RandomStream): Float64Array {
  const draw = normal(stream.split("normal"));
  const z = Float64Array.from({ length: n }, draw);
  const factor = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    factor[i * n + i] = Math.sqrt(gamma(stream.split("chi", i), (bulk - i) / 2, 2)());
    for (let j = 0; j < i; j++) factor[i * n + j] = draw();
  }
  const gram = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = spike * z[i] * z[j];
      for (let k = 0; k <= j; k++) sum += factor[i * n + k] * factor[j * n + k];
      gram[i * n + j] = gram[j * n + i] = sum;
    }
  return gram;
}

describe("gramAnalysis", () => {
  it("meets the Gaussian check: p = 20,000, n = 200, spike 50", () => {
    // theory: means 152.8, 52.8 and 50.75 over replications; sd of the top eigenvalue about 50 sqrt(2/200) = 5.
    const stream = RandomStream.fromSeed(1);
    const runs = Array.from({ length: 12 }, (_, r) =>
      gramAnalysis(spikedGram(200, 50, 20_000, stream.split(r)), {
        parameters: 20_001,
        stream,
        splits: 1,
      }),
    );
    const within = (values: number[], expected: number) => {
      const mean = values.reduce((a, b) => a + b) / values.length;
      const error = Math.sqrt(
        values.reduce((s, v) => s + (v - mean) ** 2, 0) / (values.length - 1) / values.length,
      );
      expect(Math.abs(mean - expected)).toBeLessThan(3 * error);
    };
    within(
      runs.map((run) => run.bracket.upper),
      152.8,
    );
    within(
      runs.map((run) => run.noiseReduction),
      52.8,
    );
    within(
      runs.map((run) => run.spikedModel.value!),
      50.75,
    );
    expect(runs.every((run) => run.tail.againstPoint.length === 0)).toBe(true);
  });
});
