import { expect, it } from "vitest";
import type { TrainingPoint } from "../../contracts/index.js";
import { withPoint } from "./runs.js";
import { colourOf, trainingDrawings } from "./training-drawings.js";

const point = (step: number, gamma: number, more: Partial<TrainingPoint> = {}): TrainingPoint => ({
  step,
  time: 1000 + step,
  gamma,
  reason: "",
  entropy: null,
  lambdaMax: null,
  criticalWork: null,
  metrics: {},
  ...more,
});

it("draws each run by its name and in its colour, over the steps of all", () => {
  const runs = [
    { run: "a", points: [point(0, 1), point(20, 2)] },
    { run: "b", points: [point(10, 3, { criticalWork: 5 })] },
  ];
  const { steps, work } = trainingDrawings(runs);
  expect(steps).toEqual([0, 10, 20]);
  expect(work.lines.map(({ name, colour }) => [name, colour])).toEqual([
    ["a: gamma", colourOf(0)],
    ["a: gamma_crit", colourOf(0)],
    ["b: gamma", colourOf(1)],
    ["b: gamma_crit", colourOf(1)],
  ]);
  expect(work.lines.map(({ value }) => [...value])).toEqual([
    [1, Number.NaN, 2],
    [Number.NaN, Number.NaN, Number.NaN],
    [Number.NaN, 3, Number.NaN],
    [Number.NaN, 5, Number.NaN],
  ]);
});

it("takes a point that comes to its run, in order, in the place of one of its step", () => {
  let runs = withPoint([], "a", point(10, 1));
  runs = withPoint(runs, "b", point(0, 9));
  runs = withPoint(runs, "a", point(0, 2));
  runs = withPoint(runs, "a", point(10, 3));
  expect(runs.map(({ run, points }) => [run, points.map(({ step, gamma }) => [step, gamma])])).toEqual([
    [
      "a",
      [
        [0, 2],
        [10, 3],
      ],
    ],
    ["b", [[0, 9]]],
  ]);
});
