import type { Statistic } from "./bootstrap.js";
import { type BinSums, stages } from "./tally.js";

export type Side = "ours" | "baseline";
export type Measure = "top1" | "logloss" | "entropy";

const column = {
  ours: { top1: 1, logloss: 2, entropy: 3 },
  baseline: { top1: 4, logloss: 5, entropy: 6 },
} as const;

/** The mean of a measure at a stage, over walks. */
export const average =
  (side: Side, measure: Measure, stage: string): Statistic =>
  (total) => {
    const sums = total.stages[stages.indexOf(stage)];
    return sums && sums[0] > 0 ? sums[column[side][measure]] / sums[0] : undefined;
  };

/** By how much ours is better than the baseline on the same walks: more hits, or less loss. */
export const gain =
  (measure: "top1" | "logloss", stage: string): Statistic =>
  (total) => {
    const ours = average("ours", measure, stage)(total);
    const baseline = average("baseline", measure, stage)(total);
    if (ours === undefined || baseline === undefined) return undefined;
    return measure === "top1" ? ours - baseline : baseline - ours;
  };

/**
 * Expected calibration error of the top candidate [Guo et al. 2017, eq. 3]: over bins of the largest probability, the
 * mean of |share right - mean probability|, weighted by size.
 */
export const calibrationError: Statistic = ({ bins }) => {
  const n = bins.reduce((total, [size]) => total + size, 0);
  const off = bins.reduce((total, [, confidence, hits]) => total + Math.abs(hits - confidence), 0);
  return n > 0 ? off / n : undefined;
};

/** The share right in one bin. */
export const accuracyIn =
  (bin: number): Statistic =>
  ({ bins }) => {
    const [n, , hits] = bins[bin] as BinSums;
    return n > 0 ? hits / n : undefined;
  };

export const confidenceIn =
  (bin: number): Statistic =>
  ({ bins }) => {
    const [n, confidence] = bins[bin] as BinSums;
    return n > 0 ? confidence / n : undefined;
  };
