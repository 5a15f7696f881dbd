import { inverse, Matrix, QrDecomposition } from "ml-matrix";
import type { Estimate } from "./estimate.js";
import { studentTQuantile } from "./special.js";

/** A straight fit: one estimate a column, and how far the points lie from it. */
export interface LinearFit {
  readonly coefficients: readonly Estimate[];
  /** sqrt(sum of squared residuals / degrees of freedom). */
  readonly residualSd: number;
  readonly degrees: number;
}

export interface LinearFitOptions {
  /** Default 0.95. */
  readonly level?: number;
  /** What the rows are a sample of: what the intervals cover. */
  readonly covers: string;
}

/**
 * Ordinary least squares y = X b + e by QR, with Student-t intervals b_j -+ t s sqrt((X'X)^-1_jj) on n - columns degrees of
 * freedom: exact for independent normal errors of one variance, of y alone.
 *
 * @param rows of X, each with the same columns; an intercept is a column of ones.
 * @returns undefined where the columns depend on each other, or no degree of freedom is left for an interval.
 */
export function leastSquares(
  rows: readonly (readonly number[])[],
  y: readonly number[],
  { level = 0.95, covers }: LinearFitOptions,
): LinearFit | undefined {
  if (rows.length !== y.length) throw new RangeError(`expected ${rows.length} values, got ${y.length}`);
  const columns = rows[0]?.length ?? 0;
  const degrees = rows.length - columns;
  if (columns === 0 || degrees < 1) return undefined;
  const x = new Matrix(rows.map((row) => [...row]));
  const qr = new QrDecomposition(x);
  const pivots = qr.upperTriangularMatrix.diagonal().map(Math.abs);
  if (Math.min(...pivots) <= 1e-10 * Math.max(...pivots)) return undefined;
  const b = qr.solve(Matrix.columnVector([...y])).getColumn(0);
  const squares = y.reduce(
    (sum, value, i) => sum + (value - b.reduce((fit, bj, j) => fit + bj * (rows[i]?.[j] as number), 0)) ** 2,
    0,
  );
  const residualSd = Math.sqrt(squares / degrees);
  const root = inverse(qr.upperTriangularMatrix);
  const t = studentTQuantile((1 + level) / 2, degrees);
  const coefficients = b.map((value, j): Estimate => {
    const half = t * residualSd * Math.hypot(...root.getRow(j));
    return {
      value,
      lower: value - half,
      upper: value + half,
      level,
      method: "least squares, Student t",
      n: rows.length,
      covers,
    };
  });
  return { coefficients, residualSd, degrees };
}
