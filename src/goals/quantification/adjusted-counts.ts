import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { type Confusion, totalOf } from "./confusion.js";

export interface AdjustedCounts {
  /** M^-1 q: sums to one, but entries may be negative. */
  readonly inverse: Float64Array;
  /** Negative entries set to 0, then scaled to sum to one. */
  readonly clipped: Float64Array;
  /** The nearest point of the simplex, Euclidean. */
  readonly projected: Float64Array;
  /** Largest over smallest singular value of M: by how much errors of q may grow. */
  readonly condition: number;
  /** Why the result is not to be trusted, if so. */
  readonly message?: string;
}

/** Beyond this, one part in a thousand of sampling noise fills the simplex. */
const ILL_CONDITIONED = 1e3;

/**
 * Prevalence by inverting the confusion matrix: "adjusted counts" [Forman 2008; McLachlan 1992, section 2.3]. Simple
 * and unbiased before it is forced into the simplex; the likelihood (`labelShift`) needs no forcing. `undefined`
 * without labels.
 *
 * @param observed counts or shares of each label.
 * @throws RangeError unless there are as many labels as classes.
 */
export function adjustedCounts(matrix: Confusion, observed: ArrayLike<number>): AdjustedCounts | undefined {
  const { classes, labels, rates } = matrix;
  if (labels !== classes)
    throw new RangeError(`only a square confusion matrix can be inverted, got ${labels} x ${classes}`);
  const total = totalOf(observed, matrix);
  if (total === 0) return undefined;
  const decomposition = new SingularValueDecomposition(Matrix.from1DArray(labels, classes, rates));
  const shares = Matrix.columnVector(Array.from(observed, (count) => count / total));
  const inverse = Float64Array.from(decomposition.solve(shares).to1DArray());
  const condition = decomposition.condition;
  const result = {
    inverse,
    clipped: clip(inverse),
    projected: projectToSimplex(inverse),
    condition,
  };
  if (condition <= ILL_CONDITIONED) return result;
  const message = `the confusion matrix is nearly singular (condition ${condition.toPrecision(2)}): some classes get the same labels; merge them or improve the classifier`;
  return { ...result, message };
}

function clip(x: Float64Array): Float64Array {
  const positive = x.map((value) => Math.max(0, value));
  const total = positive.reduce((a, b) => a + b, 0);
  return positive.map((value) => value / total);
}

/** max(0, x_i - t) with t such that the result sums to one [Duchi et al. 2008, figure 1]. */
export function projectToSimplex(x: Float64Array): Float64Array {
  const descending = x.slice().sort().reverse();
  let [sum, threshold] = [0, 0];
  descending.forEach((value, i) => {
    sum += value;
    if (value > (sum - 1) / (i + 1)) threshold = (sum - 1) / (i + 1);
  });
  return x.map((value) => Math.max(0, value - threshold));
}
