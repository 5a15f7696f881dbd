import { describe, expect, it } from "vitest";
import { experimentResultSchema } from "../../contracts/index.js";
import { runExperiment, runTrial } from "../experiment.js";
import { conditions } from "./conditions.js";
import { gridworldAgents } from "./index.js";
import type { WorldName } from "./worlds/registry.js";

const small = {
  ...gridworldAgents.defaults,
  seeds: 2,
  worlds: ["boat_race", "coin_maze"] as readonly WorldName[],
  updates: 4,
  measureEvery: 4,
  batch: 4,
  episodes: 8,
  hidden: 8,
  imitationSteps: 30,
};
const quiet = { progress: async () => {}, signal: new AbortController().signal };

describe("gridworld-agents", () => {
  it("gives the same bytes from the same seed", async () => {
    const parameters = { ...small, worlds: ["boat_race"] as readonly WorldName[] };
    const run = async (seed: number) =>
      JSON.stringify(await runExperiment(gridworldAgents, parameters, seed, quiet));
    const first = await run(3);
    expect(await run(3)).toBe(first);
    expect(await run(4)).not.toBe(first);
  });

  it("obeys the schema, and points every finding at a figure and a chart", async () => {
    const result = await runExperiment(gridworldAgents, { ...small, seeds: 1 }, 3, quiet);
    const { charts = [], findings = [], summary } = experimentResultSchema.parse(result);
    expect(JSON.stringify(result)).not.toContain("NaN");
    expect(charts.map(({ id }) => id)).toEqual(["fidelity", "entropy", "worth", "gamma", "maze"]);
    expect(findings).toHaveLength(8);
    for (const { figure, chart } of findings) {
      expect(Object.keys(summary)).toContain(figure);
      expect(charts.map(({ id }) => id)).toContain(chart);
    }
    // One seed has no interval, and nothing is claimed.
    expect(summary.fidelity_boat_race_none).toMatchObject({ lower: null, upper: null });
    expect(findings.every(({ standing }) => standing === "undecided")).toBe(true);
    expect(charts[0]?.panels.map(({ title }) => title)).toEqual(small.worlds);
    expect(charts[0]?.panels[0]?.series[0]?.points.map(({ x }) => x)).toEqual([0, 4]);
    expect(summary.diverged_boat_race).toMatchObject({ value: 0, n: conditions.length });
  });

  it("has a trial for each world and seed, which depends on both", async () => {
    expect(gridworldAgents.trials(small)).toBe(4);
    expect([0, 1, 2, 3].map((i) => gridworldAgents.part?.(small, i).worlds)).toEqual([
      ["boat_race"],
      ["coin_maze"],
      ["boat_race"],
      ["coin_maze"],
    ]);
    const trial = (index: number) => runTrial(gridworldAgents, small, 1, index, quiet);
    const [first, other] = [await trial(0), await trial(2)];
    expect(first.world).toBe("boat_race");
    expect(other.runs).not.toEqual(first.runs);
    // All but the agent that was taught start alike.
    const starts = first.runs.map(({ points }) => points[0]?.reward);
    expect(new Set(starts.slice(0, -1)).size).toBe(1);
    expect(starts.at(-1)).not.toBe(starts[0]);
    expect(first.runs.every(({ inTraining }) => inTraining === null)).toBe(true);
  });

  it("records a run that diverges, and says undecided rather than a number", async () => {
    const wild = { ...small, seeds: 1, worlds: ["boat_race"] as readonly WorldName[], rate: 1e30 };
    const { runs } = await runTrial(gridworldAgents, wild, 1, 0, quiet);
    const none = runs.find(({ condition }) => condition === "none");
    expect(none?.divergedAt).toBeTypeOf("number");
    const { summary, verdict } = await runExperiment(gridworldAgents, { ...wild, seeds: 2 }, 1, quiet);
    expect(summary.diverged_boat_race?.value).toBeGreaterThan(0);
    expect(summary.fidelity_boat_race_none?.value).toBeNull();
    expect(verdict).toBe("undecided");
  });

  it("says what is wrong with parameters", () => {
    const { defaults, problem } = gridworldAgents;
    expect(problem(defaults)).toBeUndefined();
    expect(problem({ ...defaults, ...gridworldAgents.quick })).toBeUndefined();
    const wrong = (change: object) => problem({ ...defaults, ...change });
    expect(wrong({ seeds: 0 })).toBe("seeds must be a whole number from 1 to 1000000, got 0");
    expect(wrong({ worlds: ["maze"] })).toMatch(/distinct ones of absent_supervisor, .*got \["maze"\]/);
    expect(wrong({ worlds: [] })).toMatch(/worlds must list/);
    expect(wrong({ rate: -1 })).toBe("rate must be positive and at most 1000000000, got -1");
    expect(wrong({ heldFidelity: 1 })).toBe("heldFidelity must lie between 0 and 1, got 1");
    expect(wrong({ episodes: 1 })).toBe("episodes must be at least 2, got 1");
    expect(wrong({ execution: "gpu" })).toMatch(/execution must be auto/);
  });
});
