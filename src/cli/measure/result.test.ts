import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MeasureResult, measureResultSchema } from "../../contracts/index.js";
import { entropyEstimator, entropyEstimators } from "../../entropy/index.js";
import { intervalFor } from "./entropy.js";
import { type LabelSettings, labelMethod } from "./labels.js";
import { measureResult } from "./result.js";
import { measureTable } from "./table.js";

type Settings = Partial<LabelSettings> & { readonly seed?: number; readonly declared?: boolean };

async function measure(counts: Record<string, number>, settings: Settings = {}): Promise<MeasureResult> {
  const {
    declared = false,
    seed = 1,
    level = 0.95,
    estimator = entropyEstimator("nsb"),
    intended,
  } = settings;
  async function* records() {
    for (const [value, count] of Object.entries(counts)) yield { value, count, position: { source: "f" } };
  }
  const goals = declared ? Object.keys(counts) : undefined;
  const method = labelMethod({ estimator, interval: intervalFor(estimator), level, intended, goals });
  return measureResult(records(), method, { source: "f", level, seed });
}

describe("measureResult", () => {
  it("fidelity is the share of the intended goal, divergence minus its logarithm, ends included", async () => {
    const { fidelity, divergence } = await measure({ help: 90, stall: 10 }, { intended: "help" });
    expect(fidelity?.value).toBe(0.9);
    expect(divergence?.value).toBe(-Math.log(0.9));
    expect([divergence?.lower, divergence?.upper]).toEqual([
      -Math.log(fidelity!.upper),
      -Math.log(fidelity!.lower),
    ]);
    expect(divergence?.reason).toBeNull();
  });

  it("an intended goal that never occurred counts as a goal and diverges without bound", async () => {
    const result = await measure({ stall: 10 }, { intended: "help" });
    expect(result.goals).toBe(2);
    expect(result.distribution.map(({ goal }) => goal)).toEqual(["help", "stall"]);
    expect(result.divergence).toMatchObject({
      value: null,
      upper: null,
      reason: expect.stringContaining("infinite"),
    });
    expect(result.divergence!.lower).toBe(-Math.log(result.fidelity!.upper));
    expect(measureTable(result)).toContain("infinite [1.53, infinite]");
    expect(result.notes).toContain("No observation has the intended goal 'help'.");
    const slip = await measure({ help: 10, stall: 1 }, { intended: "Help" });
    expect(slip.notes).toContain("No observation has the intended goal 'Help'; did you mean 'help'?");
    const seen = await measure({ help: 10, stall: 1 }, { intended: "help" });
    expect(seen.notes.join()).not.toContain("No observation");
  });

  it("without an intended goal there is no fidelity and no divergence, and a hint", async () => {
    const result = await measure({ a: 3, b: 4 });
    expect(result).toMatchObject({ intended: null, fidelity: null, divergence: null });
    expect(result.notes.join(" ")).toContain("--intended");
    expect(measureTable(result)).not.toContain("D_KL(");
  });

  it("S / ln K is S over ln K, interval included", async () => {
    const { entropy, relativeEntropy, maximumEntropy } = await measure(
      { a: 3, b: 4, c: 0 },
      { declared: true },
    );
    expect(maximumEntropy).toBe(Math.log(3));
    for (const end of ["lower", "value", "upper"] as const)
      expect(relativeEntropy[end]).toBeCloseTo(entropy[end] / Math.log(3), 14);
  });

  it("the order of the input changes nothing, the seed only the interval of S", async () => {
    const result = await measure({ a: 30, b: 4, c: 4 });
    expect(await measure({ c: 4, a: 30, b: 4 })).toEqual(result);
    const other = await measure({ a: 30, b: 4, c: 4 }, { seed: 2 });
    expect(other.entropy.lower).not.toBe(result.entropy.lower);
    expect(other.entropy.value).toBe(result.entropy.value);
    expect(other.distribution).toEqual(result.distribution);
  });

  it("declared goals keep their order", async () => {
    const { distribution } = await measure({ a: 1, b: 5, c: 0 }, { declared: true, intended: "a" });
    expect(distribution.map(({ goal }) => goal)).toEqual(["a", "b", "c"]);
  });

  it("no observations are not enough data, one goal is bad input", async () => {
    await expect(measure({ a: 0, b: 0 })).rejects.toThrow(expect.objectContaining({ code: 4 }));
    await expect(measure({ a: 5 })).rejects.toThrow(/^f: one goal only; expected two or more/);
  });

  it("says so where a bootstrap cannot vary, and where it would take too long", async () => {
    const estimator = entropyEstimator("maximum-likelihood");
    const certain = await measure({ a: 5, b: 0 }, { estimator, declared: true });
    expect(certain.notes.join(" ")).toContain("One goal has every observation");
    await expect(measure({ a: 1e6, b: 1 }, { estimator })).rejects.toThrow(
      /^1000001 observations are too many to bootstrap/,
    );
  });

  it("a higher level widens every interval, up to the highest the command takes", async () => {
    const [narrow, wide] = await Promise.all(
      [0.5, 0.999].map((level) => measure({ a: 30, b: 4 }, { level, intended: "a" })),
    );
    for (const figure of ["entropy", "fidelity", "divergence"] as const) {
      expect(wide[figure]!.lower).toBeLessThan(narrow[figure]!.lower!);
      expect(wide[figure]!.upper).toBeGreaterThan(narrow[figure]!.upper!);
    }
  });
});

// A Pitman-Yor bootstrap takes some ten seconds; its other half is tested in entropy/.
const estimators = [...entropyEstimators.keys()].filter((name) => name !== "pitman-yor");
describe.each(estimators)("estimator %s", (name) => {
  it("gives a complete result that survives JSON", async () => {
    const estimator = entropyEstimator(name);
    const result = await measure({ a: 40, b: 7, c: 2, d: 1 }, { estimator, intended: "b" });
    expect(result.estimator).toEqual({ name, source: estimator.source });
    expect(result.entropy.value).toBeCloseTo(estimator.estimate([7, 40, 2, 1])!, 12);
    expect(result.entropy.lower).toBeLessThan(result.entropy.value);
    expect(result.entropy.upper).toBeGreaterThan(result.entropy.value);
    expect(measureResultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
  });
});

it("any counts give figures within their ranges", async () => {
  const counts = fc
    .array(fc.nat({ max: 1000 }), { minLength: 2, maxLength: 6 })
    .filter((c) => c.some((n) => n > 0));
  const property = fc.asyncProperty(counts, async (counts) => {
    const goals = Object.fromEntries(counts.map((count, i) => [`g${i}`, count]));
    const result = await measure(goals, { declared: true, intended: "g0", level: 0.5 });
    const { entropy, maximumEntropy, distribution } = result;
    expect(
      0 <= entropy.lower && entropy.lower <= entropy.upper && entropy.upper <= maximumEntropy + 1e-12,
    ).toBe(true);
    expect(distribution.reduce((sum, { probability }) => sum + probability.value, 0)).toBeCloseTo(1, 12);
    for (const { probability } of distribution) {
      expect(0 <= probability.lower && probability.lower <= probability.value).toBe(true);
      expect(probability.value <= probability.upper && probability.upper <= 1).toBe(true);
    }
  });
  await fc.assert(property, { seed: 3, numRuns: 15 });
});

it("the table shows the first goals of many, and no control characters", async () => {
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`goal\u001b[31m${i}`, 30 - i]));
  const text = measureTable(await measure(many));
  expect(text).toContain("and 10 more; --json lists all");
  expect(text).not.toContain("\u001b");
});
