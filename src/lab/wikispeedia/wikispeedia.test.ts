import { describe, expect, it } from "vitest";
import { type NavigationData, type NavigationPath, wikispeediaResultSchema } from "../../contracts/index.js";
import { type Evidence, untempered } from "../../goals/index.js";
import { RandomStream } from "../../numeric/index.js";
import { runExperiment } from "../experiment.js";
import { NotEnoughData } from "../not-enough-data.js";
import { bootstrapOverTargets } from "./bootstrap.js";
import { drawCandidates } from "./candidates.js";
import { developmentTargets } from "./development.js";
import { wikispeedia } from "./index.js";
import { problem, wikispeediaDefaults } from "./parameters.js";
import { capPairs, targetFolds } from "./sampling.js";
import { average, calibrationError, gain } from "./statistics.js";
import { stages, type TargetTally, tally } from "./tally.js";

const stream = RandomStream.fromSeed(20251110);

/** Sixty articles on a ring with chords; people go to the link that is nearest along the ring, most of the time. */
function ringData(): NavigationData {
  const n = 60;
  const steps = [1, 2, 7, 15, 59];
  const links = Array.from({ length: n }, (_, from) =>
    steps.map((s) => [from, (from + s) % n] as const),
  ).flat();
  const random = stream.split("ring");
  const finished: NavigationPath[] = [];
  for (let target = 0; target < 40; target++) {
    for (let repeat = 0; repeat < 12; repeat++) {
      const nodes = [(target + 5 + random.integer(n - 10)) % n];
      for (let at = nodes[0]!; at !== target; at = nodes.at(-1)!) {
        const left = (target - at + n) % n;
        const best = steps.filter((s) => s <= left && s !== 59).at(-1) ?? 59;
        nodes.push((at + (random.uniform() < 0.8 ? best : steps[random.integer(5)]!)) % n);
      }
      finished.push({ nodes, target });
    }
  }
  return {
    articles: Array.from({ length: n }, (_, i) => `article ${i}`),
    links,
    categories: Array.from({ length: n }, (_, i) => [["all", `sector ${Math.floor(i / 10)}`]]),
    finished,
    unfinished: [],
    skipped: { paths: 1, first: "unfinished.tsv:2: what was wrong" },
  };
}

const run = (set: object, seed = 1, data = ringData()) =>
  runExperiment(
    wikispeedia.on(data),
    { ...wikispeediaDefaults, candidates: 5, replications: 200, ...set },
    seed,
    { progress: async () => {}, signal: new AbortController().signal },
  );

describe("wikispeedia experiment", () => {
  it("learns what made-up people follow, obeys the schema, and gives the same bytes from the same seed", async () => {
    const bytes = JSON.stringify(await run({}));
    const result = wikispeediaResultSchema.parse(JSON.parse(bytes));
    expect(JSON.stringify(await run({}))).toBe(bytes);
    expect(JSON.stringify(await run({}, 2))).not.toBe(bytes);
    const { summary, series, why } = result;
    expect(summary.targets_test?.value).toBe(8);
    expect(summary.logloss!.value!).toBeLessThan(summary.baseline_logloss!.value!);
    expect(summary.top1_all_but_last!.lower!).toBeLessThanOrEqual(summary.top1_all_but_last!.value!);
    expect(why).toContain("1 unfinished paths could not be read, the first: unfinished.tsv:2");
    const { stages: along } = series;
    expect(along[0]!.ours.entropy.value).toBeCloseTo(Math.log(5), 12);
    expect(along[3]!.ours.entropy.value!).toBeLessThan(along[1]!.ours.entropy.value!);
  });

  it("tests every path once with as many test parts as folds", async () => {
    const { finished } = ringData();
    const shown = finished.filter(({ nodes }) => nodes.length > 2).length;
    const { summary } = await run({ testFolds: 5, pathsPerPair: 100 });
    expect([summary.paths_test?.value, summary.targets_test?.value]).toEqual([shown, 40]);
  });

  it("leaves out the targets that features were chosen on, and walks that show too little, when told to", async () => {
    const { finished } = ringData();
    const development = developmentTargets(finished);
    expect(development.size).toBe(8);
    const few = { testFolds: 5, pathsPerPair: 100, replications: 100 };
    const fresh = finished.filter(({ target }) => !development.has(target));
    const showing = (clicks: number) => fresh.filter(({ nodes }) => nodes.length >= clicks + 2).length;
    const one = await run({ ...few, testDevelopment: 0 });
    expect([one.summary.targets_test?.value, one.summary.paths_test?.value]).toEqual([32, showing(1)]);
    const four = await run({ ...few, testDevelopment: 0, minClicks: 4 });
    expect(four.summary.paths_test?.value).toBe(showing(4));
    expect(four.why).toContain(
      `${fresh.length - showing(4)} test paths that show fewer clicks than 4 are left out.`,
    );
  });

  it("works on a folder of other targets, some of them without a category or a link back", async () => {
    const data = ringData();
    const unseen = Array.from({ length: 10 }, (_, i) => 50 + i);
    const finished = unseen.flatMap((target) =>
      [3, 4, 5].map((far) => ({
        nodes: Array.from({ length: far + 1 }, (_, k) => (target + 60 - far + k) % 60),
        target,
      })),
    );
    const categories = data.categories.map((list, node) => (node < 55 ? list : []));
    const other = { ...data, finished, categories };
    const { summary, verdict } = await run({ replications: 100 }, 1, other);
    expect([summary.paths_test?.value, summary.targets_test?.value]).toEqual([6, 2]);
    for (const name of [
      "top1_after_1",
      "top1_after_2",
      "top1_all_but_last",
      "logloss",
      "baseline_logloss",
      "ece",
    ])
      expect(summary[name]?.value, name).toBeTypeOf("number");
    expect(["beats-distance", "miscalibrated", "not-better"]).toContain(verdict);
  });

  it("says that there is not enough to split, or to learn from", async () => {
    const data = ringData();
    const to = (target: number) => data.finished.filter((path) => path.target === target);
    await expect(run({}, 1, { ...data, finished: [...to(1), ...to(2)] })).rejects.toThrow(
      /^finished paths lead to 2 targets, too few for 5 parts/,
    );
    const direct = Array.from({ length: 9 }, (_, i) => ({ nodes: [i, i + 1], target: i + 1 }));
    await expect(run({}, 1, { ...data, finished: direct })).rejects.toThrow(
      /^no finished path shows a click/,
    );
    await expect(run({}, 1, { ...data, finished: [] })).rejects.toBeInstanceOf(NotEnoughData);
  });

  it("says what is wrong with its parameters", () => {
    const wrong = (set: object) => problem({ ...wikispeediaDefaults, ...set });
    expect(wrong({})).toBeUndefined();
    expect(wrong({ folds: 2 })).toMatch(/^folds must be at least 3/);
    expect(wrong({ testFolds: 6 })).toBe("testFolds (6) must not exceed folds (5)");
    expect(wrong({ candidates: 1 })).toBe("candidates must be at least 2, got 1");
    expect(wrong({ testDevelopment: 2 })).toBe("testDevelopment must be 0 or 1, got 2");
    expect(wrong({ testPaths: 0.5 })).toBe("testPaths must be a whole number from 1 to 1000000, got 0.5");
    expect(wrong({ baselineBeta: Number.NaN })).toBe("baselineBeta must lie in 0 to 1000000000, got NaN");
    expect(wrong({ replications: 10 })).toMatch(/^replications must be at least 100/);
  });
});

describe("sampling", () => {
  it("splits by target: every target in one part, sizes that differ by one at most", () => {
    const { finished } = ringData();
    const folds = targetFolds(finished, 3, stream.split("folds"));
    expect(folds.map((part) => part.length).sort()).toEqual([13, 13, 14]);
    expect(folds.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i));
  });

  it("caps pairs of start and target, and only these", () => {
    const path = (start: number, target: number): NavigationPath => ({ nodes: [start, target], target });
    const paths = [...Array.from({ length: 50 }, () => path(1, 2)), path(2, 1), path(1, 3), path(1, 3)];
    const capped = capPairs(paths, 3, stream.split("cap"));
    const count = (start: number, target: number): number =>
      capped.filter(({ nodes, target: to }) => nodes[0] === start && to === target).length;
    expect([count(1, 2), count(2, 1), count(1, 3)]).toEqual([3, 1, 2]);
  });
});

describe("drawCandidates", () => {
  // Links from node 0 to each node; 255: cannot be reached.
  const hops = Uint8Array.from([0, 1, 2, 2, 2, 2, 2, 3, 4, 255]);
  const draw = (targets: number[], others: number[], count: number) =>
    drawCandidates({ targets, others }, hops, 0, 2, count, stream.split("draw"));

  it("puts the target first, and takes targets at its distance before anything else", () => {
    const [target, ...rest] = draw([0, 1, 2, 3, 4, 5, 7], [6], 4);
    expect([target, ...rest.sort()]).toEqual([2, 3, 4, 5]);
  });

  it("then other articles at its distance, then the nearest distances; never what cannot be reached", () => {
    expect(draw([1, 2, 3, 9], [6, 8], 3)).toEqual([2, 3, 6]);
    expect(draw([2, 3, 8, 9], [6, 7], 4)).toEqual([2, 3, 6, 7]);
    expect(draw([2, 3, 8, 9], [6, 7], 20)).toEqual([2, 3, 6, 7, 8]);
  });
});

describe("tally", () => {
  const evidence = (...candidates: number[][]): Evidence => ({
    clicks: candidates.map((p) => Float64Array.from(p, Math.log)),
    truth: 0,
    cluster: 0,
  });
  const total = tally(7, [evidence([0.6, 0.5], [0.2, 0.5])], [evidence([0.5, 0.1], [0.5, 0.3])], untempered);
  const at = (side: "ours" | "baseline", measure: "top1" | "logloss" | "entropy", stage: string) =>
    average(side, measure, stage)(total);

  it("counts hits, losses and entropies by stage; ties are shared", () => {
    expect([at("ours", "top1", "after_0"), at("ours", "entropy", "after_0")]).toEqual([
      0.5,
      expect.closeTo(Math.LN2, 12),
    ]);
    expect([at("ours", "top1", "after_1"), at("baseline", "top1", "after_1")]).toEqual([1, 0.5]);
    expect(at("ours", "logloss", "1_left")).toBeCloseTo(-Math.log(0.75), 12);
    expect(at("baseline", "logloss", "1_left")).toBeCloseTo(-Math.log(0.25), 12);
    expect(at("baseline", "top1", "1_left")).toBe(0);
    expect(gain("top1", "every_click")(total)).toBe(0.75);
    expect(gain("logloss", "2_left")(total)).toBeCloseTo(Math.log(1.5), 12);
    expect(at("ours", "top1", "after_3")).toBeUndefined();
    expect(stages).toContain("after_3");
  });

  it("the calibration error is |hits - confidence| by bin: 0.75 twice and right twice", () => {
    expect(calibrationError(total)).toBeCloseTo(0.25, 12);
  });
});

describe("bootstrapOverTargets", () => {
  /** A target whose `walks` walks all are right, or all wrong, after one click. */
  const target = (right: number, walks: number): TargetTally => ({
    target: 0,
    walks,
    stages: stages.map((stage) =>
      stage === "after_1" ? [walks, right * walks, 0, 0, 0, 0, 0] : [0, 0, 0, 0, 0, 0, 0],
    ),
    bins: [],
  });
  const hits = average("ours", "top1", "after_1");

  it("has the spread of whole targets, not of walks: sqrt(p q / targets)", () => {
    const tallies = Array.from({ length: 100 }, (_, i) => target(i % 2, 50));
    const { value, lower, upper } = bootstrapOverTargets(tallies, 2000, stream.split("bootstrap"))(hits);
    expect(value).toBe(0.5);
    // Half the width is 1.96 x 0.05; 2000 replications know a quantile to about 0.0025, so four errors are 0.01.
    expect(Math.abs(upper! - lower! - 2 * 1.96 * 0.05)).toBeLessThan(0.02);
  });

  it("has no ends for one target, and no value for none", () => {
    expect(bootstrapOverTargets([target(1, 3)], 100, stream)(hits)).toEqual({
      value: 1,
      lower: null,
      upper: null,
    });
    expect(bootstrapOverTargets([], 100, stream)(hits)).toEqual({ value: null, lower: null, upper: null });
  });
});
