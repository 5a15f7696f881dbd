import { describe, expect, it } from "vitest";
import { reproduceResultSchema } from "../contracts/index.js";
import type { Claim, ReproduceParameters } from "./reproduce.js";
import { reproduce } from "./reproduce.js";

const paper = reproduce({ seed: 1 });

function claim(id: string, changed: Partial<ReproduceParameters> = {}): Claim {
  const { claims } = Object.keys(changed).length === 0 ? paper : reproduce({ seed: 1, ...changed });
  return claims.find((one) => one.id === id)!;
}

describe("reproduce at the paper's parameters", () => {
  it("gives every claim its verdict", () => {
    expect(paper.claims.map(({ id, verdict }) => [id, verdict])).toEqual([
      ["initial-entropy", "reproduced"],
      ["critical-work", "reproduced"],
      ["drift-without-work", "reproduced"],
      ["stability-with-work", "artefact"],
      ["p-value", "inconsistent"],
      ["phase-transition", "refuted"],
      ["synergy", "refuted"],
      ["critical-work-units", "inconsistent"],
    ]);
  });

  it("gives the same verdicts at other seeds, and other trials", () => {
    const other = reproduce({ seed: 2 });
    expect(other.claims.map(({ verdict }) => verdict)).toEqual(paper.claims.map(({ verdict }) => verdict));
    expect(other.claims[2].measured.value).not.toBe(paper.claims[2].measured.value);
  });

  it("is the same JSON for the same seed, and satisfies the contract of what crosses the boundary", () => {
    const text = JSON.stringify(paper);
    expect(JSON.stringify(reproduce({ seed: 1 }))).toBe(text);
    expect(JSON.stringify(reproduceResultSchema.parse(JSON.parse(text)))).toBe(text);
    expect(text).not.toContain("null");
    expect(paper).toMatchObject({
      experiment: "reproduce",
      seed: 1,
      parameters: { trials: 20, start: 0.32 },
    });
  });

  // theory.md section 2
  it("measures what the theory note verified", () => {
    expect(claim("initial-entropy").measured.value).toBeCloseTo(0.3250829733914482, 15);
    expect(claim("critical-work").measured.value).toBeCloseTo(20.40225838740155, 13);
    const drift = claim("drift-without-work").measured;
    expect(drift).toMatchObject({ exactMean: expect.closeTo(1.6754, 4), exactSd: expect.closeTo(0.8645, 4) });
    expect(drift.reportedSdTail).toBeCloseTo(0.05, 2);
    const stable = claim("stability-with-work").measured;
    expect(stable).toMatchObject({ value: 0, sd: 0, atZeroAfterOneStep: 1 });
    expect(stable.scaledStationaryMean).toBeCloseTo(0.026, 4);
    expect(stable.scaledExactMean).toBeCloseTo(0.021, 3);
    expect(stable.scaledExactSd).toBeCloseTo(0.026, 3);
    expect(claim("phase-transition").measured).toMatchObject({
      value: expect.closeTo(1.2e-4, 18),
      scanRunMeans: [0, 0, 0, 0],
      scanExactMeans: [0, 0, 0, 0],
    });
    expect(claim("synergy").measured).toMatchObject({
      exactNone: expect.closeTo(0.8341, 4),
      exactOne: expect.closeTo(1.2108, 4),
      exactBoth: expect.closeTo(1.6754, 4),
      reportedAdditive: [expect.closeTo(1.48, 10), expect.closeTo(1.88, 10)],
    });
    const units = claim("critical-work-units").measured;
    expect(units.productionOverEveryDirection).toBeCloseTo(4200, 8);
    expect(units.value).toBeCloseTo(1e6, 3);
  });

  it("says what each interval covers, and has its value within it", () => {
    for (const { id, measured, why } of paper.claims) {
      expect(measured.lower).toBeLessThanOrEqual(measured.value);
      expect(measured.upper).toBeGreaterThanOrEqual(measured.value);
      const simulated = ["drift-without-work", "stability-with-work", "synergy"].includes(id);
      expect(measured.covers).toMatch(simulated ? /trials/ : /nothing random/);
      expect(measured.n).toBe(simulated ? 20 : 0);
      expect(why).toMatch(/\d/);
    }
  });
});

describe("reproduce at other parameters", () => {
  const brief = { steps: 20 };

  it.each<[string, Partial<ReproduceParameters>, string]>([
    ["initial-entropy", { ...brief, intendedProbability: 0.5 }, "refuted"],
    ["critical-work", { ...brief, lambdaMax: 2 }, "refuted"],
    ["drift-without-work", { steps: 100 }, "refuted"],
    ["drift-without-work", { steps: 2500, noise: 0.02, learningRate: 4e-4 }, "reproduced"],
    ["stability-with-work", { ...brief, margin: 0 }, "refuted"],
    ["stability-with-work", { steps: 1000, noise: 0.001, margin: 1.5e-4 }, "reproduced"],
    ["p-value", { ...brief, trials: 29 }, "reproduced"],
    ["phase-transition", { ...brief, parameterCount: 2, learningRate: Math.LN2 / 2 }, "reproduced"],
    ["critical-work-units", { ...brief, learningRate: 1, noise: 1 }, "reproduced"],
  ])("%s at %j is %s", (id, parameters, verdict) => {
    expect(claim(id, parameters)).toMatchObject({ id, verdict });
  });

  it("moves the figures of the claims whose verdict no parameter can turn", () => {
    const less = claim("synergy", { steps: 500 });
    expect(less.verdict).toBe("refuted");
    expect(less.measured.exactBoth).toBeLessThan(claim("synergy").measured.exactBoth as number);
    expect(less.why).not.toBe(claim("synergy").why);
  });

  it.each([
    [{ trials: 1 }, "trials must be an integer >= 2, got 1"],
    [{ intendedProbability: 1.5 }, "intendedProbability must lie in [0, 1], got 1.5"],
    [{ noise: 0 }, "noise must be finite and > 0, got 0"],
    [{ lambdaMax: Number.NaN }, "lambdaMax must be finite and >= 0, got NaN"],
  ])("refuses %j", (parameters, message) => {
    expect(() => reproduce({ seed: 1, ...brief, ...parameters })).toThrow(message);
  });
});
