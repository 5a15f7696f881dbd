import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { experiments } from "./index.js";

/** Every value that nobody means, of the type of a parameter's default: what `--set` lets through. */
function absurd(value: unknown): fc.Arbitrary<unknown> {
  if (typeof value === "number")
    return fc.oneof(
      fc.constantFrom(-1, 0, 0.5, 1, 2, 1e9, 1e308, Number.POSITIVE_INFINITY, Number.NaN, 5e-324),
      fc.integer(),
      fc.double(),
    );
  if (Array.isArray(value)) {
    const item = fc.oneof(absurd(value[0]), fc.constantFrom(...value));
    return fc.array(item, { maxLength: 2 * value.length });
  }
  return fc.string();
}

/** Each parameter as it is, or absurd. */
const changed = (defaults: Readonly<Record<string, unknown>>) =>
  fc
    .record(
      Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, fc.option(absurd(value))])),
    )
    .map((changes) => ({
      ...defaults,
      ...Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== null)),
    }));

/** Parameters of numbers that say how many or how large: those with a whole default above 1, but for `SCALES`. */
const SCALES = new Set([
  "elasticScale",
  "gridReach",
  "rationality",
  "agentRate",
  "leastBic",
  "logitCurvature",
  "imitationRate",
  "l2Scale",
  "wrongExit",
  "expansion",
  "smallBelow",
]);
const isSize = ([name, value]: [string, unknown]) =>
  !SCALES.has(name) && typeof value === "number" && Number.isInteger(value) && value > 1;
const isSizes = ([, value]: [string, unknown]) =>
  Array.isArray(value) && value.every((one) => typeof one === "number" && Number.isInteger(one) && one > 1);

describe.each([...experiments])("%s", (name, experiment) => {
  const { defaults, name: own, problem, quick, sampleSize } = experiment;
  const withOne = (parameter: string, value: unknown) => problem({ ...defaults, [parameter]: value });

  it("has valid parameters, by default and for a quick run", () => {
    expect(own).toBe(name);
    expect(problem(defaults)).toBeUndefined();
    expect(Object.keys(defaults)).toEqual(expect.arrayContaining(Object.keys(quick)));
    expect(problem({ ...defaults, ...quick })).toBeUndefined();
  });

  it("refuses a sample of nothing", () => {
    expect(defaults[sampleSize]).toEqual(expect.any(Number));
    expect(problem({ ...defaults, [sampleSize]: 0 })).toContain(sampleSize);
  });

  it("refuses numbers that are none", () => {
    for (const [parameter, value] of Object.entries(defaults)) {
      if (typeof value === "number")
        for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e308])
          expect(withOne(parameter, wrong), `${parameter}=${wrong}`).toContain(parameter);
      if (Array.isArray(value) && typeof value[0] === "number")
        for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, -1, 1e308])
          expect(withOne(parameter, [...value.slice(0, -1), wrong]), `${parameter} ${wrong}`).toContain(
            parameter,
          );
    }
  });

  it("refuses sizes that no machine has", () => {
    for (const [parameter, value] of Object.entries(defaults)) {
      if (isSize([parameter, value])) expect(withOne(parameter, 1e9), parameter).toContain(parameter);
      if (isSizes([parameter, value])) expect(withOne(parameter, [1e9]), parameter).toContain(parameter);
    }
  });

  it("says what is wrong with any parameters, or cuts them into trials", () => {
    fc.assert(
      fc.property(changed(defaults), (parameters) => {
        const wrong = problem(parameters);
        if (wrong !== undefined || "on" in experiment) return;
        const trials = experiment.trials(parameters);
        expect(Number.isSafeInteger(trials) && trials >= 1).toBe(true);
        experiment.part?.(parameters, trials - 1);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
