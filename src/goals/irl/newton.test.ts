import { describe, expect, it } from "vitest";
import { minimise, type Point } from "./newton.js";

const options = { tolerance: 1e-9, maxIterations: 50 };

/** sum_i ln(1 + exp(x . a_i)) - x . b: logistic losses, convex. */
function logistic(a: number[][], b: number[]) {
  return (x: Float64Array): Point => {
    const size = x.length;
    const gradient = Float64Array.from(b, (bk) => -bk);
    const curvature = new Float64Array(size * size);
    let value = -b.reduce((total, bk, k) => total + bk * x[k], 0);
    for (const row of a) {
      const z = row.reduce((total, ak, k) => total + ak * x[k], 0);
      const p = 1 / (1 + Math.exp(-z));
      value += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
      for (let i = 0; i < size; i++) {
        gradient[i] += p * row[i];
        for (let j = 0; j < size; j++) curvature[i * size + j] += p * (1 - p) * row[i] * row[j];
      }
    }
    return { value, gradient, curvature };
  };
}

describe("minimise", () => {
  it("takes one step to the minimum of a quadratic", () => {
    const quadratic = (x: Float64Array): Point => ({
      value: (x[0] - 3) ** 2 + 5 * (x[1] + 1) ** 2,
      gradient: Float64Array.of(2 * (x[0] - 3), 10 * (x[1] + 1)),
      curvature: Float64Array.of(2, 0, 0, 10),
    });
    const { x, iterations, converged } = minimise(quadratic, Float64Array.of(0, 0), options);
    expect([...x]).toEqual([3, -1]);
    expect([iterations, converged]).toEqual([1, true]);
  });

  it("shortens steps that overshoot: sqrt(1 + x^2) from 3, where Newton's own step diverges", () => {
    const hyperbola = ([x]: Float64Array): Point => ({
      value: Math.sqrt(1 + x * x),
      gradient: Float64Array.of(x / Math.sqrt(1 + x * x)),
      curvature: Float64Array.of((1 + x * x) ** -1.5),
    });
    const { x, converged } = minimise(hyperbola, Float64Array.of(3), options);
    expect(converged).toBe(true);
    expect(x[0]).toBeCloseTo(0, 9);
  });

  it("stays put along directions that do not matter", () => {
    const { x, converged } = minimise(
      logistic(
        [
          [1, 1],
          [1, 1],
        ],
        [0.5, 0.5],
      ),
      Float64Array.of(0, 4),
      options,
    );
    expect(converged).toBe(true);
    expect(x[0] + x[1]).toBeCloseTo(-Math.log(3), 9);
    expect(x[1] - x[0]).toBeCloseTo(4, 9);
  });

  it.each([
    ["everywhere", [[1], [2]], [3]],
    [
      "in one direction",
      [
        [1, 0],
        [1, 0],
        [0, 1],
      ],
      [1, 1],
    ],
  ])("does not mistake a minimum at infinity for one (%s)", (_, a, b) => {
    const { converged, message } = minimise(logistic(a, b), new Float64Array(b.length), options);
    expect(converged).toBe(false);
    expect(message).toMatch(/^(not converged|the function levels off)/);
  });

  it("walks around where the function fails, and says so where it fails at once", () => {
    const bounded = (x: Float64Array) =>
      x[0] >= 1
        ? { failure: "out of bounds" }
        : {
            value: (x[0] - 0.9) ** 2,
            gradient: Float64Array.of(2 * (x[0] - 0.9)),
            curvature: Float64Array.of(0.5),
          };
    const { x, converged } = minimise(bounded, Float64Array.of(0), options);
    expect(converged).toBe(true);
    expect(x[0]).toBeCloseTo(0.9, 8);
    const failed = minimise(bounded, Float64Array.of(2), options);
    expect(failed).toMatchObject({ converged: false, point: undefined, message: "out of bounds" });
  });
});
