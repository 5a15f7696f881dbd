import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normal, RandomStream, symmetricEigenvalues } from "../../numeric/index.js";
import { denseOperator, type SymmetricOperator } from "../operator.js";
import { counted } from "../operator-algebra.js";
import { extremalEigenpairs, type SpectrumEnd } from "./extremal.js";

function diagonalOperator(
  values: Float64Array,
  precision: "float32" | "float64" = "float64",
): SymmetricOperator {
  const round = precision === "float32" ? Math.fround : (x: number) => x;
  return {
    matrix: "diagonal",
    size: values.length,
    precision,
    apply: (vector) => vector.map((x, i) => round(x * values[i])),
  };
}

function randomSymmetric(size: number, seed: number): Float64Array {
  const draw = normal(RandomStream.fromSeed(seed));
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) matrix[i * size + j] = matrix[j * size + i] = draw();
  return matrix;
}

describe("extremalEigenpairs", () => {
  it("finds the ends of a random matrix, with true residuals and orthonormal vectors (fast-check)", () => {
    const ends = fc.constantFrom<SpectrumEnd>("largest", "smallest", "both");
    fc.assert(
      fc.property(
        ends,
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 14, max: 40 }),
        fc.nat(1e6),
        (end, count, size, seed) => {
          const matrix = randomSymmetric(size, seed);
          const exact = symmetricEigenvalues(matrix, size);
          const operator = denseOperator("random", matrix, size);
          const maxBasis = Math.min(size, (2 * count + 4) * (end === "both" ? 2 : 1));
          const found = extremalEigenpairs(operator, RandomStream.fromSeed(seed), {
            count,
            end,
            maxBasis,
            tolerance: 1e-8,
            maxProducts: 3000,
          });
          expect(found.converged).toBe(true);
          const top = Array.from(exact.subarray(0, count));
          const bottom = Array.from(exact.subarray(size - count));
          const expected = end === "largest" ? top : end === "smallest" ? bottom : [...top, ...bottom];
          expect(found.pairs).toHaveLength(expected.length);
          found.pairs.forEach(({ value, vector, residual }, i) => {
            expect(Math.abs(value - expected[i])).toBeLessThan(1e-7);
            const product = operator.apply(vector);
            const true2 = product.reduce((sum, x, k) => sum + (x - value * vector[k]) ** 2, 0);
            expect(Math.abs(Math.sqrt(true2) - residual)).toBeLessThan(1e-9);
            for (const other of found.pairs.slice(0, i))
              expect(Math.abs(vector.reduce((sum, x, k) => sum + x * other.vector[k], 0))).toBeLessThan(1e-9);
          });
        },
      ),
      { seed: 3, numRuns: 60 },
    );
  });

  it("restarts within a bounded basis, and needs more products than without a bound", () => {
    const values = Float64Array.from({ length: 400 }, (_, i) => 1 - i / 400);
    const run = (maxBasis: number) => {
      const operator = counted(diagonalOperator(values));
      const found = extremalEigenpairs(operator, RandomStream.fromSeed(1), {
        count: 4,
        maxBasis,
        tolerance: 1e-6,
        maxProducts: 5000,
      });
      expect(found.converged).toBe(true);
      expect(found.products).toBe(operator.products());
      found.pairs.forEach(({ value }, i) => {
        expect(Math.abs(value - values[i])).toBeLessThan(1e-7);
      });
      return found.products;
    };
    expect(run(12)).toBeGreaterThan(run(200));
  });

  it("finds the copies of a multiple eigenvalue when more than one pair is asked for", () => {
    const values = Float64Array.of(5, 5, 5, 2, 1, 1, 0, 0, 0, 0);
    const found = extremalEigenpairs(diagonalOperator(values), RandomStream.fromSeed(2), {
      count: 4,
      tolerance: 1e-10,
    });
    [5, 5, 5, 2].forEach((value, i) => {
      expect(found.pairs[i].value).toBeCloseTo(value, 10);
    });
  });

  it("keeps a float32 basis for float32 products, to float32 accuracy, and says when more is asked for", () => {
    const values = Float64Array.from({ length: 5000 }, (_, i) => 3 * 0.8 ** i);
    const operator = diagonalOperator(values, "float32");
    const found = extremalEigenpairs(operator, RandomStream.fromSeed(3), { tolerance: 1e-4 });
    expect(found.converged).toBe(true);
    expect(Math.abs(found.pairs[0].value / 3 - 1)).toBeLessThan(1e-6);
    const tooFine = extremalEigenpairs(operator, RandomStream.fromSeed(3), {
      tolerance: 1e-12,
      maxProducts: 5,
    });
    expect(tooFine.message).toContain("lost in the rounding of float32 products");
  });

  it("refuses options out of range", () => {
    const operator = diagonalOperator(new Float64Array(9).fill(1));
    const run = (options: object) => () => extremalEigenpairs(operator, RandomStream.fromSeed(1), options);
    expect(run({ count: 0 })).toThrow("count must be a whole number >= 1, got 0");
    expect(run({ tolerance: 0 })).toThrow("tolerance must be between 0 and 1");
    expect(run({ maxBasis: 5 })).toThrow("maxBasis must be at least 6, got 5");
  });
});
