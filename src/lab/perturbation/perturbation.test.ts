import { describe, expect, it } from "vitest";
import { type ExperimentResult, experimentResultSchema } from "../../contracts/index.js";
import { runExperiment } from "../experiment.js";
import { perturbation } from "./index.js";
import type { PerturbationParameters } from "./parameters.js";
import type { PerturbationTrial } from "./trial.js";

/** Every system, as small as it goes. */
const small: PerturbationParameters = {
  ...perturbation.defaults,
  ...perturbation.quick,
  seeds: 1,
  multiples: [0, 1, 1.5],
  gridPoints: 4,
  conflictInputs: 60,
  fisherInputs: 64,
  taskInputs: 60,
  hidden: 8,
  alignmentSteps: 75,
  transformerWidth: 8,
  transformerAlignmentSteps: 75,
  driftSteps: 40,
  transformerDriftSteps: 40,
  agentUpdates: 20,
  agentEpisodes: 4,
  side: 4,
  dimension: 5,
  logitDraws: 50,
};

const run = (seed: number, changed: Partial<PerturbationParameters> = {}): Promise<ExperimentResult> =>
  runExperiment(perturbation, { ...small, ...changed }, seed, {
    progress: async () => {},
    signal: new AbortController().signal,
  });

describe("perturbation", () => {
  it("runs every system, obeys the schema, and gives the same bytes from the same seed", async () => {
    const result = await run(3);
    const text = JSON.stringify(result);
    expect(JSON.stringify(await run(3))).toBe(text);
    expect(JSON.stringify(await run(4))).not.toBe(text);
    experimentResultSchema.parse(JSON.parse(text));
    const trials = result.series as PerturbationTrial[];
    expect(trials.map(({ system }) => system).sort()).toEqual([...small.systems].sort());
    for (const { points, criticalWork } of trials) {
      const multiples = points.filter(({ origin }) => origin === "multiple");
      expect(multiples.map(({ gamma }) => gamma / criticalWork!)).toEqual(
        small.multiples.map((multiple) => expect.closeTo(multiple, 10)),
      );
    }
  });

  it("has trials for every system and seed, the scalar law once", () => {
    const trials = perturbation.trials({ ...small, seeds: 3 });
    expect(trials).toBe(1 + 3 * 5);
    const systems = Array.from(
      { length: trials },
      (_, i) => perturbation.part!({ ...small, seeds: 3 }, i).systems,
    );
    expect(systems.flat().filter((system) => system === "classifier")).toHaveLength(3);
    expect(systems.every(({ length }) => length === 1)).toBe(true);
  });

  it("records runs that diverge, and goes on", async () => {
    const { series, summary, verdict } = await run(1, { systems: ["classifier"], driftRate: 1e30 });
    const [trial] = series as PerturbationTrial[];
    expect(trial!.points[0]).toMatchObject({ gamma: 0, entropy: null, rate: null, taskLoss: null });
    expect(trial!.points[0]!.divergedAt).toBeLessThanOrEqual(50);
    expect(summary.diverged_classifier?.value).toBeGreaterThan(0);
    expect(verdict).toBe("undecided");
    const lost = await run(1, { systems: ["classifier"], alignmentRate: 1e30 });
    expect((lost.series as PerturbationTrial[])[0]).toMatchObject({ criticalWork: null });
    expect(lost.summary).toMatchObject({
      diverged_classifier: { value: 1 },
      ratio_classifier: { value: null },
    });
  });
});
