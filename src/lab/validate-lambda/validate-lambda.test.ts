import { beforeAll, describe, expect, it } from "vitest";
import { type ValidateLambdaResult, validateLambdaResultSchema } from "../../contracts/index.js";
import { architectureNames } from "../architectures.js";
import { runExperiment } from "../experiment.js";
import { validateLambda } from "./index.js";
import { summarise } from "./summarise.js";
import type { TrialRun, ValidateLambdaTrial } from "./trial.js";

const tiny = {
  ...validateLambda.defaults,
  seeds: 2,
  mlpWidths: [4, 8],
  mlpRates: [0.1],
  cnnWidths: [2],
  cnnRates: [0.1],
  transformerWidths: [4],
  transformerRates: [0.1],
  learningSteps: 6,
  shiftedSteps: 4,
  measureEvery: 5,
  batch: 8,
  texts: 2,
  curvatureExamples: 16,
  curvatureTexts: 2,
  probes: 2,
};
const context = { progress: async () => {}, signal: new AbortController().signal };
const run = () => runExperiment(validateLambda, tiny, 1, context);

describe("validate-lambda, made small", () => {
  let result: ValidateLambdaResult;
  beforeAll(async () => {
    result = validateLambdaResultSchema.parse(await run());
  }, 60_000);

  it("measures every cell at every step of both phases", () => {
    expect(result.series.map(({ label }) => label)).toEqual([
      "MLP 64-4-10",
      "MLP 64-8-10",
      "CNN 1x8x8-2-4-10",
      "transformer 2 x 4, 4 heads, 16 of 32 tokens",
    ]);
    for (const { points, parameterCount } of result.series) {
      expect(points.map(({ step, phase }) => `${phase} ${step}`)).toEqual([
        "learning 0",
        "learning 5",
        "learning 6",
        "shifted 6",
        "shifted 10",
      ]);
      for (const { criticalWork, effectiveDimension, fisherMax, trace } of points) {
        expect(criticalWork.value).toBeCloseTo((fisherMax.value / 2) * Math.log(parameterCount), 9);
        expect(effectiveDimension.value).toBeCloseTo(trace.value / fisherMax.value, 9);
        expect(fisherMax.lower).toBeLessThanOrEqual(fisherMax.value);
      }
    }
  });

  it("records runs that diverge, and decides nothing of their architecture", async () => {
    const wild = { ...tiny, seeds: 1, learningSteps: 20, mlpWidths: [4], mlpRates: [0.1, 1e8] };
    const { summary, why, series } = validateLambdaResultSchema.parse(
      await runExperiment(validateLambda, wild, 1, context),
    );
    expect(summary.diverged_mlp?.value).toBe(1);
    expect(summary).not.toHaveProperty("diverged_cnn");
    expect(why).toMatch(/MLP: 1 runs diverged, at rate 100000000 .* after \d+ steps/);
    const none = await runExperiment(validateLambda, { ...wild, mlpRates: [1e8] }, 1, context);
    expect(none.why).toMatch(/of the others lambda_max \?, \?% of measurements/);
    expect(series.map(({ runs }) => runs.length)).toEqual([1, 0, 1, 1]);
  });

  it("has an exponent in the width where there are several widths, and none elsewhere", () => {
    const { summary } = result;
    expect(summary.width_exponent_mlp.value).not.toBeNull();
    expect(summary.rate_exponent_mlp).toMatchObject({ value: null, lower: null, upper: null });
    for (const name of architectureNames) expect(summary[`lambda_max_${name}`].value).toBeGreaterThan(0);
  });

  it("gives the same result from the same seed", async () => {
    expect(await run()).toEqual(result);
  });
});

/** Trials of one cell an architecture with the given lambda_max at its measurements. */
function trialsWith(lambda: Record<string, readonly number[]>): ValidateLambdaTrial[] {
  return [1, 2, 3].map((seed) => ({
    seed,
    runs: architectureNames.map(
      (architecture): TrialRun => ({
        cell: { architecture, width: 8, rate: 0.1 },
        label: architecture,
        parameterCount: 100,
        points: (lambda[architecture] as readonly number[]).map((value, i, all) => {
          const fisherMax = value * (1 + 1e-3 * seed);
          return {
            step: i,
            phase: i < all.length / 2 ? ("learning" as const) : ("shifted" as const),
            loss: 1,
            fisherMax,
            hessianMax: fisherMax,
            trace: 2 * fisherMax,
            effectiveDimension: 2,
            criticalWork: fisherMax,
          };
        }),
      }),
    ),
  }));
}

describe("the verdict of validate-lambda follows its rule", () => {
  const still = [2, 2.1, 2, 2.2];
  const verdict = (lambda: Record<string, readonly number[]>) =>
    summarise(validateLambda.defaults, trialsWith(lambda));

  it.each([
    ["assumption-holds", { mlp: still, cnn: still, transformer: still }],
    ["assumption-fails-in-part", { mlp: [9, 9.1, 9, 9], cnn: still, transformer: still }],
    ["assumption-fails", { mlp: [9, 9, 9, 9], cnn: [1.1, 2, 2.9, 2], transformer: [0.1, 0.1, 0.1, 0.1] }],
  ])("%s", (expected, lambda) => {
    expect(verdict(lambda).verdict).toBe(expected);
  });

  it("is undecided with one seed, and says what moved", () => {
    const trials = trialsWith({ mlp: still, cnn: still, transformer: still }).slice(0, 1);
    expect(summarise(validateLambda.defaults, trials).verdict).toBe("undecided");
    const { summary } = verdict({ mlp: [1, 2, 8, 4], cnn: still, transformer: still });
    expect(summary.movement_mlp.value).toBeCloseTo(8, 9);
    expect(summary.shift_mlp.value).toBeCloseTo(4, 9);
    expect(summary.in_range_mlp.value).toBeCloseTo(0.5, 9);
  });

  it("refuses parameters that cannot be, with what was expected", () => {
    const wrong = (change: object) => validateLambda.problem({ ...validateLambda.defaults, ...change });
    expect(validateLambda.problem(validateLambda.defaults)).toBeUndefined();
    expect(wrong({ transformerWidths: [30] })).toMatch(/multiples of 4/);
    expect(wrong({ mlpRates: [0.1, 0.1] })).toMatch(/mlpRates must list distinct numbers/);
    expect(wrong({ cnnRates: [-1] })).toMatch(/cnnRates must list positive numbers/);
    expect(wrong({ assumed: [3, 1] })).toMatch(/low < high/);
    expect(wrong({ seeds: 0 })).toMatch(/seeds must be a whole number from 1 /);
    expect(wrong({ probes: 1 })).toBe("probes must be at least 2, got 1");
  });
});
