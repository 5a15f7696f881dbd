/** Ordinary least squares on a few columns, by modified Gram-Schmidt (Golub & Van Loan, Matrix Computations, 5.2.8). */
export interface Fit {
  readonly coefficients: number[];
  readonly residuals: Float64Array;
  readonly sumOfSquares: number;
  /** (X' X)^-1, row by row. */
  readonly inverse: number[][];
}

/** A column whose part across the ones before it is below this share of itself adds nothing. */
const DEPENDENT = 1e-10;

/** Undefined where the columns depend on each other. */
export function leastSquares(columns: readonly Float64Array[], y: ArrayLike<number>): Fit | undefined {
  const size = columns.length;
  const basis = columns.map((column) => column.slice());
  const r = columns.map(() => new Array<number>(size).fill(0));
  const residuals = Float64Array.from(y);
  const projected = new Array<number>(size).fill(0);
  for (let j = 0; j < size; j++) {
    const q = basis[j] as Float64Array;
    const length = Math.sqrt(dot(q, q));
    const before = Math.sqrt(dot(columns[j] as Float64Array, columns[j] as Float64Array));
    if (!(length > DEPENDENT * before)) return undefined;
    for (let i = 0; i < q.length; i++) q[i]! /= length;
    (r[j] as number[])[j] = length;
    for (let k = j + 1; k < size; k++) (r[j] as number[])[k] = takeOut(basis[k] as Float64Array, q);
    projected[j] = takeOut(residuals, q);
  }
  const solve = (right: readonly number[]): number[] => backSubstitute(r, right);
  const inverseR = columns.map((_, j) => solve(columns.map((__, i) => Number(i === j))));
  const inverse = columns.map((_, a) =>
    columns.map((__, b) =>
      inverseR.reduce((sum, column) => sum + (column[a] as number) * (column[b] as number), 0),
    ),
  );
  return { coefficients: solve(projected), residuals, sumOfSquares: dot(residuals, residuals), inverse };
}

const dot = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, x, i) => sum + x * (b[i] as number), 0);

/** Takes the part along the unit vector `q` out of `vector`, and returns its length. */
function takeOut(vector: Float64Array, q: Float64Array): number {
  const along = dot(vector, q);
  for (let i = 0; i < vector.length; i++) vector[i]! -= along * (q[i] as number);
  return along;
}

function backSubstitute(upper: readonly (readonly number[])[], right: readonly number[]): number[] {
  const x = [...right];
  for (let i = x.length - 1; i >= 0; i--) {
    const row = upper[i] as readonly number[];
    for (let k = i + 1; k < x.length; k++) x[i]! -= (row[k] as number) * (x[k] as number);
    x[i]! /= row[i] as number;
  }
  return x;
}
