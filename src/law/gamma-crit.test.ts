import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Estimate } from "../numeric/index.js";
import { entropyRate, explorationProduction, gamingProduction } from "./entropy-production.js";
import { criticalWork, criticalWorkEstimate, criticalWorkInterval } from "./gamma-crit.js";

describe("criticalWork", () => {
  it("is 0.6 ln 7e9 at the paper's parameters", () => {
    // mpmath: 0.6 ln 7e9 = 13.60150559160103468
    expect(criticalWork(1.2, 7e9)).toBeCloseTo(13.601505591601034, 13);
    expect(1.5 * criticalWork(1.2, 7e9)).toBeCloseTo(20.40225838740155, 13);
  });

  it("is 0 without curvature or with one parameter", () => {
    expect(criticalWork(0, 7e9)).toBe(0);
    expect(criticalWork(1.2, 1)).toBe(0);
  });

  it.each([
    [-1, 10, "lambdaMax"],
    [Number.NaN, 10, "lambdaMax"],
    [1, 0.5, "parameterCount"],
    [1, Number.POSITIVE_INFINITY, "parameterCount"],
  ])("refuses lambdaMax %d, parameterCount %d", (lambdaMax, parameterCount, name) => {
    expect(() => criticalWork(lambdaMax, parameterCount)).toThrow(name);
  });

  it("carries an interval of lambda_max through, with its coverage", () => {
    const lambdaMax: Estimate = {
      value: 2,
      lower: 1,
      upper: 4,
      level: 0.9,
      method: "bracket",
      n: 64,
      covers: "inputs",
    };
    expect(criticalWorkEstimate(lambdaMax, Math.E ** 2)).toMatchObject({
      value: 2,
      lower: 1,
      upper: 4,
      level: 0.9,
      n: 64,
      covers: "inputs",
      method: "(ln N / 2) x lambda_max by bracket",
    });
  });
});

describe("criticalWorkInterval", () => {
  const lambdaMax = { value: 2, lower: 1, level: 0.95, method: "bracket", n: 64, covers: "draws" };

  it("keeps both ends where there are two", () => {
    expect(criticalWorkInterval({ ...lambdaMax, upper: 4 }, Math.E ** 2)).toMatchObject({
      value: 2,
      lower: 1,
      upper: 4,
      level: 0.95,
    });
  });

  it("has no upper end where lambda_max has none", () => {
    const interval = criticalWorkInterval(lambdaMax, Math.E ** 2);
    expect(interval.lower).toBe(1);
    expect("upper" in interval).toBe(false);
  });
});

describe("entropy production", () => {
  it("gives the two readings of the paper's formula", () => {
    // theory: Tr = N sigma^2 is 4200 per step, Tr = sigma^2 ln N is eta sigma^2 gamma_crit
    expect(explorationProduction(1e-4, 1.2, 7e9 * 0.01)).toBeCloseTo(4200, 9);
    expect(explorationProduction(1e-4, 1.2, 0.01 * Math.log(7e9))).toBeCloseTo(
      1e-6 * criticalWork(1.2, 7e9),
      18,
    );
  });

  it("balances to zero exactly where the work rate is the production, and is linear in its terms", () => {
    const rate = fc.double({ min: 0, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(rate, rate, rate, (eta, coupling, divergence) => {
        const sigma = gamingProduction(coupling, eta, divergence);
        expect(entropyRate(sigma, sigma)).toBe(0);
        expect(gamingProduction(2 * coupling, eta, divergence)).toBeCloseTo(2 * sigma, 5);
      }),
      { seed: 1 },
    );
  });

  it("names a negative or undefined argument", () => {
    expect(() => explorationProduction(1e-4, 1.2, -1)).toThrow("traceNoise must be finite and >= 0, got -1");
    expect(() => gamingProduction(1, 1e-4, Number.NaN)).toThrow("divergence");
    expect(() => entropyRate(1, -1)).toThrow("workRate");
  });
});
