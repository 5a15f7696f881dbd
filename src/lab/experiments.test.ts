import { describe, expect, it } from "vitest";
import { experiments } from "./index.js";

describe.each([...experiments])("%s", (name, { defaults, name: own, problem, quick, sampleSize }) => {
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
});
