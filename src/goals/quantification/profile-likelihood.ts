import { chiSquaredTail, oneSidedTail } from "../population/boundary.js";
import type { EntropyLimits } from "../population/summary.js";
import type { Confusion } from "./confusion.js";

/** EM steps, and the rise of the log-likelihood, nats, at which they end: far below what moves a p-value. */
const MAX_STEPS = 5000;
const SMALL_RISE = 1e-7;

/**
 * P-values of the ends of the range of S when the confusion matrix is estimated too: likelihood ratios of
 * l(p, M) = sum_i n_i ln sum_c M_ic p_c + sum_ic C_ic ln M_ic, maximised over M, against the chi-squared laws that
 * boundary.ts explains.
 */
export function prevalenceLimits(matrix: Confusion, observed: ArrayLike<number>): EntropyLimits {
  const { classes } = matrix;
  const equal = new Float64Array(classes).fill(1 / classes);
  const free = maximise(matrix, observed, equal, true);
  const alone = Array.from({ length: classes }, (_, c) =>
    maximise(
      matrix,
      observed,
      equal.map((_, i) => Number(i === c)),
      false,
    ),
  );
  const oneGoal = 2 * (free - Math.max(...alone));
  return {
    oneGoal: oneGoal <= SMALL_RISE * MAX_STEPS ? 1 : oneSidedTail(oneGoal, classes - 1),
    equalWeights: chiSquaredTail(2 * (free - maximise(matrix, observed, equal, false)), classes - 1),
  };
}

/** The largest l(p, M), over M and, if `free`, over p from `start`: EM, every step of which raises it. */
function maximise(
  { classes, labels, counts, items }: Confusion,
  observed: ArrayLike<number>,
  start: Float64Array,
  free: boolean,
): number {
  const prevalence = start.slice();
  const rates = counts.map((count, i) => (count + 0.5) / (items[i % classes] + 0.5 * labels));
  const allocated = new Float64Array(labels * classes);
  const total = Array.from(observed).reduce((a, b) => a + b, 0);
  let last = -Infinity;
  for (let step = 0; step < MAX_STEPS; step++) {
    let value = 0;
    for (let i = 0; i < labels; i++) {
      let density = 0;
      for (let c = 0; c < classes; c++) density += rates[i * classes + c] * prevalence[c];
      if (observed[i] > 0) value += observed[i] * Math.log(density);
      for (let c = 0; c < classes; c++) {
        const at = i * classes + c;
        allocated[at] = observed[i] > 0 ? (observed[i] * rates[at] * prevalence[c]) / density : 0;
        if (counts[at] > 0) value += counts[at] * Math.log(rates[at]);
      }
    }
    if (value - last < SMALL_RISE) return value;
    last = value;
    for (let c = 0; c < classes; c++) {
      let column = 0;
      for (let i = 0; i < labels; i++) column += allocated[i * classes + c];
      for (let i = 0; i < labels; i++)
        rates[i * classes + c] = (counts[i * classes + c] + allocated[i * classes + c]) / (items[c] + column);
      if (free) prevalence[c] = column / total;
    }
  }
  return last;
}
