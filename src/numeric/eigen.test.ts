import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { symmetricEigen } from "./eigen.js";

/** Row-major square matrix of `size` from its entries. */
const matrixOf = (size: number, entry: (i: number, j: number) => number): Float64Array =>
  Float64Array.from({ length: size * size }, (_, k) => entry(Math.floor(k / size), k % size));

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((total, x, i) => total + x * b[i], 0);

const rows = (matrix: Float64Array, size: number): Float64Array[] =>
  Array.from({ length: size }, (_, i) => matrix.subarray(i * size, (i + 1) * size));

/** Symmetric matrices of 1 to 10 rows, entries in [-10, 10], now and then of low rank. */
const symmetric = fc.integer({ min: 1, max: 10 }).chain((size) =>
  fc
    .array(fc.oneof(fc.double({ min: -10, max: 10, noNaN: true }), fc.constant(0)), {
      minLength: size * size,
      maxLength: size * size,
    })
    .map((a) => ({ size, matrix: matrixOf(size, (i, j) => a[Math.min(i, j) * size + Math.max(i, j)]) })),
);

describe("symmetricEigen", () => {
  it("diagonalises: A v = lambda v, orthonormal v, descending lambda, trace kept", () => {
    fc.assert(
      fc.property(symmetric, ({ size, matrix }) => {
        const { values, vectors } = symmetricEigen(matrix, size);
        const v = rows(vectors, size);
        const scale = 1e-13 * (1 + Math.sqrt(dot(matrix, matrix)));
        for (let k = 0; k < size; k++) {
          rows(matrix, size).forEach((row, i) => {
            expect(Math.abs(dot(row, v[k]) - values[k] * v[k][i])).toBeLessThan(scale);
          });
          for (let l = 0; l <= k; l++)
            expect(Math.abs(dot(v[k], v[l]) - (k === l ? 1 : 0))).toBeLessThan(1e-13);
          if (k > 0) expect(values[k]).toBeLessThanOrEqual(values[k - 1]);
        }
        const trace = rows(matrix, size).reduce((total, row, i) => total + row[i], 0);
        expect(Math.abs(values.reduce((a, b) => a + b, 0) - trace)).toBeLessThan(scale);
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it("finds the closed form 2 - 2 cos(k pi / (n + 1)) of the second-difference matrix", () => {
    const size = 60;
    const { values } = symmetricEigen(
      matrixOf(size, (i, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0)),
      size,
    );
    values.forEach((value, k) => {
      expect(Math.abs(value - (2 - 2 * Math.cos(((size - k) * Math.PI) / (size + 1))))).toBeLessThan(1e-12);
    });
  });

  it("separates a repeated eigenvalue: I + 1 1' has n + 1 once and 1 elsewhere", () => {
    const size = 7;
    const { values } = symmetricEigen(
      matrixOf(size, (i, j) => (i === j ? 2 : 1)),
      size,
    );
    Array.from(values).forEach((value, k) => {
      expect(value).toBeCloseTo(k === 0 ? size + 1 : 1, 13);
    });
  });

  it.each([5e-324, 1e-310, 1e-150, 1e150, Number.MAX_VALUE / 4])("scales with its matrix: x %d", (scale) => {
    const matrix = matrixOf(3, (i, j) => scale * (i === j ? 2 : i + j === 1 ? 1 : 0));
    const { values } = symmetricEigen(matrix, 3);
    [3, 2, 1].forEach((value, k) => {
      expect(values[k] / scale / value).toBeCloseTo(1, 14);
    });
  });

  it("survives entries that underflow beside a large one", () => {
    const tiny = 5e-324;
    expect(symmetricEigen([1, tiny, -tiny, tiny, 0, 0, -tiny, 0, 0], 3).values).toEqual(
      Float64Array.of(1, 0, 0),
    );
  });

  it("refuses what is no finite square matrix", () => {
    expect(() => symmetricEigen([1, 2, 3], 2)).toThrow(
      "expected a 2 x 2 matrix of at least one entry, got 3",
    );
    expect(() => symmetricEigen([1, 0, 0, Number.NaN], 2)).toThrow(
      "entry 3 of the matrix must be finite, got NaN",
    );
    expect(() => symmetricEigen([], 0)).toThrow("at least one entry");
  });
});
