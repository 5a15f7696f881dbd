import { describe, expect, it } from "vitest";
import { geometricFigure, meanFigure, shareFigure } from "./figures.js";

describe("a figure over seeds", () => {
  it("is a mean with its Student t interval over the seeds that have a value", () => {
    // With 2 degrees of freedom the quantile of p is (2p - 1) / sqrt(2 p (1 - p)); sd 1, n 3.
    const half = 0.95 / Math.sqrt(2 * 0.975 * 0.025) / Math.sqrt(3);
    const figure = meanFigure([1, undefined, 2, 3], "nat");
    expect(figure).toMatchObject({ value: 2, n: 3, unit: "nat", covers: "seeds; 1 of 4 have no value" });
    expect(figure.upper).toBeCloseTo(2 + half, 10);
    expect(figure.lower).toBeCloseTo(2 - half, 10);
    expect(meanFigure([1, 2, 3], "nat").covers).toBe("seeds");
  });

  it("is a geometric mean whose interval stays positive", () => {
    const figure = geometricFigure([1, 10, 100], "1");
    expect(figure.value).toBeCloseTo(10, 10);
    expect(figure.lower).toBeGreaterThan(0);
    expect(figure.lower! * figure.upper!).toBeCloseTo(100, 8);
    expect(figure.method).toBe("Student t of the logarithms");
  });

  it("has no interval from one seed, and no value from none", () => {
    expect(meanFigure([5, undefined], "1")).toEqual({ value: 5, lower: null, upper: null, unit: "1", n: 1 });
    expect(geometricFigure([], "1")).toEqual({ value: null, lower: null, upper: null, unit: "1", n: 0 });
    expect(shareFigure([undefined])).toEqual({ value: null, lower: null, upper: null, unit: "1", n: 0 });
  });

  it("is a share with Wilson's interval over the seeds of which it is known", () => {
    const share = shareFigure([true, true, false, undefined]);
    expect(share).toMatchObject({ n: 3, unit: "1", covers: "seeds; 1 of 4 have no value" });
    expect(share.value).toBeCloseTo(2 / 3, 12);
    expect(share.lower).toBeGreaterThan(0.2);
    expect(share.upper).toBeLessThan(0.95);
  });
});
