import { describe, expect, it } from "vitest";
import { episodeLikelihoods, weightEntropy } from "../../goals/index.js";
import { RandomStream } from "../../numeric/index.js";
import { runExperiment } from "../experiment.js";
import { type CellSeries, describe as describeCell } from "./cell.js";
import { calibrateEntropy } from "./index.js";
import { cellsOf, calibrateEntropyDefaults as defaults, partOf, problem, trialsOf } from "./parameters.js";
import { drawPopulation } from "./populations.js";
import { summarise } from "./summarise.js";
import type { CellTally } from "./trial.js";
import { exitWorld } from "./world.js";

const context = { progress: async () => {}, signal: new AbortController().signal };
const one = { goals: [3], beta: [4], populations: ["drawn"], episodes: [50], replications: 200, batch: 50 };
const run = async (over: Partial<typeof defaults>) => {
  const { series } = await runExperiment(calibrateEntropy, { ...defaults, ...one, ...over }, 5, context);
  return (series as CellSeries[])[0]!;
};

describe("the trials", () => {
  it("share the replications of every cell evenly", () => {
    const cells = cellsOf(defaults);
    expect([cells.length, trialsOf(defaults)]).toEqual([200, 2000]);
    const times = new Map<string, number>();
    for (let i = 0; i < trialsOf(defaults); i++) {
      const part = partOf(defaults, i);
      expect(cellsOf(part)).toEqual([cells[i % cells.length]]);
      const name = JSON.stringify(cellsOf(part));
      times.set(name, (times.get(name) ?? 0) + part.replications);
    }
    expect([...times.values()]).toEqual(new Array(200).fill(defaults.replications));
  });

  it("are judged before they run", () => {
    expect(problem(defaults)).toBeUndefined();
    expect(problem({ ...defaults, beta: [1.3] })).toMatch(/beta must be .* above ln 4/);
    expect(problem({ ...defaults, goals: [21] })).toMatch(/goals must be whole numbers from 2 to 20/);
    expect(problem({ ...defaults, populations: ["even"] })).toMatch(/got \["even"\]/);
    expect(problem({ ...defaults, batch: 300 })).toMatch(/must be a multiple of batch/);
    expect(problem({ ...defaults, episodes: [] })).toMatch(/episodes must not be empty/);
  });
});

describe("the world", () => {
  it("lets an episode say no more than where it ended, so that equal ends are counted together", () => {
    const world = exitWorld(5, 1.6, defaults);
    const stream = RandomStream.fromSeed(31);
    const logLikelihood = new Float64Array(5 * 3000);
    for (let e = 0; e < 3000; e++) world.walk(stream, e % 5, logLikelihood, 5 * e);
    const { rows, episodes } = episodeLikelihoods(logLikelihood, 5);
    expect(episodes).toBe(3000);
    expect(rows).toBeLessThanOrEqual(7 * 7);
    expect(rows).toBeGreaterThan(20);
  });

  it("has populations with the entropies that their names promise", () => {
    const stream = RandomStream.fromSeed(32);
    const entropy = (name: string) => weightEntropy(drawPopulation(name, 5, stream));
    expect(entropy("equal")).toBeCloseTo(Math.log(5), 12);
    expect(entropy("single")).toBe(0);
    expect(entropy("start")).toBeCloseTo(0.3250829733914482 + 0.1 * Math.log(4), 12);
  });
});

describe("coverage", () => {
  it("is the level for populations drawn from the prior", async () => {
    const { coverage95, coverage80, missedBelow, missedAbove } = await run({});
    expect(Math.abs(coverage95.value - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / 200));
    expect(Math.abs(coverage80.value - 0.8)).toBeLessThan(4 * Math.sqrt((0.8 * 0.2) / 200));
    expect(coverage95.value + missedBelow + missedAbove).toBeCloseTo(1, 12);
  });

  it("is whole for a single goal that the episodes are certain of: S = 0 is never ruled out", async () => {
    const cell = await run({ populations: ["single"], replications: 20, batch: 20 });
    expect(cell).toMatchObject({ coverage95: { value: 1 }, reachesZero: 1, missedBelow: 0, warned: 1 });
    expect(cell.reason).toMatch(/100% of its intervals reach 0/);
  });
});

describe("the verdict", () => {
  const p = { ...defaults, ...one, replications: 1000, batch: 500, populations: ["drawn", "start"] };
  const [drawn, start] = cellsOf(p);

  /** A batch of 500 with so many covered and so many warnings. */
  const tally = (covered95: number, warnings: Partial<CellTally> = {}): CellTally => {
    const zero = Object.fromEntries(TALLY.map((key) => [key, 0])) as unknown as CellTally;
    return { ...zero, replications: 500, covered95, covered80: 400, ...warnings };
  };
  const verdict = (fixed: CellTally, prior = tally(475), parameters = p) => {
    const half = [prior, fixed];
    return summarise(parameters, [...half, ...half]);
  };

  it("is calibrated when every judged cell lies within 93 to 97%", () => {
    const result = verdict(tally(465));
    expect(result.verdict).toBe("calibrated");
    expect(result.summary).toMatchObject({
      coverage95_min: { value: 0.93, n: 1000 },
      coverage95_max: { value: 0.95 },
      cells: { value: 2 },
      cells_outside: { value: 0 },
    });
    expect(result.why).toMatch(/in 93\.0% to 95\.0% of at least 1000 .* None is outside/);
  });

  it("takes a reason only where the measurement warns of it", () => {
    expect(verdict(tally(440, { rare: 300 })).verdict).toBe("calibrated-with-exceptions");
    expect(verdict(tally(440, { rare: 300 })).why).toMatch(/start, 50 episodes: 88\.0% \(other goals .* 60%/);
    expect(verdict(tally(440, { few: 250 })).verdict).toBe("calibrated-with-exceptions");
    expect(verdict(tally(440, { rare: 200 })).verdict).toBe("not-calibrated");
    expect(verdict(tally(500, { end: 100 })).verdict).toBe("calibrated-with-exceptions");
    expect(verdict(tally(500)).verdict).toBe("not-calibrated");
    expect(verdict(tally(462)).why).toMatch(/sampling error/);
  });

  it("excuses no population drawn from the prior by its few episodes", () => {
    expect(verdict(tally(475), tally(440, { rare: 500, few: 500 })).verdict).toBe("not-calibrated");
    expect(describeCell(drawn!, tally(440, { few: 500 })).reason).toBeNull();
    expect(describeCell(start!, tally(440, { few: 500 })).reason).toMatch(/its episodes are few/);
  });

  it("is undecided with fewer replications, or nothing to judge", () => {
    const few = { ...p, batch: 400, replications: 800 };
    expect(verdict(tally(475), tally(475), few).verdict).toBe("calibrated");
    const less = summarise(p, [tally(475), tally(475)]);
    expect(less.verdict).toBe("undecided");
    const none = summarise({ ...p, episodes: [10] }, [tally(475), tally(475)]);
    expect([none.verdict, none.summary.coverage95_min?.value]).toEqual(["undecided", null]);
  });
});

const TALLY = [
  "covered80 below above laplaceCovered95 error squaredError width95 width80 reachesZero reachesTop warned few rare end",
  "sampled unmixed sweeps designEffect",
].flatMap((names) => names.split(" "));
