import { describe, expect, it } from "vitest";
import { standardErrors } from "../../../test/goodness-of-fit.js";
import {
  type AnswerData,
  chartSchema,
  experimentResultSchema,
  realStreamsResultSchema,
} from "../../contracts/index.js";
import { categorical, RandomStream } from "../../numeric/index.js";
import { runExperiment } from "../experiment.js";
import { behaviourOf, behaviours } from "./behaviour.js";
import { comparisonsOf } from "./conditions.js";
import { realStreams } from "./index.js";
import { realStreamsDefaults } from "./parameters.js";
import { referenceOf, scoresOf } from "./watchers.js";

describe("behaviourOf", () => {
  it.each([
    ["I'm sorry, but I cannot help with that.", "declines"],
    ["Sure.\n```js\n1\n```\n- a\n- b", "code"],
    ["Steps:\n1. one\n2) two", "list"],
    ["- only one item", "passage"],
    ["a\n\nb\n \nc", "paragraphs"],
    ["Plain words.\nMore.", "passage"],
    [`${"word ".repeat(60)} I cannot say more.`, "passage"],
    ["", "passage"],
  ])("%j is %s", (text, name) => expect(behaviours[behaviourOf(text)]).toBe(name));
});

/** Six conditions of written answers and two of actions, drawn: phi-2 answers in passages, the others in lists as well. */
function made(seed: number): AnswerData {
  const forms = ["I'm sorry, no.", "```\nx\n```", "- a\n- b", "a\n\nb\n\nc", "plain"];
  const stream = RandomStream.fromSeed(seed);
  const answersBy = (model: string, weights: readonly number[], padding: number) => {
    const draw = categorical(stream.split(model), weights);
    const words = stream.split(model, "words");
    return {
      model,
      answers: Array.from({ length: 800 }, (_, i) => ({
        question: String(i),
        text: `${forms[draw()]}${" pad".repeat(padding + words.integer(20))}`,
      })),
    };
  };
  const lists = [0.05, 0.05, 0.5, 0.2, 0.2];
  const actionsBy = (model: string, weights: readonly number[]) => {
    const draw = categorical(stream.split(model), weights);
    return { model, actions: Array.from({ length: 800 }, draw) };
  };
  return {
    answers: [
      answersBy("phi-2", [0.02, 0.03, 0.1, 0.1, 0.75], 0),
      answersBy("phi-2-sft", lists, 0),
      answersBy("phi-2-dpo", lists, 0),
      answersBy("claude-2.1", lists, 0),
      answersBy("claude-2.1_concise", lists, 0),
      answersBy("claude-2.1_verbose", lists, 500),
    ],
    actions: [actionsBy("A", [5, 3, 1, 1, 1, 0]), actionsBy("B", [1, 3, 1, 1, 3, 2])],
  };
}

const context = { progress: async () => {}, signal: new AbortController().signal };
const small = { ...realStreamsDefaults, shuffles: 25, ideal: 200 };

describe("normal scores", () => {
  it("are standard normal on windows of the reference, but for ties", () => {
    const stream = RandomStream.fromSeed(5);
    const shares = [0.4, 0.3, 0.2, 0.1];
    const items = Array.from({ length: 40_000 }, categorical(stream, shares));
    const scores = scoresOf(referenceOf(items, 4), 20, stream.split("scores"));
    for (const statistic of ["entropy", "divergence"] as const) {
      const z = scores(statistic, items.slice(0, 20_000));
      // 1,000 drawn windows place the mean to 1/sqrt(1000).
      expect(Math.abs(standardErrors(z, 0)) / Math.SQRT2).toBeLessThan(4);
      expect(z.reduce((sum, x) => sum + x * x, 0) / z.length).toBeGreaterThan(0.85);
    }
  });
});

describe("real-streams on drawn data", () => {
  it("keeps the promise, finds the shift there is, and not the one there is not", async () => {
    const experiment = realStreams.on(made(1));
    const result = await runExperiment(experiment, small, 1, context);
    experimentResultSchema.parse(result);
    for (const chart of result.charts!) chartSchema.parse(chart);
    const { shifts, conditions, watchers } = realStreamsResultSchema.parse(result).series;
    expect(result.verdict).toBe("undecided");
    expect(result.summary.cells_above_promise.value).toBe(0);
    expect(conditions).toHaveLength(8);
    expect(watchers).toHaveLength(5);
    const found = new Map(shifts.map((shift) => [`${shift.shift}`, shift.found?.[1]?.value]));
    expect(found.get("phi-2 to phi-2-sft")).toBe(1);
    expect(found.get("phi-2 to phi-2-sft, lengths matched")).toBe(1);
    expect(found.get("A to B")).toBe(1);
    expect(found.get("phi-2-sft to phi-2-dpo")).toBeLessThan(0.6);
    // Lengths that do not overlap leave nothing to match: undefined, not zero.
    expect(found.get("claude-2.1 to claude-2.1_verbose, lengths matched")).toBeUndefined();
    expect(result.summary.found_claude_2_1_to_claude_2_1_verbose_lengths_matched.value).toBeNull();
  });

  it("calls a promise kept from 500 shuffles on, and broken as soon as one pair is above it", () => {
    const experiment = realStreams.on(made(1));
    const verdict = (shuffles: number, alarms: number) => {
      const none = { alarms: [alarms, 0, 0, 0, 0], delay: [null, null, null, null, null] };
      const trial = {
        before: "A",
        after: null,
        matched: false,
        labelled: true,
        answers: 400,
        words: null,
        shuffles,
        ...none,
      };
      const promised = [0.2, 0.2, 0.2, 0.2, 0.2];
      return experiment.summarise({ ...small, shuffles }, 1, [{ ...trial, promised }]).verdict;
    };
    expect([verdict(500, 100), verdict(499, 100), verdict(499, 200)]).toEqual([
      "kept",
      "undecided",
      "broken",
    ]);
  });

  it("gives the same bytes for the same seed", async () => {
    const experiment = realStreams.on(made(2));
    const tiny = { ...small, shuffles: 4, ideal: 20 };
    const run = async () => JSON.stringify(await experiment.trial({ ...tiny, comparison: 10 }, 7, context));
    expect(await run()).toBe(await run());
  });

  it("matches lengths: mean words before and after come together", async () => {
    const experiment = realStreams.on(made(3));
    const comparisons = comparisonsOf(made(3));
    const index = comparisons.findIndex(({ matched, after }) => matched && after?.name === "phi-2-sft");
    const { words } = await experiment.trial({ ...small, shuffles: 10, comparison: index }, 1, context);
    expect(Math.abs(words![1] / words![0] - 1)).toBeLessThan(0.1);
  });

  it("says which answers are missing, and what is wrong with its parameters", () => {
    const data = made(4);
    expect(() => comparisonsOf({ ...data, answers: data.answers.slice(1) })).toThrow(
      /no answers of phi-2; expected phi-2/,
    );
    const problem = (change: Partial<typeof realStreamsDefaults>) =>
      realStreams.problem({ ...realStreamsDefaults, ...change });
    expect(problem({ every: 5 })).toMatch(/every must lie in 10 to 1000000 windows, got 5/);
    expect(problem({ reference: 1 })).toBe("reference must lie in (0, 1), got 1");
    expect(problem({})).toBeUndefined();
  });
});
