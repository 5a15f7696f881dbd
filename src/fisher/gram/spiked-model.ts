/**
 * The top eigenvalue under the spiked model: a few eigenvalues above white noise of variance sigma^2 in N dimensions
 * [Donoho, Gavish & Johnstone 2018, eq. (1.9)]. With c = N / n and x = lambda^_1 / sigma^2,
 *
 *     l = sigma^2 ((x + 1 - c) + sqrt((x + 1 - c)^2 - 4 x)) / 2     for x > (1 + sqrt c)^2;
 *
 * below that edge the spike cannot be told from noise: "undetected". sigma^2 is the median of the non-zero sample
 * eigenvalues over that of the Marchenko-Pastur law [Gavish & Donoho 2014], which a few spikes do not move.
 */
import { marchenkoPasturMedian } from "./marchenko-pastur.js";

export interface SpikedModel {
  /** The estimate, or undefined below the edge. */
  readonly value?: number;
  /** Where noise alone ends: sample eigenvalues up to here say nothing. */
  readonly edge: number;
  readonly noiseVariance: number;
  /** Sample eigenvalues above the edge. Many of them are no spikes but a spectrum of another kind. */
  readonly above: number;
}

/** @param eigenvalues of G'G / n, descending, one a row. @param parameters N. */
export function spikedModel(eigenvalues: ArrayLike<number>, parameters: number): SpikedModel {
  const rows = eigenvalues.length;
  const c = parameters / rows;
  const nonZero = Math.min(rows, parameters);
  const median = (eigenvalues[(nonZero - 1) >> 1] + eigenvalues[nonZero >> 1]) / 2;
  // For N > n the non-zero spectrum is c times the law of ratio 1 / c.
  const noiseVariance = median / (c > 1 ? c * marchenkoPasturMedian(1 / c) : marchenkoPasturMedian(c));
  const edge = noiseVariance * (1 + Math.sqrt(c)) ** 2;
  let above = 0;
  while (above < nonZero && eigenvalues[above] > edge) above++;
  if (above === 0 || !(noiseVariance > 0)) return { edge, noiseVariance, above };
  const x = eigenvalues[0] / noiseVariance;
  const shifted = x + 1 - c;
  return {
    value: (noiseVariance * (shifted + Math.sqrt(shifted ** 2 - 4 * x))) / 2,
    edge,
    noiseVariance,
    above,
  };
}
