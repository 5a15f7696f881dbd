import { describe, expect, it } from "vitest";
import { readGoalFile } from "./goal-file.js";

async function* once(text: string) {
  yield Buffer.from(text);
}
const read = (text: string) => readGoalFile({ name: "g", bytes: once(text) });

const yaml = `intended: a
goals:
  - name: a
    actions:
      - tool: t
        arguments: { x: { one_of: [1, two] } }
`;

describe("readGoalFile", () => {
  it("reads YAML and JSON alike", async () => {
    const json = {
      intended: "a",
      goals: [{ name: "a", actions: [{ tool: "t", arguments: { x: { one_of: [1, "two"] } } }] }],
    };
    expect(await read(yaml)).toEqual(await read(JSON.stringify(json)));
  });

  it.each<[string, string, RegExp]>([
    ["malformed YAML", "goals:\n  - name: [\n", /^g:\d+:\d+: malformed YAML/],
    ["malformed JSON", '{"goals": [}', /^g:1:12: malformed YAML/],
    [
      "a wrong value",
      yaml.replace("[1, two]", "[]"),
      /^g:6:25: goals.0.actions.0.arguments.x: expected a value/,
    ],
    [
      "a wrong name",
      yaml.replace("intended: a", "intended: b"),
      /^g:1:11: intended: 'b' is not one of the goals/,
    ],
    ["a field that is missing", "goals:\n  - actions: []\n", /^g:2:5: goals.0.name: /],
    ["nothing", "", /^g(:1:1)?: .*expected object/],
  ])("%s is refused at its line", async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  it("an alias bomb is refused", async () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `a${i}: &a${i} [${i === 0 ? "1" : Array(9).fill(`*a${i - 1}`)}]`,
    );
    await expect(read(levels.join("\n"))).rejects.toThrow(/^g: .*alias/i);
  });
});
