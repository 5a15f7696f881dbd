import { describe, expect, it } from "vitest";
import { normal, RandomStream, symmetricEigenvalues } from "../numeric/index.js";
import { denseOperator } from "./operator.js";
import { counted, restriction, scaled, weightedMean } from "./operator-algebra.js";

/** X'X/n of the rows from..to of X [rows, p]. */
function moment(x: Float64Array, p: number, from: number, to: number): Float64Array {
  const matrix = new Float64Array(p * p);
  for (let r = from; r < to; r++)
    for (let k = 0; k < p * p; k++)
      matrix[k] += (x[r * p + Math.floor(k / p)] * x[r * p + (k % p)]) / (to - from);
  return matrix;
}

describe("operators made of operators", () => {
  const [n, p] = [23, 6];
  const x = Float64Array.from({ length: n * p }, normal(RandomStream.fromSeed(1)));
  const whole = denseOperator("whole", moment(x, p, 0, n), p);
  const v = Float64Array.from({ length: p }, (_, i) => Math.cos(i));

  it("the weighted mean over batches of 10, 10 and 3 is the matrix of all 23 rows", () => {
    const terms = [
      [0, 10],
      [10, 20],
      [20, 23],
    ].map(([from, to]) => ({
      operator: denseOperator("batch", moment(x, p, from, to), p),
      weight: to - from,
    }));
    const mean = weightedMean("batched", terms);
    mean.apply(v).forEach((y, i) => {
      expect(y).toBeCloseTo(whole.apply(v)[i], 13);
    });
    const even = weightedMean(
      "unweighted",
      terms.map((term) => ({ ...term, weight: 1 })),
    );
    expect(Math.abs(even.apply(v)[0] - whole.apply(v)[0])).toBeGreaterThan(1e-3);
  });

  it("a restriction is the block of the chosen coordinates, and its spectrum interlaces", () => {
    const chosen = [4, 0, 3];
    const part = restriction(whole, chosen, "layer 1");
    const entries = new Float64Array(9);
    chosen.forEach((_, j) => {
      part.apply(Float64Array.from(chosen, (__, i) => Number(i === j))).forEach((y, i) => {
        entries[i * 3 + j] = y;
        expect(y).toBe(moment(x, p, 0, n)[chosen[i] * p + chosen[j]]);
      });
    });
    const inner = symmetricEigenvalues(entries, 3);
    const outer = symmetricEigenvalues(moment(x, p, 0, n), p);
    inner.forEach((value, i) => {
      expect(value).toBeLessThanOrEqual(outer[i] + 1e-12);
      expect(value).toBeGreaterThanOrEqual(outer[i + p - 3] - 1e-12);
    });
    expect(part.matrix).toBe("whole, layer 1");
  });

  it("scales, counts, and keeps the lowest precision", () => {
    const counting = counted({ ...whole, precision: "float32" });
    const mean = weightedMean("mean", [
      { operator: counting, weight: 2 },
      { operator: whole, weight: 1 },
    ]);
    expect(mean.precision).toBe("float32");
    expect(scaled(mean, -2).apply(v)[1]).toBeCloseTo(-2 * whole.apply(v)[1], 13);
    expect(counting.products()).toBe(1);
  });

  it("names what does not fit", () => {
    const small = denseOperator("small", Float64Array.of(1), 1);
    expect(() => weightedMean("mean", [])).toThrow("mean: a mean needs at least one operator");
    expect(() =>
      weightedMean("mean", [
        { operator: whole, weight: 1 },
        { operator: small, weight: 1 },
      ]),
    ).toThrow("operator 1 has size 1, the first has 6");
    expect(() => weightedMean("mean", [{ operator: whole, weight: -1 }])).toThrow(
      "weight 0 must be finite and >= 0",
    );
    expect(() => restriction(whole, [1, 1], "twice")).toThrow("coordinate 1 is chosen twice");
    expect(() => restriction(whole, [6], "outside")).toThrow("coordinate 6 is not in 0..5");
    expect(() => restriction(whole, [], "none")).toThrow("none: no coordinates chosen");
  });
});
