/**
 * Density of the non-zero SAMPLE spectrum over ln lambda, as a histogram. It is not that of F: with fewer rows than
 * parameters each sample eigenvalue is spread by the noise of all others, up at the top and down at the bottom. Beside it
 * stands what white noise alone would give, the Marchenko-Pastur law with the variance fitted by the spiked model: bins
 * that it fills say nothing of F, what lies beyond its edge does.
 */
import { quantileSorted } from "../../numeric/index.js";
import { marchenkoPasturCdf } from "./marchenko-pastur.js";
import type { SpikedModel } from "./spiked-model.js";

/** Shares of the non-zero sample eigenvalues, all of equal width in ln lambda, rising. */
export interface DensityBin {
  readonly from: number;
  readonly to: number;
  readonly share: number;
  /** The share that white noise of the fitted variance would have; undefined without a fit. */
  readonly noise?: number;
}

/** Eigenvalues this far below the largest are rounding of products in float32. */
const ROUNDING = 1e-6;

const MOST_BINS = 60;

/**
 * Bins by Freedman and Diaconis's rule [1981] on ln lambda, at most 60 over its range; empty only where no eigenvalue is
 * positive.
 *
 * @param eigenvalues of G'G / n, descending, one a row. @param parameters N. @param noise without it no white noise is laid
 *   over.
 */
export function sampleDensity(
  eigenvalues: readonly number[],
  parameters: number,
  noise?: SpikedModel,
): DensityBin[] {
  const rows = eigenvalues.length;
  const least = ROUNDING * (eigenvalues[0] ?? 0);
  const logs = eigenvalues
    .slice(0, parameters)
    .filter((value) => value > least)
    .map(Math.log)
    .reverse();
  const [low, high] = [logs[0], logs.at(-1)];
  if (low === undefined || high === undefined) return [];
  const count = binCount(logs, high - low);
  // One value, or equal ones: a bin around them.
  const [start, width] = high > low ? [low, (high - low) / count] : [low - 0.05, 0.1];
  const shares = new Float64Array(count);
  for (const log of logs) shares[Math.min(count - 1, Math.floor((log - start) / width))] += 1 / logs.length;
  const below =
    noise && noise.noiseVariance > 0 ? whiteNoise(noise.noiseVariance, parameters / rows) : undefined;
  return Array.from(shares, (share, i) => {
    const [from, to] = [Math.exp(start + i * width), Math.exp(start + (i + 1) * width)];
    return { from, to, share, ...(below && { noise: below(to) - below(from) }) };
  });
}

function binCount(logs: readonly number[], range: number): number {
  const spread = quantileSorted(logs, 0.75) - quantileSorted(logs, 0.25);
  const width = Math.max((2 * spread) / Math.cbrt(logs.length), range / MOST_BINS);
  return width > 0 ? Math.max(1, Math.ceil(range / width)) : 1;
}

/** Share of the non-zero eigenvalues of white noise up to x; for N > n they are c = N / n times the law of ratio 1 / c. */
const whiteNoise =
  (variance: number, c: number) =>
  (x: number): number =>
    c > 1 ? marchenkoPasturCdf(x / variance / c, 1 / c) : marchenkoPasturCdf(x / variance, c);
