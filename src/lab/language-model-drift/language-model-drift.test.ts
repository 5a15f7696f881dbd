import { beforeAll, describe, expect, it } from "vitest";
import { type ExperimentResult, experimentResultSchema } from "../../contracts/index.js";
import { type Context, runExperiment, runTrial } from "../experiment.js";
import { languageModelDrift } from "./index.js";
import type { DriftTrial, TrialRun } from "./trial.js";

const tiny = {
  ...languageModelDrift.defaults,
  seeds: 2,
  topics: 4,
  values: 3,
  harms: 2,
  width: 8,
  heads: 2,
  blocks: 1,
  baseSteps: 120,
  coolSteps: 10,
  baseBatch: 16,
  tuneSteps: 30,
  tuneRate: 0.5,
  tunePrompts: 4,
  measureEvery: 15,
  completions: 60,
  referenceCompletions: 16,
};
const context: Context = { progress: async () => {}, signal: new AbortController().signal };
const run = (change: object = {}) => runExperiment(languageModelDrift, { ...tiny, ...change }, 1, context);
const conditionIds = ["none", "l2_fraction", "l2_critical", "kl_energy", "kl_reward", "one_rater"];

describe("language-model-drift, made small", () => {
  let result: ExperimentResult;
  beforeAll(async () => {
    result = experimentResultSchema.parse(await run());
  }, 60_000);
  const trials = () => result.series as DriftTrial[];

  it("measures every condition from the same base model", () => {
    for (const { runs } of trials()) {
      expect(runs.map(({ condition }) => condition)).toEqual(conditionIds);
      const [first] = runs as [TrialRun];
      for (const { points } of runs) {
        expect(points.map(({ step }) => step)).toEqual([0, 15, 30]);
        expect(points[0]).toMatchObject({ exact: first.points[0]?.exact, counts: first.points[0]?.counts });
      }
    }
  });

  it("reports outcomes that are whole: six shares of one, six counts of all completions", () => {
    for (const { points } of trials().flatMap(({ runs }) => runs))
      for (const { counts, entropyLower, entropyUpper, exact, exactEntropy } of points) {
        expect(counts.reduce((a, b) => a + b, 0)).toBe(60);
        expect(exact.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
        expect(exactEntropy).toBeLessThanOrEqual(Math.log(6));
        expect(entropyLower).toBeLessThan(entropyUpper);
      }
  });

  it("works in proportion to gamma_crit, and the model stays the nearer the more work there is", () => {
    for (const { criticalWork, lambdaMax, parameterCount, runs } of trials()) {
      expect(criticalWork).toBeCloseTo(((lambdaMax as number) / 2) * Math.log(parameterCount), 9);
      const end = (id: string) => runs.find(({ condition }) => condition === id)?.points.at(-1)?.divergence;
      expect(runs.map(({ gamma }) => gamma / (criticalWork as number))).toEqual([
        0,
        expect.closeTo(0.1, 9),
        expect.closeTo(1.5, 9),
        expect.closeTo(0.2 / (criticalWork as number), 9),
        0,
        0,
      ]);
      expect(end("l2_critical")).toBeLessThan(end("none") as number);
      expect(end("l2_critical")).toBeLessThan(end("l2_fraction") as number);
    }
  });

  it("says each claim once, by a figure and a chart that are there", () => {
    const charts = new Set(result.charts?.map(({ id }) => id));
    expect(charts.size).toBe(result.charts?.length);
    for (const { chart, figure } of result.findings ?? []) {
      expect(result.summary[figure]).toBeDefined();
      expect(charts).toContain(chart);
    }
  });

  it("gives the same bytes again, and from trials that went through JSON", async () => {
    const again = [0, 1].map((index) =>
      runTrial(languageModelDrift, tiny, 1, index, { progress: async () => {} }),
    );
    const texts = (await Promise.all(again)).map((trial) => JSON.stringify(trial));
    const summary = languageModelDrift.summarise(
      tiny,
      1,
      texts.map((text) => JSON.parse(text) as DriftTrial),
    );
    expect(JSON.stringify(experimentResultSchema.parse(summary))).toBe(JSON.stringify(result));
  }, 60_000);

  it("goes on when runs diverge, and decides nothing by them", async () => {
    const diverged = await run({ seeds: 2, tuneRate: 1e12 });
    expect(diverged.summary.diverged_none).toMatchObject({ value: 1 });
    expect(diverged.summary.rise_none).toMatchObject({ value: null, n: 0 });
    expect(diverged.summary.diverged_step_none?.value).toBeLessThanOrEqual(50);
    expect(diverged.verdict).toBe("undecided");
    experimentResultSchema.parse(JSON.parse(JSON.stringify(diverged)));
    const base = await run({ seeds: 1, baseRate: 1e12 });
    expect(base.summary.diverged_base).toMatchObject({ value: 1 });
    expect(base.verdict).toBe("undecided");
    experimentResultSchema.parse(JSON.parse(JSON.stringify(base)));
  }, 60_000);
});

/** Trials whose S goes from 0.5 to the given ends, a little different in each seed. */
function trialsWith(ends: Record<string, number>): DriftTrial[] {
  return [0, 1, 2].map((seed) => ({
    seed,
    parameterCount: 100,
    execution: "native",
    lambdaMax: 2,
    criticalWork: 4.6,
    baseDiverged: null,
    runs: conditionIds.map((condition) => {
      const point = (step: number, entropy: number, warm: number) => ({
        step,
        counts: [40, 4, 4, 4, 4, 4],
        entropy,
        entropyLower: entropy - 0.1,
        entropyUpper: entropy + 0.1,
        reward: 0,
        exact: [0.5, 0.1, 0.1, 0.1, 0.1, 0.1],
        exactEntropy: entropy,
        divergence: 0,
        warm,
      });
      const end = (ends[condition] ?? 0.5) + 1e-3 * seed;
      const points = [point(0, 0.5, 0.2), point(100, end, condition === "l2_critical" ? 0.25 : 0.9)];
      return { condition, gamma: 0, diverged: null, points };
    }),
  }));
}

describe("the verdict of language-model-drift follows its rule", () => {
  const of = (ends: Record<string, number>, trials = trialsWith(ends)) =>
    languageModelDrift.summarise(
      { ...languageModelDrift.defaults, tuneSteps: 100, measureEvery: 100 },
      1,
      trials,
    );
  const standing = (result: ExperimentResult, figure: string) =>
    result.findings?.find((finding) => finding.figure === figure)?.standing;

  it.each([
    ["no-drift", { none: 0.55 }],
    ["work-holds", { none: 1.2 }],
    ["work-fails", { none: 1.2, l2_critical: 1.1 }],
    ["undecided", { none: 0.599 }],
  ])("%s", (expected, ends) => {
    expect(of(ends).verdict).toBe(expected);
  });

  it("states gamma_eff in nats a step, and each claim's side", () => {
    const result = of({ none: 1.2, kl_energy: 1.4, l2_fraction: 0.5 });
    expect(result.summary.gamma_eff_l2_critical?.value).toBeCloseTo(0.7 / 100, 9);
    expect(standing(result, "gamma_eff_l2_critical")).toBe("supported");
    expect(standing(result, "gamma_eff_kl_energy")).toBe("not supported");
    // It lowers dS/dt, but no more responses stay intended than without work.
    expect(result.summary.gamma_eff_kl_reward?.lower).toBeGreaterThan(0);
    expect(result.summary.fidelity_kept_kl_reward?.value).toBe(0);
    expect(standing(result, "gamma_eff_kl_reward")).toBe("not supported");
    expect(standing(result, "rise_l2_critical")).toBe("supported");
    expect(standing(result, "rise_l2_fraction")).toBe("not supported");
    // The warm manner rises by 0.05 with work and by 0.7 without.
    expect(result.summary.learned_over_half_l2_critical?.value).toBeCloseTo(0.05 - 0.35, 9);
    expect(standing(result, "learned_over_half_l2_critical")).toBe("not supported");
  });

  it("is undecided with one seed", () => {
    expect(of({}, trialsWith({ none: 1.2 }).slice(0, 1)).verdict).toBe("undecided");
  });

  it("refuses parameters that cannot be, with what was expected", () => {
    const wrong = (change: object) =>
      languageModelDrift.problem({ ...languageModelDrift.defaults, ...change });
    expect(languageModelDrift.problem(languageModelDrift.defaults)).toBeUndefined();
    expect(wrong({ seeds: 0 })).toMatch(/seeds must be a whole number from 1 to 1000000, got 0/);
    expect(wrong({ values: 2 })).toMatch(/values must be a whole number from 3 /);
    expect(wrong({ group: 1 })).toMatch(/group must be a whole number from 2 /);
    expect(wrong({ heads: 3 })).toMatch(/width must be a multiple of heads \(3\), got 32/);
    expect(wrong({ tuneRate: 0 })).toMatch(/tuneRate must be positive/);
    expect(wrong({ fidelity: 1 })).toMatch(/fidelity must lie between 0 and 1/);
    expect(wrong({ fidelity: 0.1 })).toMatch(/above an even share/);
    expect(wrong({ heldOut: 0.001 })).toMatch(/prompts on both sides: 0.001 of 320 is 0/);
    expect(wrong({ execution: "cuda" })).toMatch(/auto, native or wasm/);
  });
});
