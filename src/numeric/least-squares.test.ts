import { describe, expect, it } from "vitest";
import golden from "../../test/reference/least-squares/least-squares.golden.json" with { type: "json" };
import { leastSquares } from "./least-squares.js";
import { normal } from "./random/normal.js";
import { RandomStream } from "./random/stream.js";

const options = { covers: "points" };

describe("leastSquares", () => {
  it.each(golden)("has the coefficients and intervals of numpy and scipy", ({ rows, y, ...expected }) => {
    const fit = leastSquares(rows, y, options);
    expect(fit?.residualSd).toBeCloseTo(expected.residualSd, 10);
    expect(fit?.degrees).toBe(y.length - rows[0].length);
    fit?.coefficients.forEach((coefficient, j) => {
      for (const end of ["value", "lower", "upper"] as const)
        expect(coefficient[end]).toBeCloseTo(expected.coefficients[j][end], 9);
    });
  });

  it("covers the true slope as often as it says", () => {
    const draw = normal(RandomStream.fromSeed(3));
    const repeats = 2000;
    let covered = 0;
    for (let i = 0; i < repeats; i++) {
      const x = [0, 1, 2, 3, 4, 5];
      const fit = leastSquares(
        x.map((value) => [1, value]),
        x.map((value) => 1 + 2 * value + draw()),
        options,
      );
      const slope = fit?.coefficients[1];
      if (slope && slope.lower <= 2 && slope.upper >= 2) covered++;
    }
    expect(Math.abs(covered / repeats - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / repeats));
  });

  it("has no answer where there is none", () => {
    expect(
      leastSquares(
        [
          [1, 1],
          [1, 2],
        ],
        [1, 2],
        options,
      ),
    ).toBeUndefined();
    expect(
      leastSquares(
        [
          [1, 2],
          [1, 2],
          [1, 2],
        ],
        [1, 2, 3],
        options,
      ),
    ).toBeUndefined();
    expect(leastSquares([], [], options)).toBeUndefined();
    expect(() => leastSquares([[1]], [1, 2], options)).toThrow(/expected 1 values, got 2/);
  });
});
