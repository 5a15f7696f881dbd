import { expect, it } from "vitest";
import { entropy, posteriorInterval, wolpertWolf } from "../entropy/index.js";
import { categorical, dirichlet, RandomStream } from "../numeric/index.js";
import { measuredWindow } from "./measured-window.js";

const window = (counts: readonly number[], n = counts.reduce((a, b) => a + b, 0)) => ({
  window: 0,
  start: 0,
  end: 1,
  n,
  counts,
});

it.each([[[50, 50]], [[900, 50, 30, 20]], [[100, 0, 0, 0, 0]], [[9, 1, 0]], [[10, 10, 10, 10]]])(
  "has the interval that drawing would find, to a tenth of its width: %j",
  (counts) => {
    const { value, lower, upper } = measuredWindow(window(counts), {}).entropy!;
    const drawn = posteriorInterval(counts, { stream: RandomStream.fromSeed(1), draws: 8000 })!;
    const width = drawn.upper - drawn.lower;
    expect(value).toBeCloseTo(drawn.value, 9);
    expect(Math.abs(lower - drawn.lower)).toBeLessThan(0.1 * width);
    expect(Math.abs(upper - drawn.upper)).toBeLessThan(0.1 * width);
  },
);

it("covers S in 95% of windows on average over its own prior", () => {
  const stream = RandomStream.fromSeed(17);
  const law = dirichlet(stream, [1, 1, 1, 1]);
  let covered = 0;
  for (let trial = 0; trial < 1000; trial++) {
    const p = law();
    const draw = categorical(stream, p);
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 40; i++) counts[draw()]!++;
    const { lower, upper } = measuredWindow(window(counts), { estimator: wolpertWolf(1) }).entropy!;
    const truth = entropy(p);
    if (lower <= truth && truth <= upper) covered++;
  }
  expect(Math.abs(covered - 950)).toBeLessThan(3 * Math.sqrt(1000 * 0.95 * 0.05));
});

it("says nothing of a gap", () => {
  expect(measuredWindow(window([0, 0]), {})).toEqual({
    window: 0,
    start: 0,
    end: 1,
    n: 0,
    counts: [0, 0],
    gap: true,
    entropy: null,
    fidelity: null,
    divergence: null,
  });
});

it("has an infinite divergence where the intended goal never was, and takes weights", () => {
  expect(measuredWindow(window([0, 5]), {}).divergence).toMatchObject({ value: null, upper: null });
  const { entropy: s, fidelity } = measuredWindow(window([7.5, 2.5], 10), {});
  expect(fidelity!.value).toBe(0.75);
  expect(s!.covers).toMatch(/not doubt about single labels/);
});
