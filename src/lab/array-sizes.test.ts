import { expect, it } from "vitest";
import { product, tooLarge } from "./array-sizes.js";
import { experiments } from "./index.js";

const p = { inputs: 1000, hidden: 100, widths: [8, 512, 16] };

it("multiplies sides, of a list the longest", () => {
  expect(product(p, "inputs", "hidden")).toEqual(["inputs x hidden", 100_000]);
  expect(product(p, "inputs", "widths")).toEqual(["inputs x widths", 512_000]);
  expect(product({ widths: [] }, "widths")).toEqual(["widths", 0]);
});

it("names the first array that does not fit", () => {
  expect(tooLarge(["a", 2 ** 27], ["b", 1])).toBeUndefined();
  expect(tooLarge(["a", 1], ["b x c", 2 ** 27 + 1], ["d", Number.POSITIVE_INFINITY])).toMatch(
    /^b x c would be 1.34e\+8 numbers in one array; at most 134217728/,
  );
  expect(tooLarge(["a", Number.NaN])).toMatch(/^a /);
});

/** Each alone is allowed, together they are more than memory holds. */
it.each([
  ["scaling", { cnnWidths: [4_000] }, /weights at width 4000/],
  ["scaling", { mlpWidths: [500_000], conflictInputs: 10_000 }, /conflictInputs x mlpWidths/],
  ["validate-lambda", { transformerWidths: [4_000] }, /weights at width 4000/],
  ["closed-loop", { hidden: 100_000, batch: 10_000 }, /batch x hidden/],
  ["factorial", { dimensions: 100_000, hidden: 1_000 }, /cues x dimensions x hidden/],
  ["frontier", { taskInputs: 1_000_000, cues: 4, classes: 200 }, /taskInputs x classes/],
  ["language-model-drift", { topics: 1_000, values: 1_000, harms: 1_000 }, /topics x values x harms/],
  ["non-gradient", { population: 100_000, hidden: 10_000 }, /population x inputs x hidden/],
  ["perturbation", { dimension: 20_000 }, /dimension x dimension/],
  ["calibrate-entropy", { episodes: [1_000_000], steps: 1_000 }, /episodes x steps/],
])("%s refuses %j", (name, change, message) => {
  const { defaults, problem } = experiments.get(name)!;
  expect(problem({ ...defaults, ...change })).toMatch(message);
});
