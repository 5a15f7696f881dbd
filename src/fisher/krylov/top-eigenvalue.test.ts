import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normal, RandomStream, symmetricEigen } from "../../numeric/index.js";
import { denseOperator } from "../operator.js";
import { topEigenvalue } from "./top-eigenvalue.js";

/** X'X/n of n x p standard normal X: the Fisher matrix of unit-variance linear regression. */
function gram(n: number, p: number, seed: number): Float64Array {
  const draw = normal(RandomStream.fromSeed(seed).split("design"));
  const x = Float64Array.from({ length: n * p }, draw);
  const matrix = new Float64Array(p * p);
  for (let r = 0; r < n; r++) {
    for (let i = 0; i < p; i++)
      for (let j = 0; j < p; j++) matrix[i * p + j] += (x[r * p + i] * x[r * p + j]) / n;
  }
  return matrix;
}

describe("topEigenvalue", () => {
  it("is the top eigenvalue of a linear regression's Fisher matrix X'X/n", () => {
    const matrix = gram(60, 20, 1);
    const exact = symmetricEigen(matrix, 20).values[0];
    const top = topEigenvalue(denseOperator("X'X/n", matrix, 20), RandomStream.fromSeed(2), {
      tolerance: 1e-12,
    });
    expect(top.converged).toBe(true);
    expect(Math.abs(top.value / exact - 1)).toBeLessThan(1e-12);
  });

  it("keeps an eigenvalue within its residual, whatever the matrix (fast-check)", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 1e6 }), (size, seed) => {
        const draw = normal(RandomStream.fromSeed(seed));
        const matrix = new Float64Array(size * size);
        for (let i = 0; i < size; i++) {
          for (let j = 0; j <= i; j++) matrix[i * size + j] = matrix[j * size + i] = draw();
        }
        const { values } = symmetricEigen(matrix, size);
        const top = topEigenvalue(denseOperator("random", matrix, size), RandomStream.fromSeed(seed + 1));
        const nearest = Math.min(...Array.from(values, (value) => Math.abs(value - top.value)));
        expect(nearest).toBeLessThanOrEqual(top.residual + 1e-10);
        expect(top.value).toBeLessThanOrEqual(values[0] + 1e-10);
        expect(top.products).toBeLessThanOrEqual(size);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it("finishes on the zero matrix and on a single cell", () => {
    expect(topEigenvalue(denseOperator("zero", new Float64Array(9), 3), RandomStream.fromSeed(1)).value).toBe(
      0,
    );
    const one = topEigenvalue(denseOperator("one", Float64Array.of(4), 1), RandomStream.fromSeed(1));
    expect(one).toMatchObject({ value: 4, products: 1, converged: true });
  });

  it("says that it did not converge, and what to do", () => {
    const top = topEigenvalue(denseOperator("X'X/n", gram(60, 40, 3), 40), RandomStream.fromSeed(4), {
      tolerance: 1e-10,
      maxProducts: 3,
    });
    expect(top.converged).toBe(false);
    expect(top.products).toBe(3);
    expect(top.message).toMatch(
      /not converged after 3 products: the largest error is .* raise maxProducts or tolerance/,
    );
  });

  it("refuses products that are not finite or have the wrong length", () => {
    const stream = RandomStream.fromSeed(1);
    const apply = () => Float64Array.of(Number.NaN, 1);
    expect(() => topEigenvalue({ matrix: "bad", size: 2, apply }, stream)).toThrow(
      /bad: a product is not finite/,
    );
    expect(() => topEigenvalue({ matrix: "bad", size: 3, apply }, stream)).toThrow(
      /expected a product of length 3/,
    );
    expect(() => denseOperator("bad", new Float64Array(3), 2)).toThrow(RangeError);
  });
});
