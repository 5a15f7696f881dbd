import { normalQuantile } from "../../numeric/index.js";

/** What is tolerated of a figure that is bad when it is high: above `upper`, and where both sides count below `lower`. */
export interface Baseline {
  readonly lower: number;
  readonly upper: number;
  /** By what standard errors are multiplied: windows may scatter by more than their own errors. */
  readonly inflation: number;
}

/** Sums over the windows of a reference period, weighted by 1 / standardError^2. Plain JSON. */
export interface ReferenceSums {
  readonly windows: number;
  readonly weight: number;
  readonly mean: number;
  /** Weighted squares around the mean. */
  readonly squares: number;
}

export const noReference: ReferenceSums = { windows: 0, weight: 0, mean: 0, squares: 0 };

/** With one window more [West 1979]. */
export function addReference(
  { windows, weight, mean, squares }: ReferenceSums,
  value: number,
  standardError: number,
): ReferenceSums {
  const w = 1 / standardError ** 2;
  const difference = value - mean;
  const total = weight + w;
  return {
    windows: windows + 1,
    weight: total,
    mean: mean + (difference * w) / total,
    squares: squares + (difference * difference * weight * w) / total,
  };
}

/**
 * The band in which the reference mean lies: an alarm's promise is made for an in-control mean that is known, and a mean
 * that is estimated too low breaks it badly. From the band's edge the promise holds for 90% of all reference periods
 * [guaranteed conditional performance: Gandy & Kvaloy 2013]. Standard errors are scaled by the Birge ratio
 * sqrt(chi^2/(m - 1)) where the windows scatter by more than their errors say, and never down.
 *
 * @param sums of at least two windows.
 */
export function referenceBaseline({ windows, weight, mean, squares }: ReferenceSums): Baseline {
  const inflation = Math.max(1, Math.sqrt(squares / (windows - 1)));
  const margin = normalQuantile(0.9) * (inflation / Math.sqrt(weight));
  return { lower: mean - margin, upper: mean + margin, inflation };
}

/** How far a value lies beyond its baseline, in standard errors; inside a band of two sides 0. */
export function standardised(
  value: number,
  standardError: number,
  { lower, upper, inflation }: Baseline,
  sides: "upper" | "both",
): number {
  const scale = inflation * standardError;
  if (sides === "upper" || value > upper) return (value - upper) / scale;
  return value < lower ? (value - lower) / scale : 0;
}
