import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { count, exact, figureText, notMeasured, number } from "./numbers.js";

const figure = (value: number | null, lower: number | null = null, upper: number | null = null) => ({
  value,
  lower,
  upper,
});

describe("a measured number", () => {
  it.each([
    [0, "0"],
    [1.5057, "1.51"],
    [0.9, "0.900"],
    [0.016, "0.016"],
    [0.09996, "0.10"],
    [23.2155, "23.2"],
    [118.44, "118"],
    [9610, "9,610"],
    [999_999.9999999999, "1,000,000"],
    [-0.36, "−0.360"],
    [4.19e-17, "4.19\u00a0×\u00a010⁻¹⁷"],
    [-7e9, "−7.00\u00a0×\u00a010⁹"],
  ])("%d reads %s", (value, text) => {
    expect(number(value)).toBe(text);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])("%d is refused", (value) => {
    expect(() => number(value)).toThrow(RangeError);
  });

  it("never strays from its value by more than half of its last digit", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 9e5, noNaN: true }), (value) => {
        const read = Number(number(value).replaceAll(",", ""));
        expect(Math.abs(read - value) / value).toBeLessThan(0.0501);
        if (value >= 0.1) expect(Math.abs(read - value) / value).toBeLessThan(0.00501);
      }),
      { seed: 1 },
    );
  });
});

describe("a figure", () => {
  it("shows its interval with the places of its value", () => {
    expect(figureText(figure(0.4461, 0.3757, 0.5164))).toBe("0.446 [0.376, 0.516]");
    expect(figureText(figure(118.4, 97.5, 143.9))).toBe("118 [98, 144]");
    expect(figureText(figure(1.2e-4, 1.1e-4, 1.3e-4)).replaceAll("\u00a0", " ")).toBe(
      "1.20 × 10⁻⁴ [1.10 × 10⁻⁴, 1.30 × 10⁻⁴]",
    );
    expect(figureText(figure(0.2, -0.0004, 0.4))).toBe("0.200 [0.000, 0.400]");
  });

  it("leaves out an interval that is unknown or a point", () => {
    expect(figureText(figure(1.5))).toBe("1.50");
    expect(figureText(figure(0, 0, 0))).toBe("0");
  });

  it("says when nothing was measured", () => {
    expect(figureText(figure(null))).toBe(notMeasured);
  });
});

describe("a chosen number", () => {
  it.each([
    [1.5, "1.5"],
    [7e9, "7\u00a0×\u00a010⁹"],
    [1e-4, "1\u00a0×\u00a010⁻⁴"],
    [0.46371240950343723, "0.463712"],
    [2_000, "2,000"],
  ])("%d reads %s", (value, text) => {
    expect(exact(value)).toBe(text);
  });

  it("counts in words", () => {
    expect([count(1, "seed"), count(5, "seed")]).toEqual(["1 seed", "5 seeds"]);
  });
});
