import { describe, expect, it } from "vitest";
import golden from "../../test/reference/entropy/entropy.golden.json" with { type: "json" };
import { nsb } from "./nsb.js";

describe("nsb", () => {
  // test/reference/entropy/generate.py: Gauss-Legendre panels in 60-digit arithmetic
  it.each(golden.cases.filter((golden) => golden.nsb))("moments of $counts", ({ counts, nsb: expected }) => {
    const { mean, sd, error } = nsb.moments(counts)!;
    expect(Math.abs(mean / expected![0] - 1)).toBeLessThan(1e-10);
    expect(Math.abs(sd / expected![1] - 1)).toBeLessThan(1e-9);
    expect(error).toBeLessThan(1e-9);
  });

  it("agrees with the value R's entropy package prints (entropy.NSB)", () => {
    expect(nsb.estimate([4, 2, 3, 0, 2, 4, 0, 0, 2, 1, 1])).toBeCloseTo(2.187774, 6);
  });

  it("is half of ln 2 after one observation of two: the posterior mirrors the flat prior", () => {
    expect(nsb.estimate([1, 0])).toBeCloseTo(Math.LN2 / 2, 7);
  });

  it("keeps its accuracy where log-gamma differences have none: many bins, many observations", () => {
    const counts = Array.from({ length: 3000 }, (_, i) => Math.floor(1e6 / (9 * (i + 1))));
    const { sd, error } = nsb.moments(counts)!;
    expect(error).toBeLessThan(1e-9);
    expect(sd).toBeLessThan(0.01);
  });

  it("knows one bin for certain", () => {
    expect(nsb.moments([7])).toEqual({ mean: 0, sd: 0, error: 0 });
  });
});
