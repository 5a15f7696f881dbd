import { describe, expect, it } from "vitest";
import { goalFileSchema } from "./goal-file.js";

const file = (action: unknown) => ({ goals: [{ name: "g", actions: [action] }] });
const patternOf = (pattern: unknown) =>
  goalFileSchema.parse(file({ tool: "t", arguments: { x: pattern } })).goals[0].actions[0].arguments.x;
const issues = (value: unknown) =>
  goalFileSchema.safeParse(value).error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);

describe("goalFileSchema", () => {
  it.each([
    [3, { exact: 3 }],
    [{ a: [1] }, { exact: { a: [1] } }],
    [null, { exact: null }],
    [{ exact: { regex: "a" } }, { exact: { regex: "a" } }],
    [{ one_of: [1, "a"] }, { oneOf: [1, "a"] }],
    [{ regex: "^a" }, { regex: "^a" }],
    [{ glob: "a*" }, { glob: "a*" }],
    [{ any: true }, { any: true }],
  ])("pattern %j", (written, read) => {
    expect(patternOf(written)).toEqual(read);
  });

  it("fills in what is left out", () => {
    expect(goalFileSchema.parse(file("t"))).toEqual({
      goals: [{ name: "g", actions: [{ tool: "t", arguments: {} }], order: "any", avoids: [] }],
      noise: {},
    });
  });

  it.each<[string, unknown, RegExp]>([
    ["an empty list of goals", { goals: [] }, /^goals: /],
    ["a name twice", { goals: [{ name: "a" }, { name: "a" }] }, /^goals.1.name: 'a' is there twice/],
    [
      "an unknown intended goal",
      { intended: "b", goals: [{ name: "a" }] },
      /^intended: 'b' is not one of the goals/,
    ],
    ["a misspelt field", { goals: [{ name: "a", action: [] }] }, /^goals.0: .*"action"/],
    [
      "two patterns in one",
      file({ tool: "t", arguments: { x: { glob: "a", regex: "a" } } }),
      /^goals.0.actions.0.arguments.x: expected a value/,
    ],
    [
      "a bad expression",
      file({ tool: "t", arguments: { x: { regex: "(" } } }),
      /x.regex: not a regular expression/,
    ],
    ["a rate of 1", { ...file("t"), noise: { stop: 1 } }, /^noise.stop: /],
    [
      "the name of the goal that is always there",
      { goals: [{ name: "none of these" }] },
      /^goals.0.name: .*always a goal/,
    ],
  ])("%s is refused", (_, value, message) => {
    expect(issues(value)?.[0]).toMatch(message);
  });
});
