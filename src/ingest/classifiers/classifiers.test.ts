import { describe, expect, it } from "vitest";
import { readCalibration } from "./calibration.js";
import { readProbabilities, sniffProbabilities } from "./probabilities.js";

async function* once(text: string) {
  yield Buffer.from(text);
}
const input = (text: string) => ({ name: "f", bytes: once(text) });

describe("readCalibration", () => {
  const expected = { classes: ["a", "b"], labels: ["a", "b", "unclear"], counts: [8, 1, 1, 9, 1, 0] };

  it.each<[string, string]>([
    ["rows of true classes", "true,a,b,unclear\na,8,1,1\nb,1,9,0\n"],
    ["rows of predicted labels", "predicted,a,b\na,8,1\nb,1,9\nunclear,1,0\n"],
    ["JSON by true class", '{"true":{"a":{"a":8,"b":1,"unclear":1},"b":{"a":1,"b":9}}}'],
    ["JSON by predicted label", '{"predicted":{"a":{"a":8,"b":1},"b":{"a":1,"b":9},"unclear":{"a":1}}}'],
    ["counted pairs", "true,predicted,count\na,a,8\na,b,1\na,unclear,1\nb,a,1\nb,b,9\n"],
    ["pairs", `true,predicted\n${"a,a\n".repeat(8)}a,b\na,unclear\nb,a\n${"b,b\n".repeat(9)}`],
  ])("%s", async (_, text) => {
    expect(await readCalibration(input(text))).toEqual(expected);
  });

  it.each<[string, string, RegExp]>([
    [
      "a table that does not say what its rows are",
      "x,a,b\na,1,2\n",
      /^f:1: got the header "x,a,b"; expected a table/,
    ],
    ["rates", "true,a,b\na,0.8,0.2\nb,0,1\n", /^f:2: field 'a': expected a whole number/],
    ["rates in JSON", '{"true":{"a":{"a":0.8}}}', /^f:1:1: expected {"true"/],
    ["NaN", "true,a,b\na,NaN,1\nb,0,1\n", /^f:2: field 'a'/],
    ["a ragged row", "true,a,b\na,1\n", /^f:2: expected 3 fields/],
    ["a class without items", "true,a,b\na,1,0\nb,0,0\n", /^f: class "b" has no calibration item/],
    ["one class", "true,a,b\na,1,0\n", /^f: 1 true classes; expected two or more/],
    ["nothing", "", /^f: 0 true classes/],
  ])("%s is refused", async (_, text, message) => {
    await expect(readCalibration(input(text))).rejects.toThrow(message);
  });
});

describe("readProbabilities", () => {
  const read = async (text: string, options = {}) => {
    const records = [];
    for await (const record of readProbabilities(input(text), options)) records.push(record);
    return records;
  };

  it("takes the classes of the first record, whatever the order of the others, and mends rounding", async () => {
    const [first, second] = await read(
      '{"probabilities":{"b":0.25,"a":0.75},"extra":1}\n\n{"probabilities":{"a":0.335,"b":0.66}}\n',
    );
    expect(first).toMatchObject({ classes: ["b", "a"], line: 1 });
    expect([...first!.probabilities]).toEqual([0.25, 0.75]);
    expect([second!.line, second!.probabilities[1]]).toEqual([3, 0.335 / (0.335 + 0.66)]);
  });

  it.each<[string, string, RegExp]>([
    [
      "another class",
      '{"probabilities":{"a":1,"b":0}}\n{"probabilities":{"a":1,"c":0}}',
      /^f:2: class "c" is not one of/,
    ],
    [
      "a class left out",
      '{"probabilities":{"a":1,"b":0}}\n{"probabilities":{"a":1}}',
      /^f:2: class "b": expected a probability.*nothing/,
    ],
    ["no distribution", '{"probabilities":{"a":0.5,"b":0.2}}', /^f:1: the probabilities sum to 0.7/],
    ["a probability of 2", '{"probabilities":{"a":2,"b":-1}}', /^f:1: class "a": expected a probability/],
    ["NaN", '{"probabilities":{"a":NaN}}', /^f:1: malformed JSON/],
    ["a list", '{"probabilities":[0.5,0.5]}', /^f:1: field 'probabilities'/],
    ["a label", '{"goal":"a"}', /^f:1: field 'probabilities'/],
    ["nothing", "\n", /^f: empty/],
  ])("%s is refused at its line", async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  it("is recognised by its first record, and nothing of the input is lost", async () => {
    const text = '\n{"probabilities":{"a":1,"b":0}}\n';
    const { classes, input: whole } = await sniffProbabilities(input(text));
    expect(classes).toEqual(["a", "b"]);
    const chunks = [];
    for await (const chunk of whole.bytes) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe(text);
    for (const other of ['{"goal":"a"}\n', "goal\na\n", "", "{"])
      expect((await sniffProbabilities(input(other))).classes).toBeUndefined();
  });
});
