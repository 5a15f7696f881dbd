import { describe, expect, it } from "vitest";
import { reportableResultSchema } from "../../contracts/index.js";
import { criticalWork } from "../../law/index.js";
import { architectureNames } from "../architectures.js";
import { runExperiment } from "../experiment.js";
import { scaling } from "./index.js";
import { networkOf } from "./networks.js";
import { cellsOf, partOf, scalingDefaults, trialCells } from "./parameters.js";
import { summarise } from "./summarise.js";
import type { ScalingTrial } from "./trial.js";

const tiny = {
  ...scalingDefaults,
  seeds: 1,
  extraSeeds: 0,
  mlpWidths: [8, 16],
  cnnWidths: [4],
  transformerWidths: [],
  driftSteps: 40,
  conflictInputs: 200,
  fisherInputs: 64,
};
const context = { progress: async () => {}, signal: new AbortController().signal };

describe("scaling, made small", () => {
  it("finds a gamma on real networks, and gives the same bytes from the same seed", async () => {
    const result = await runExperiment(scaling, tiny, 1, context);
    expect(JSON.stringify(await runExperiment(scaling, tiny, 1, context))).toBe(JSON.stringify(result));
    reportableResultSchema.parse(result);
    const trials = result.series as ScalingTrial[];
    expect(trials.map(({ label }) => label)).toEqual(["MLP 64-16-10", "CNN 1x8x8-4-8-10", "MLP 64-8-10"]);
    for (const { probes, lower, upper, gamma, lambdaStart, outcome } of trials) {
      expect(outcome).toBe("measured");
      const entropyAt = (at: number | null) => probes.find((probe) => probe.gamma === at)?.entropy as number;
      expect(entropyAt(lower)).toBeGreaterThan(tiny.target);
      expect(entropyAt(upper)).toBeLessThanOrEqual(tiny.target);
      expect(gamma! >= lower! && gamma! <= upper!).toBe(true);
      expect(lambdaStart).toBeGreaterThan(0);
    }
  });

  it("records a network that cannot be aligned in time", async () => {
    const short = { ...tiny, mlpWidths: [8], cnnWidths: [], alignmentSteps: 10 };
    const result = await runExperiment(scaling, short, 1, context);
    expect(result.summary.not_aligned?.value).toBe(1);
    expect(result.verdict).toBe("undecided");
    expect(result.summary.ratio_mlp?.value).toBeNull();
  });

  it("records steps that are too large as divergence", async () => {
    const wild = { ...tiny, mlpWidths: [8], cnnWidths: [], driftRates: [1e30, 1, 1] };
    const result = await runExperiment(scaling, wild, 1, context);
    const [{ probes }] = result.series as [ScalingTrial];
    expect(probes[0]).toMatchObject({ gamma: 0, entropy: null });
    expect(probes[0]?.divergedAt).toBeLessThan(5);
    expect(result.summary.diverged_runs?.value).toBeGreaterThan(0);
  });
});

describe("the grid", () => {
  it("spans a thousand parameters to a million in every architecture", () => {
    for (const name of architectureNames) {
      const sizes = cellsOf(scalingDefaults)
        .filter(({ architecture }) => architecture === name)
        .map((cell) => networkOf(cell).layout.size);
      expect(Math.min(...sizes)).toBeLessThan(1500);
      expect(Math.max(...sizes)).toBeGreaterThanOrEqual(1e6 * 0.999);
    }
  });

  it("has a trial for each network and seed, with one cell each", () => {
    const cells = trialCells(scalingDefaults);
    expect(cells).toHaveLength(15 * 3 + 6 * 3);
    cells.forEach((cell, i) => {
      expect(cellsOf(partOf(scalingDefaults, i))).toEqual([cell]);
    });
  });

  it.each([
    [{ seeds: 0 }, /seeds must be a whole number from 1 to 1000000, got 0/],
    [{ mlpWidths: [4, 4] }, /mlpWidths must list distinct/],
    [{ mlpWidths: [], cnnWidths: [], transformerWidths: [] }, /list no width at all/],
    [{ transformerWidths: [6] }, /multiples of 4/],
    [{ driftRates: [1, 2] }, /driftRates must list 3 positive numbers/],
    [{ target: 2 }, /alignedEntropy < target < ln 5, got 0.2 and 2/],
    [{ resolution: 1 }, /resolution must be above 1/],
  ])("refuses %o", (wrong, message) => {
    expect(scaling.problem({ ...scalingDefaults, ...wrong })).toMatch(message);
    expect(scaling.problem(scalingDefaults)).toBeUndefined();
  });
});

/** Trials whose gamma is `ratio` times gamma_crit, with lambda_max that grows with the size. */
function made(ratioOf: (cell: { parameterCount: number; lambda: number }) => number): ScalingTrial[] {
  return trialCells(scalingDefaults).map((cell, i) => {
    const { layout, name } = networkOf(cell);
    const lambda = layout.size ** 0.4 * (1 + 0.02 * ((i % 3) - 1));
    const gamma =
      ratioOf({ parameterCount: layout.size, lambda }) *
      criticalWork(lambda, layout.size) *
      (1 + 0.01 * (i % 2));
    return {
      seed: i,
      cell,
      label: name,
      parameterCount: layout.size,
      execution: "native",
      outcome: "measured",
      alignmentSteps: 100,
      lambdaStart: lambda,
      lambdaLate: lambda,
      rate: 0.1 / lambda,
      gamma,
      lower: gamma / 1.1,
      upper: gamma * 1.1,
      probes: [{ gamma: 0, entropy: 1.5, divergedAt: null }],
    };
  });
}

describe("the verdict of scaling follows its rule", () => {
  const result = (trials: readonly ScalingTrial[]) => summarise(scalingDefaults, trials);

  it.each([
    ["predicts", () => 1.1],
    ["scales-only", () => 0.2],
    ["fails", ({ lambda }: { lambda: number }) => lambda ** -0.8],
  ] as const)("%s", (verdict, ratio) => {
    expect(result(made(ratio)).verdict).toBe(verdict);
  });

  it("does not take an interval that knows nothing for proportion", () => {
    let cell = 0;
    const size = new Map<number, number>();
    const scattered = made(({ parameterCount }) => {
      if (!size.has(parameterCount)) size.set(parameterCount, 10 ** (2 * Math.sin(7 * cell++)));
      return size.get(parameterCount) as number;
    });
    const { verdict, summary } = result(scattered);
    expect(summary.slope_critical?.lower).toBeLessThan(0.5);
    expect(summary.slope_critical?.upper).toBeGreaterThan(1);
    expect(verdict).toBe("undecided");
  });

  it("measures the exponents that were put in", () => {
    const { summary, findings } = result(
      made(({ parameterCount, lambda }) => lambda ** -0.5 * Math.log(parameterCount)),
    );
    expect(summary.exponent_lambda?.value).toBeCloseTo(0.5, 1);
    expect(summary.exponent_log_size?.value).toBeCloseTo(2, 0);
    expect(findings?.at(-1)?.standing).toBe("not supported");
  });

  it("counts a network that holds without work as not predicted", () => {
    const trials = made(() => 1).map((trial, i) =>
      i === 0
        ? { ...trial, outcome: "held without work" as const, gamma: null, lower: null, upper: null }
        : trial,
    );
    const { verdict, summary, findings } = result(trials);
    expect(verdict).toBe("scales-only");
    expect(summary.held_without_work?.value).toBe(1);
    expect(findings?.map(({ standing }) => standing).slice(0, 2)).toEqual(["supported", "not supported"]);
  });

  it("decides nothing from too few cells", () => {
    const few = { ...scalingDefaults, cnnWidths: [], transformerWidths: [], mlpWidths: [13, 67, 400] };
    const trials = made(() => 1).filter(
      ({ cell }) => cell.architecture === "mlp" && few.mlpWidths.includes(cell.width),
    );
    expect(summarise(few, trials).verdict).toBe("undecided");
  });
});
