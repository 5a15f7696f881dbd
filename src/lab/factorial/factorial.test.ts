import { describe, expect, it } from "vitest";
import { type ExperimentResult, experimentResultSchema } from "../../contracts/index.js";
import { runExperiment } from "../experiment.js";
import { factorial } from "./index.js";
import type { FactorialParameters } from "./parameters.js";
import type { FactorialTrial } from "./trial.js";

const small: FactorialParameters = {
  ...factorial.defaults,
  ...factorial.quick,
  seeds: 2,
  hidden: 8,
  alignmentSteps: 100,
  driftSteps: 64,
  conflictInputs: 100,
  fisherInputs: 64,
  taskInputs: 100,
};

const run = (seed: number, changed: Partial<FactorialParameters> = {}): Promise<ExperimentResult> =>
  runExperiment(factorial, { ...small, ...changed }, seed, {
    progress: async () => {},
    signal: new AbortController().signal,
  });

const cell = ({ cells }: FactorialTrial, noise: string, gaming: boolean, work = false) =>
  cells.find((one) => one.noise === noise && one.gaming === gaming && one.work === work)!;

describe("factorial", () => {
  it("runs all sixteen cells, obeys the schema, and gives the same bytes from the same seed", async () => {
    const result = await run(3);
    const text = JSON.stringify(result);
    expect(JSON.stringify(await run(3))).toBe(text);
    experimentResultSchema.parse(JSON.parse(text));
    for (const trial of result.series as FactorialTrial[]) {
      const names = trial.cells.map(({ noise, gaming, work }) => `${noise} ${gaming} ${work}`);
      expect(new Set(names).size).toBe(16);
      // Gaming raises S and lets the network learn the proxy; work costs some of that.
      const [none, gaming, worked] = [
        cell(trial, "none", false),
        cell(trial, "none", true),
        cell(trial, "none", true, true),
      ];
      expect(gaming.rise).toBeGreaterThan(none.rise!);
      expect(gaming.taskLoss).toBeLessThan(none.taskLoss!);
      expect(worked.taskLoss).toBeGreaterThan(gaming.taskLoss!);
      // Noise on the gradient moves a network whose loss has nothing left to teach.
      expect(cell(trial, "gradient", false).entropy).not.toBe(none.entropy);
    }
    expect(result.summary.diverged_runs).toMatchObject({ value: 0, n: 32 });
  });

  it("records runs that diverge, leaves their seed out, and goes on", async () => {
    const { series, summary, verdict } = await run(1, { driftRate: 1e30 });
    const [trial] = series as FactorialTrial[];
    expect(cell(trial!, "none", true)).toMatchObject({ rise: null, taskLoss: null });
    expect(cell(trial!, "none", true).divergedAt).toBeLessThanOrEqual(50);
    expect(summary.diverged_runs?.value).toBeGreaterThan(0);
    expect(summary.interaction_batch?.value).toBeNull();
    expect(verdict).toBe("undecided");
    const lost = await run(1, { alignmentRate: 1e30 });
    expect(lost.summary.diverged_runs).toMatchObject({ value: 32, n: 32 });
  });
});
