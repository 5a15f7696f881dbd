import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as special from "./special.js";

/** Made by test/reference/special/special.py (mpmath, 40 digits): [arguments, value] pairs by function name. */
const golden: Record<string, [number[], string][]> = JSON.parse(
  readFileSync(new URL("../../test/reference/special/special.golden.json", import.meta.url), "utf8"),
);

const functions = new Map(Object.entries(special).filter(([, value]) => typeof value === "function"));

it.each(Object.keys(golden))("%s agrees to relative 1e-12", (name) => {
  const evaluate = functions.get(name) as (...x: number[]) => number;
  const worse = golden[name].filter(([args, expected]) => {
    const error = Math.abs(evaluate(...args) - Number(expected));
    return !(error <= 1e-12 * Math.abs(Number(expected)));
  });
  expect(worse).toEqual([]);
});

it("every special function has golden values", () => {
  expect([...functions.keys()].sort()).toEqual(Object.keys(golden).sort());
});

describe("limits", () => {
  it("reach the ends of the real line", () => {
    expect(special.normalCdf(-Infinity)).toBe(0);
    expect(special.normalCdf(Infinity)).toBe(1);
    expect(special.logNormalCdf(-Infinity)).toBe(-Infinity);
    expect(special.normalQuantile(0)).toBe(-Infinity);
    expect(special.normalQuantile(1)).toBe(Infinity);
    expect(special.studentTCdf(-Infinity, 3)).toBe(0);
    expect(special.studentTCdf(Infinity, 3)).toBe(1);
  });

  it("normalCdf standardises by mean and sd", () => {
    expect(special.normalCdf(7, 3, 2)).toBe(special.normalCdf(2));
  });

  it("Euler's constant is -digamma(1)", () => {
    expect(special.EULER_GAMMA).toBe(-special.digamma(1));
  });
});
