import { adjustedCounts } from "./adjusted-counts.js";
import type { Confusion } from "./confusion.js";

export interface BlackBoxShift {
  /** p(class) now over p(class) in the calibration set, [classes]; may be negative by sampling noise. */
  readonly ratio: Float64Array;
  readonly condition: number;
  readonly message?: string;
}

/**
 * Black box shift estimation [Lipton, Wang & Smola 2018, section 4.1]: solves C r = q for the ratios of class
 * probabilities, C the joint distribution of label and class in a calibration set that was sampled, not balanced. The
 * prevalence r_c p(class c) is that of `adjustedCounts`.
 */
export function blackBoxShift(matrix: Confusion, observed: ArrayLike<number>): BlackBoxShift | undefined {
  const adjusted = adjustedCounts(matrix, observed);
  if (adjusted === undefined) return undefined;
  const { inverse, condition, message } = adjusted;
  const total = matrix.items.reduce((a, b) => a + b, 0);
  return {
    ratio: inverse.map((prevalence, c) => (prevalence * total) / matrix.items[c]),
    condition,
    ...(message === undefined ? {} : { message }),
  };
}
