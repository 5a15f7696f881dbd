import fc from "fast-check";
import { describe, expect, it } from "vitest";
import golden from "../../test/reference/entropy/entropy.golden.json" with { type: "json" };
import { entropy, goalFidelity, initialEntropy, klDivergence } from "./distribution.js";

const distributions = (length: number) =>
  fc
    .array(fc.double({ min: 1e-6, max: 1, noNaN: true }), { minLength: length, maxLength: length })
    .map((weights) => weights.map((weight) => weight / weights.reduce((a, b) => a + b)));

describe("entropy", () => {
  it("is ln K for uniform p and exactly 0 for certainty", () => {
    expect(entropy([0.25, 0.25, 0.25, 0.25])).toBeCloseTo(Math.log(4), 15);
    expect(entropy([0, 1, 0])).toBe(0);
  });

  it("adds over independent goals", () => {
    fc.assert(
      fc.property(distributions(3), distributions(4), (p, q) => {
        const joint = p.flatMap((x) => q.map((y) => x * y));
        expect(entropy(joint)).toBeCloseTo(entropy(p) + entropy(q), 12);
      }),
      { seed: 1 },
    );
  });

  it.each([
    [[0.5, 0.6], "p must sum to 1"],
    [[], "p must sum to 1"],
    [[1.5, -0.5], "p[0] must be a probability, got 1.5"],
    [[1, NaN], "p[1] must be a probability, got NaN"],
    [[1 - 1e-8, 0], "p must sum to 1"],
  ])("rejects %j", (p, message) => {
    expect(() => entropy(p)).toThrow(message);
  });
});

describe("klDivergence", () => {
  it("is -ln p_1 from certainty of the intended goal", () => {
    expect(klDivergence([1, 0, 0], [0.7, 0.2, 0.1])).toBeCloseTo(-Math.log(0.7), 15);
  });

  it("is infinite where q rules out what p allows, and only there", () => {
    expect(klDivergence([0.5, 0.5], [1, 0])).toBe(Infinity);
    expect(klDivergence([1, 0], [0.5, 0.5])).toBeCloseTo(Math.LN2, 15);
  });

  it("is positive unless p = q, and ln K - S(p) from the uniform", () => {
    fc.assert(
      fc.property(distributions(4), distributions(4), (p, q) => {
        expect(klDivergence(p, p)).toBe(0);
        expect(klDivergence(p, q)).toBeGreaterThanOrEqual(0);
        expect(klDivergence(p, [0.25, 0.25, 0.25, 0.25])).toBeCloseTo(Math.log(4) - entropy(p), 12);
      }),
      { seed: 2 },
    );
  });

  it("names the argument at fault", () => {
    expect(() => klDivergence([1], [0.5, 0.5])).toThrow("same length, got 1 and 2");
    expect(() => klDivergence([1, 0], [2, -1])).toThrow("q[0] must be a probability, got 2");
  });
});

it("goalFidelity reads the intended goal", () => {
  expect(goalFidelity([0.9, 0.1])).toBe(0.9);
  expect(goalFidelity([0.9, 0.1], 1)).toBe(0.1);
  expect(() => goalFidelity([0.9, 0.1], 2)).toThrow("an index below 2, got 2");
});

describe("initialEntropy", () => {
  it("is 0.3250829733914482 for two goals (theory, section 1)", () => {
    expect(initialEntropy(2)).toBeCloseTo(0.3250829733914482, 15);
  });

  // test/reference/entropy/generate.py
  it.each(golden.initialEntropy)("$goals goals, fidelity $fidelity", ({ goals, fidelity, value }) => {
    expect(initialEntropy(goals, fidelity)).toBeCloseTo(value, 14);
  });

  it("rejects a single goal and a fidelity that is no probability", () => {
    expect(() => initialEntropy(1)).toThrow("an integer of at least 2, got 1");
    expect(() => initialEntropy(2, 1.1)).toThrow("fidelity must be a probability, got 1.1");
  });
});
