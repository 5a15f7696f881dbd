import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { symmetricEigen } from "./eigen.js";
import { tridiagonalEigen } from "./eigen-tridiagonal.js";
import { symmetricEigenvalues } from "./eigen-values.js";

const entry = fc.oneof(fc.double({ min: -10, max: 10, noNaN: true }), fc.constantFrom(0, 1, -1));

describe("symmetricEigenvalues", () => {
  it("agrees with the decomposition that has vectors, to rounding (fast-check)", () => {
    const matrices = fc
      .integer({ min: 1, max: 14 })
      .chain((size) =>
        fc.tuple(fc.constant(size), fc.array(entry, { minLength: size ** 2, maxLength: size ** 2 })),
      );
    fc.assert(
      fc.property(matrices, fc.integer({ min: -200, max: 200 }), ([size, entries], exponent) => {
        const matrix = new Float64Array(size * size);
        for (let i = 0; i < size; i++)
          for (let j = 0; j <= i; j++)
            matrix[i * size + j] = matrix[j * size + i] = entries[i * size + j] * 2 ** exponent;
        const expected = symmetricEigen(matrix, size).values;
        const scale = Math.max(Math.abs(expected[0]), Math.abs(expected[size - 1]));
        symmetricEigenvalues(matrix, size).forEach((value, i) => {
          expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(1e-13 * size * scale);
        });
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it("of the second difference are 2 - 2 cos(k pi / (m + 1)), with sine eigenvectors", () => {
    const m = 60;
    const { values, components } = tridiagonalEigen(new Array(m).fill(2), new Array(m - 1).fill(-1), [
      0,
      m - 1,
    ]);
    values.forEach((value, i) => {
      const angle = ((m - i) * Math.PI) / (m + 1);
      expect(value).toBeCloseTo(2 - 2 * Math.cos(angle), 13);
      expect(components[0][i] ** 2).toBeCloseTo((2 / (m + 1)) * Math.sin(angle) ** 2, 13);
      expect(components[1][i] ** 2).toBeCloseTo((2 / (m + 1)) * Math.sin(m * angle) ** 2, 13);
    });
  });

  it("finishes on a matrix that is zero, diagonal or broken in pieces", () => {
    expect([...symmetricEigenvalues(new Float64Array(9), 3)]).toEqual([0, 0, 0]);
    expect([...tridiagonalEigen([1, 3, 2], [0, 0]).values]).toEqual([3, 2, 1]);
    [6, 2, 2, 0].forEach((value, i) => {
      expect(tridiagonalEigen([1, 1, 4, 4], [1, 0, 2]).values[i]).toBeCloseTo(value, 14);
    });
    expect([...symmetricEigenvalues([5], 1)]).toEqual([5]);
  });

  it("refuses what is not finite or not square", () => {
    expect(() => symmetricEigenvalues([1, Number.NaN, 2, 3], 2)).toThrow("not finite");
    expect(() => symmetricEigenvalues([1, 2, 3], 2)).toThrow("expected a 2 x 2 matrix");
    expect(() => tridiagonalEigen([1, Infinity], [0])).toThrow(
      "diagonal entry 1 must be finite, got Infinity",
    );
  });
});
