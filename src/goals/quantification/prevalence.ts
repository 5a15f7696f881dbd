import { confoundedGoals } from "../population/identifiability.js";
import { summariseDraws, type WeightSummary } from "../population/summary.js";
import { type Confusion, totalOf } from "./confusion.js";
import { labelLikelihoods } from "./label-shift.js";
import { type PrevalenceOptions, samplePrevalence } from "./prevalence-posterior.js";
import { prevalenceLimits } from "./profile-likelihood.js";

export interface PrevalenceEstimateOptions extends PrevalenceOptions {
  /** The intended distribution, [classes]. Default: always class 0. */
  readonly intended?: ArrayLike<number>;
  /** Of the intervals. Default 0.95. */
  readonly level?: number;
  /** Of the classes, for messages. Default "class 0", "class 1", ... */
  readonly names?: readonly string[];
}

export interface Prevalence extends WeightSummary {
  /** Labels observed. */
  readonly labels: number;
  /** Items of the calibration set. */
  readonly calibration: number;
  readonly warnings: readonly string[];
}

/**
 * Prevalence of true classes (goals) behind a classifier's labels, with S, fidelity and divergence; the intervals carry
 * the finite sizes of both the labels and the calibration set. `undefined` without labels.
 *
 * @param observed whole counts of each label.
 */
export function estimatePrevalence(
  matrix: Confusion,
  observed: ArrayLike<number>,
  { intended, level = 0.95, names, ...options }: PrevalenceEstimateOptions,
): Prevalence | undefined {
  const draws = samplePrevalence(matrix, observed, options);
  if (draws === undefined) return undefined;
  const labels = totalOf(observed, matrix);
  return {
    ...summariseDraws(draws, {
      level,
      intended,
      n: labels,
      covers: "labels and calibration items drawn afresh, the classes' label rates being the same in both",
      limits: prevalenceLimits(matrix, observed),
    }),
    labels,
    calibration: matrix.items.reduce((a, b) => a + b, 0),
    warnings: [
      ...(draws.message === undefined ? [] : [draws.message]),
      ...confoundedGoals(labelLikelihoods(matrix, observed)).map((group) =>
        alike(group.map((c) => names?.[c] ?? `class ${c}`)),
      ),
    ],
  };
}

const alike = (classes: readonly string[]): string =>
  `the labels hardly tell apart ${classes.join(", ")}: their joint prevalence is known, how they share it is not`;
