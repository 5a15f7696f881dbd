import { describe, expect, it } from "vitest";
import { normal, RandomStream, symmetricEigenvalues } from "../../numeric/index.js";
import { marchenkoPasturCdf, marchenkoPasturMedian } from "./marchenko-pastur.js";
import { sampleDensity } from "./sample-density.js";
import { spikedModel } from "./spiked-model.js";

/** Eigenvalues of G'G / n, one a row, of n rows of `width` normal numbers with standard deviation `scale`. */
function whiteSpectrum(n: number, width: number, seed: number, scale: number): number[] {
  const draw = normal(RandomStream.fromSeed(seed));
  const rows = Array.from({ length: n }, () => Float64Array.from({ length: width }, () => scale * draw()));
  const gram = Float64Array.from({ length: n * n }, (_, k) =>
    rows[Math.floor(k / n)].reduce((sum, x, i) => sum + x * rows[k % n][i], 0),
  );
  return Array.from(symmetricEigenvalues(gram, n), (value) => Math.max(0, value) / n);
}

describe("the Marchenko-Pastur law", () => {
  it.each([0.05, 0.5, 1])("of ratio %d runs from 0 to 1 over its support, with mean 1", (ratio) => {
    const [low, high] = [(1 - Math.sqrt(ratio)) ** 2, (1 + Math.sqrt(ratio)) ** 2];
    expect(marchenkoPasturCdf(low - 1e-9, ratio)).toBe(0);
    expect(marchenkoPasturCdf(high + 1, ratio)).toBeCloseTo(1, 9);
    expect(marchenkoPasturCdf(marchenkoPasturMedian(ratio), ratio)).toBeCloseTo(0.5, 6);
    // The mean is the integral of 1 - CDF.
    const steps = 400;
    let mean = low;
    for (let k = 0; k < steps; k++)
      mean +=
        (1 - marchenkoPasturCdf(low + ((k + 0.5) * (high - low)) / steps, ratio)) * ((high - low) / steps);
    expect(mean).toBeCloseTo(1, 3);
  });
});

describe("sampleDensity", () => {
  it.each([
    [60, 240],
    [120, 40],
  ])("of %d rows of white noise in %d dimensions is that of white noise", (n, width) => {
    const eigenvalues = whiteSpectrum(n, width, 3, 2);
    const density = sampleDensity(eigenvalues, width, spikedModel(eigenvalues, width));
    const sum = (pick: (bin: (typeof density)[number]) => number) =>
      density.reduce((s, bin) => s + pick(bin), 0);
    expect(sum(({ share }) => share)).toBeCloseTo(1, 12);
    // Eigenvalues repel each other: a share is out by O(1 / n), of which 3 are allowed at each end of every bin.
    let [seen, law] = [0, 1 - sum(({ noise }) => noise!)];
    for (const { share, noise } of density) {
      seen += share;
      law += noise!;
      expect(Math.abs(seen - law)).toBeLessThan(3 / Math.min(n, width));
    }
    expect(density[0].from).toBeCloseTo(eigenvalues[Math.min(n, width) - 1], 12);
    expect(density.at(-1)!.to).toBeCloseTo(eigenvalues[0], 12);
  });

  it("leaves out zeros and what float32 rounds, and needs no spread", () => {
    const bins = sampleDensity([4, 2, 1, 1e-9, 0], 10);
    expect(bins[0].from).toBeCloseTo(1, 12);
    expect(bins.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(bins.every(({ noise }) => noise === undefined)).toBe(true);
    const [only, ...others] = sampleDensity([3, 3, 3], 10);
    expect(others).toEqual([]);
    expect(only.from).toBeLessThan(3);
    expect(only.to).toBeGreaterThan(3);
    expect(only.share).toBeCloseTo(1, 12);
    expect(sampleDensity([0, 0], 10)).toEqual([]);
  });
});
