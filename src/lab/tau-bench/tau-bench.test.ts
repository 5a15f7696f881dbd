import { describe, expect, it } from "vitest";
import type { Transcript } from "../../contracts/index.js";
import { tauBenchResultSchema } from "../../contracts/index.js";
import { RandomStream } from "../../numeric/index.js";
import { runExperiment } from "../experiment.js";
import { overTasks } from "./bootstrap.js";
import { matchedCandidates } from "./candidates.js";
import { tauBench } from "./index.js";
import { overlaps } from "./overlap.js";
import { auc, aucWithin, rankCorrelation } from "./relation.js";
import { taskRuns } from "./tasks.js";

describe("the relation of a score to success", () => {
  it("AUC counts pairs, ties one half", () => {
    expect(auc([3, 1, 2, 2], [true, false, true, false])).toBe((1 + 1 + 1 + 0.5) / 4);
    expect(auc([1, 2], [true, true])).toBeUndefined();
  });

  it("within groups, a difference between groups does not count", () => {
    const groups = [
      { scores: [0.9, 0.8], success: [false, true] },
      { scores: [0.2, 0.1, 0.1], success: [true, false, false] },
      { scores: [0.5], success: [true] },
    ];
    expect(aucWithin(groups)).toBe(2 / 3);
    expect(aucWithin([groups[2]])).toBeUndefined();
  });

  it("the rank correlation is 1 - 6 sum d^2 / n (n^2 - 1) without ties, and shares ranks with them", () => {
    expect(rankCorrelation([10, 20, 30, 40], [1, 3, 2, 9])).toBeCloseTo(1 - (6 * 2) / (4 * 15), 12);
    expect(rankCorrelation([1, 1, 2], [5, 5, 7])).toBeCloseTo(1, 12);
    expect(rankCorrelation([1, 2, 3], [4, 4, 4])).toBeUndefined();
    expect(rankCorrelation([1], [2])).toBeUndefined();
  });
});

it("the bootstrap over tasks covers the mean of tasks 95 times of 100", () => {
  const stream = RandomStream.fromSeed(4);
  const [replications, tasks] = [200, 40];
  let covered = 0;
  for (let r = 0; r < replications; r++) {
    const values = Array.from({ length: tasks }, () => stream.uniform());
    const estimate = overTasks(
      values.map((_, t) => [t]),
      { resamples: 400, stream: stream.split(r) },
    );
    const { lower, upper } = estimate(
      (rows) => rows.flat().reduce((sum, t) => sum + values[t], 0) / rows.length,
    );
    if (lower! <= 0.5 && 0.5 <= upper!) covered++;
  }
  // Three standard errors of a share of 0.95, and two points for the percentile method's known shortfall at n = 40.
  expect(Math.abs(covered / replications - 0.95)).toBeLessThan(
    3 * Math.sqrt((0.95 * 0.05) / replications) + 0.02,
  );
});

const call = (name: string, kwargs: object = {}) => ({
  name,
  arguments: kwargs as Record<string, unknown>,
  failed: false,
});
/** Four runs of each task; those that succeed do its gold actions, the others look around. */
const transcripts: Transcript[] = [
  ["cancel", 1],
  ["cancel", 2],
  ["book", 3],
  ["book", 4],
  ["nothing", 0],
  ["nothing", 0],
].flatMap(([verb, id], task) =>
  [true, true, false, false].map((success, trial): Transcript => {
    const gold = verb === "nothing" ? [] : [{ name: `${verb}_reservation`, kwargs: { id } }];
    const done = gold.map(({ name, kwargs }) => call(name, kwargs));
    const other = verb === "nothing" ? [call("book_reservation", { id: 9 })] : [call("look"), call("look")];
    return {
      id: `task ${task}, trial ${trial}`,
      position: { source: "made" },
      messages: [],
      toolCalls: success ? done : other,
      success,
      score: Number(success),
      metadata: { task_id: task, trial, task: { actions: gold } },
    };
  }),
);

describe("taskRuns", () => {
  it("tasks with the same gold actions have one goal, which avoids what changes something", () => {
    const { goals, runs, tasks } = taskRuns(transcripts);
    expect([goals.length, runs.length, tasks]).toEqual([5, 24, 6]);
    expect(runs.at(-1)?.intended).toBe(runs.at(-5)?.intended);
    expect(goals[0].avoids).toEqual(["cancel_reservation", "book_reservation"]);
  });

  it("names the run without gold actions or reward", () => {
    const [first] = transcripts;
    expect(() => taskRuns([{ ...first, metadata: {} }])).toThrow(
      /task 0, trial 0: expected info.task.actions/,
    );
    const { success: _, ...unscored } = first;
    expect(() => taskRuns([unscored])).toThrow(/task 0, trial 0: expected a reward/);
  });

  it("matched candidates are of the same kind first; the baseline counts exact actions", () => {
    const { goals, runs } = taskRuns(transcripts);
    const chosen = matchedCandidates(goals, 0, 2, RandomStream.fromSeed(1));
    expect(chosen).toEqual([0, 1]);
    expect(overlaps(runs[0], goals)).toEqual([1, 0, 0, 0, 0]);
    expect(overlaps(runs[2], goals)).toEqual([0, 0, 0, 0, 0]);
  });
});

const run = (data: readonly Transcript[], resamples: number) =>
  runExperiment(tauBench.on(data), { ...tauBench.defaults, candidates: 3, resamples }, 1, {
    progress: async () => {},
    signal: new AbortController().signal,
  });

describe("the experiment", () => {
  it("finds a relation where success is to do what was asked, by its rule", async () => {
    const result = tauBenchResultSchema.parse(await run(transcripts, 200));
    expect(result.summary).toMatchObject({ runs: { value: 24 }, tasks: { value: 6 }, goals: { value: 5 } });
    expect(result.summary.auc_within_task.value).toBe(1);
    expect(result.verdict).toBe("related");
    expect(await run(transcripts, 200)).toEqual(result);
  });

  it("says of each task how much four runs leave open of S, and names the goals that it cannot tell apart", async () => {
    const { summary, series, why } = tauBenchResultSchema.parse(await run(transcripts, 200));
    expect(series.tasks.map(({ runs, successes }) => [runs, successes])).toEqual(Array(6).fill([4, 2]));
    for (const { entropy, fidelity, warnings } of series.tasks) {
      expect(entropy.lower).toBeLessThanOrEqual(entropy.value);
      expect(entropy.upper - entropy.lower).toBeGreaterThan(0.5);
      expect(fidelity.n).toBe(4);
      expect(warnings.join()).toContain("4 episodes are few");
    }
    expect(summary.entropy_task.value!).toBeGreaterThan(summary.entropy_task_plug_in.value!);
    expect(why).toContain("too few to say much about its S");
    const nothing = series.tasks.at(-1)!;
    expect(nothing.warnings.join()).toMatch(/hardly tell apart .*none of these/);
  });

  it("finds none where success is drawn by lot", async () => {
    const stream = RandomStream.fromSeed(2);
    const lots = transcripts.map((transcript) => ({ ...transcript, success: stream.uniform() < 0.5 }));
    expect((await run(lots, 200)).verdict).toBe("no relation shown");
  });

  it("refuses parameters that make no sense", () => {
    expect(tauBench.problem({ candidates: 1, resamples: 2000 })).toMatch(/candidates/);
    expect(tauBench.problem({ candidates: 20, resamples: 1 })).toMatch(/resamples/);
    expect(tauBench.problem(tauBench.defaults)).toBeUndefined();
  });
});
