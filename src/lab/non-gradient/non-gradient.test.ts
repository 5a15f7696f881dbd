import { describe, expect, it } from "vitest";
import { reportableResultSchema } from "../../contracts/index.js";
import { runExperiment } from "../experiment.js";
import { nonGradient } from "./index.js";
import { nonGradientDefaults } from "./parameters.js";
import { atMatchedLoss, dose, rise, runOf } from "./statistics.js";
import { summarise } from "./summarise.js";
import { evolutionNames, type NonGradientTrial, type TrialRun } from "./trial.js";

const tiny = {
  ...nonGradientDefaults,
  seeds: 2,
  hidden: 8,
  population: 16,
  parents: 4,
  alignmentSteps: 200,
  generations: 20,
  shares: [0, 0.5],
  conflictInputs: 100,
  taskInputs: 100,
};
const context = { progress: async () => {}, signal: new AbortController().signal };

describe("non-gradient, made small", () => {
  it("runs on real networks, and gives the same bytes from the same seed", async () => {
    const result = await runExperiment(nonGradient, tiny, 1, context);
    expect(JSON.stringify(await runExperiment(nonGradient, tiny, 1, context))).toBe(JSON.stringify(result));
    reportableResultSchema.parse(result);
    for (const { runs } of result.series as NonGradientTrial[]) {
      expect(runs.map(({ method, condition }) => `${method} ${condition}`)).toEqual([
        "strategy 0",
        "strategy 0.5",
        "strategy no selection",
        "genetic 0",
        "genetic 0.5",
        "genetic no selection",
        "gradient 0",
        "gradient 0.5",
      ]);
      const starts = runs.map(({ points }) => JSON.stringify(points[0]));
      expect(new Set(starts).size).toBe(1);
      for (const { points } of runs) {
        expect(points.map(({ generation }) => generation)).toEqual([0, 5, 10, 15, 20]);
        for (const { entropy, fidelity, proxyGoals } of points) {
          expect(entropy).toBeGreaterThan(0);
          expect(fidelity + proxyGoals).toBeLessThanOrEqual(1 + 1e-6);
        }
      }
    }
  });

  it("records runs that diverge, and decides nothing by them", async () => {
    const wild = { ...tiny, seeds: 2, strategySd: 1e30, mutationSd: 1e30, gradientRate: 1e30 };
    const { summary, verdict } = await runExperiment(nonGradient, wild, 1, context);
    expect(summary.diverged_runs?.value).toBeGreaterThan(0);
    expect(summary.rise_gradient?.value).toBeNull();
    expect(verdict).not.toBe("without-gradients");
  });

  it.each([
    [{ seeds: 0 }, /seeds must be a whole number from 1 /],
    [{ population: 7 }, /even number/],
    [{ parents: 65 }, /from 1 to the population 64, got 65/],
    [{ shares: [0.5, 1] }, /must rise from 0/],
    [{ shares: [0, 0.5, 0.5] }, /must rise from 0/],
    [{ mutationSd: 0 }, /mutationSd must be positive/],
    [{ measureEvery: 100 }, /at most a quarter of the generations 300/],
  ])("refuses %o", (wrong, message) => {
    expect(nonGradient.problem({ ...nonGradientDefaults, ...wrong })).toMatch(message);
    expect(nonGradient.problem(nonGradientDefaults)).toBeUndefined();
  });
});

interface Ends {
  readonly proxy: number;
  readonly mutation: number;
  readonly worked: number;
  readonly rewarded: number;
}
const like = { proxy: 1.5, mutation: 0.5, worked: 0.7, rewarded: 0.8 };

/** A run whose S goes in a line to where it ends, and whose proxy loss falls from 4 as S rises. */
function run(method: TrialRun["method"], condition: TrialRun["condition"], end: number, goals = 0): TrialRun {
  const points = Array.from({ length: 41 }, (_, i) => {
    const entropy = 0.2 + (end - 0.2) * Math.min(1, i / 20);
    return { generation: 5 * i, entropy, fidelity: 0.5, proxyGoals: goals, proxyLoss: 4 - entropy };
  });
  return { method, condition, points, divergedAt: null };
}

function made(strategy: Ends, genetic: Ends = strategy, seeds = 5): NonGradientTrial[] {
  return Array.from({ length: seeds }, (_, seed) => ({
    seed,
    execution: "native",
    runs: [
      ...evolutionNames.flatMap((name) => {
        const { proxy, mutation, worked, rewarded } = name === "strategy" ? strategy : genetic;
        const wobble = 0.01 * seed;
        return [
          run(name, 0, proxy + wobble, rewarded),
          run(name, 0.5, worked - wobble),
          run(name, "no selection", mutation + 2 * wobble, 0.2 + wobble),
        ];
      }),
      run("gradient", 0, 1.4, 0.9),
      run("gradient", 0.5, 0.6),
    ],
  }));
}

describe("the verdict of non-gradient follows its rule", () => {
  const result = (trials: readonly NonGradientTrial[]) => summarise(tiny, trials);
  const scattered = { ...like, rewarded: 0.1 };
  const unmoved = { ...like, worked: 1.6 };

  it.each([
    ["without-gradients", like, like],
    ["in-part", scattered, like],
    ["in-part", like, unmoved],
    ["needs-gradients", unmoved, unmoved],
    ["needs-gradients", { ...like, proxy: 0.1 }, { ...like, proxy: 0.1 }],
  ])("%s", (verdict, strategy, genetic) => {
    expect(result(made(strategy, genetic)).verdict).toBe(verdict);
  });

  it("decides nothing from one seed, or where a run diverged", () => {
    expect(result(made(like, like, 1)).verdict).toBe("undecided");
    const [first, ...rest] = made(like) as [NonGradientTrial, ...NonGradientTrial[]];
    const broken = {
      ...first,
      runs: first.runs.map((one, i) => (i === 0 ? { ...one, divergedAt: 40 } : one)),
    };
    const { verdict, summary, findings } = result([broken, ...rest]);
    expect(verdict).toBe("undecided");
    expect(summary.rise_strategy?.n).toBe(4);
    expect(summary.diverged_runs?.value).toBe(1);
    expect(findings?.map(({ standing }) => standing)).toEqual([
      "undecided",
      "undecided",
      "supported",
      "supported",
    ]);
  });

  it("reads the numbers of a seed as they are", () => {
    const [trial] = made(like) as [NonGradientTrial];
    expect(rise(runOf(trial, "strategy", 0))).toBeCloseTo(1.3, 12);
    expect(dose(trial, "strategy", [0, 0.5])).toBeCloseTo(-1.6, 12);
    // S is 4 minus the loss in every run: at the same loss it is the same.
    expect(atMatchedLoss(trial, "strategy")).toBeCloseTo(0, 12);
  });
});
