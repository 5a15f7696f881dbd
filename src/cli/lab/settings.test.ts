import { describe, expect, it } from "vitest";
import type { ExperimentDescription } from "../../lab/index.js";
import { parametersOf } from "./settings.js";

const description: ExperimentDescription = {
  name: "an-experiment",
  version: "1",
  question: "?",
  rule: "!",
  defaults: { seeds: 20, widths: [8, 16], mode: "auto" },
  quick: { seeds: 2, widths: [4] },
  sampleSize: "seeds",
  problem: ({ seeds }) => (Number(seeds) >= 1 ? undefined : `seeds must be at least 1, got ${seeds}`),
};

describe("the parameters of a run", () => {
  it.each([
    ["defaults", { set: [] }, { seeds: 20, widths: [8, 16] }],
    ["a quick run", { quick: true as const, set: [] }, { seeds: 2, widths: [4] }],
    ["a sample size", { trials: 7, set: [] }, { seeds: 7, widths: [8, 16] }],
    ["a sample size of a quick run", { quick: true as const, trials: 7, set: [] }, { seeds: 7, widths: [4] }],
    [
      "settings over both",
      { quick: true as const, trials: 7, set: ["seeds=9", "mode=x=y"] },
      { seeds: 9, widths: [4], mode: "x=y" },
    ],
  ])("are %s", (_, settings, expected) => {
    expect(parametersOf(description, settings)).toEqual({ mode: "auto", ...expected });
  });

  it.each([
    [
      "what the experiment refuses",
      description,
      { set: ["seeds=0"] },
      /^--set: seeds must be at least 1, got 0/,
    ],
    ["a misspelt name", description, { set: ["seed=3"] }, /no parameter 'seed'; did you mean 'seeds'\?/],
    ["a strange name", description, { set: ["x=3"] }, /no parameter 'x'; it has: seeds, widths, mode/],
    ["another type", description, { set: ["widths=3"] }, /expected a JSON list of numbers for 'widths'/],
    ["a list of another", description, { set: ['widths=["3"]'] }, /expected a JSON list of numbers/],
    ["a list of several", description, { set: ['widths=[3,"3"]'] }, /expected a JSON list of numbers/],
    ["no number", description, { set: ["seeds=NaN"] }, /expected a number for 'seeds'/],
  ])("refuse %s", (_, experiment, settings, message) => {
    expect(() => parametersOf(experiment, settings)).toThrow(message);
  });
});
