import { describe, expect, it } from "vitest";
import { closedLoopResultSchema, type ExperimentResult } from "../../contracts/index.js";
import { runExperiment } from "../experiment.js";
import { closedLoop } from "./index.js";

/** The real loop, shortened: two seeds, a narrower network, fewer steps. */
const small = {
  ...closedLoop.defaults,
  seeds: 2,
  hidden: 32,
  alignmentSteps: 300,
  driftSteps: 100,
  conflictInputs: 300,
  fisherInputs: 128,
  taskInputs: 300,
};

const run = (seed: number, activities: string[] = []): Promise<ExperimentResult> =>
  runExperiment(closedLoop, small, seed, {
    progress: async ({ activity }) => {
      activities.push(activity);
    },
    signal: new AbortController().signal,
  });

describe("closed loop", () => {
  it("runs on a real learner, obeys its schema, and gives the same bytes from the same seed", async () => {
    const activities: string[] = [];
    const result = await run(3, activities);
    expect(JSON.stringify(await run(3))).toBe(JSON.stringify(result));
    expect(JSON.stringify(await run(4))).not.toBe(JSON.stringify(result));
    const first = closedLoopResultSchema.parse(result);
    expect(activities).toContain("alignment phase");
    expect(activities.some((activity) => activity.startsWith("drift, feedback"))).toBe(true);

    const entropy = (policy: string) => first.summary[`entropy_${policy}`]?.value as number;
    expect(entropy("critical_start")).toBeLessThan(entropy("none"));
    for (const { points } of first.series) {
      expect(points.map(({ step }) => step)).toEqual([0, 25, 50, 75, 100]);
      expect(points.filter(({ lambdaMax }) => lambdaMax !== null)).toHaveLength(2);
    }
  });

  it("records that training diverged, at which step", async () => {
    const wild = { ...small, seeds: 1, driftRate: 1e4 };
    const context = { progress: async () => {}, signal: new AbortController().signal };
    const { verdict, why, summary } = await runExperiment(closedLoop, wild, 1, context);
    expect(verdict).toBe("undecided");
    expect(summary.diverged_none?.value).toBe(1);
    expect(why).toMatch(
      /no alignment work: 1 runs diverged, .* after \d+ steps: lower the learning rate \(now 10000\)/,
    );
  });

  it("refuses a target above ln K, which no goals can reach", () => {
    expect(closedLoop.problem({ ...small, target: 1.7 })).toMatch(/target must be at most ln 5 = 1.609/);
    expect(closedLoop.problem(small)).toBeUndefined();
  });

  it("stops when asked to", async () => {
    const controller = new AbortController();
    const progress = async (): Promise<void> => controller.abort(new Error("enough"));
    await expect(
      runExperiment(closedLoop, small, 1, { progress, signal: controller.signal }),
    ).rejects.toThrow("enough");
  });
});
