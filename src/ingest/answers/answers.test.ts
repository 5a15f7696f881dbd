import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readAlpacaEval } from "./alpaca-eval.js";
import { readDoNotAnswer } from "./do-not-answer.js";
import { readAnswerData } from "./index.js";

const root = mkdtempSync(join(tmpdir(), "telostat-answers-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;
function outputs(models: Record<string, string>): string {
  const folder = join(root, String(folders++));
  for (const [model, text] of Object.entries(models)) {
    mkdirSync(join(folder, "results", model), { recursive: true });
    writeFileSync(join(folder, "results", model, "model_outputs.json"), text);
  }
  return folder;
}
function labels(text: string): string {
  const path = join(root, `${folders++}.csv`);
  writeFileSync(path, text);
  return path;
}

describe("readAlpacaEval", () => {
  it("reads every model's answers by question", async () => {
    const entry = (instruction: string, output: string) => ({
      instruction,
      output,
      generator: "m",
      dataset: "d",
    });
    const folder = outputs({
      b: JSON.stringify([entry("q", "é\n")]),
      a: JSON.stringify([entry("q", ""), entry("r", "x")]),
    });
    expect(await readAlpacaEval(folder)).toEqual([
      {
        model: "a",
        answers: [
          { question: "q", text: "" },
          { question: "r", text: "x" },
        ],
      },
      { model: "b", answers: [{ question: "q", text: "é\n" }] },
    ]);
  });
  it.each([
    ["[]", /model_outputs\.json: expected a list of outputs$/],
    ["{}", /expected a list of outputs$/],
    ['[{"instruction": "q", "output": 3}]', /entry 0: expected the strings 'instruction' and 'output'$/],
    ["[3]", /entry 0: expected an output, got/],
    ["[{", /:1:\d+: malformed JSON/],
  ])("says where and what is wrong: %s", async (text, message) => {
    await expect(readAlpacaEval(outputs({ m: text }))).rejects.toThrow(message);
  });
  it("says what folder is missing", async () => {
    await expect(readAlpacaEval(join(root, "none"))).rejects.toThrow(
      /none\/results: no such folder; expected results/,
    );
  });
});

describe("readDoNotAnswer", () => {
  it("reads the actions of every model, quoted line breaks and other columns notwithstanding", async () => {
    const path = labels(
      'id,question,A_response,A_action,B_harmful,B_action\n0,"a,\nb","x ""y""",5,0,0\n1,c,d,2,1,4\n',
    );
    expect(await readDoNotAnswer(path)).toEqual([
      { model: "A", actions: [5, 2] },
      { model: "B", actions: [0, 4] },
    ]);
  });
  it.each([
    ["A_action,B_action\n1,2\n1,6\n", /:3: expected an action 0 to 5 in B_action, got "6"$/],
    ["A_action,B_action\n,2\n", /:2: expected an action 0 to 5 in A_action, got ""$/],
    ["A_action,B_action\n1\n", /:2: expected an action .* in B_action/],
    ["A_action,other\n1,2\n", /:1: expected two or more columns named <model>_action$/],
    ["A_action,B_action\n", /: no rows of labels$/],
    ["", /: no rows of labels$/],
  ])("says where and what is wrong: %j", async (text, message) => {
    const reading = readDoNotAnswer(labels(text));
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toMatchObject({ name: "InputError" });
  });
});

const data = process.env.TELOSTAT_DATA ?? "../shared/data";
const absent = !existsSync(join(data, "alpaca_eval"));
describe.skipIf(absent)(`the real data${absent ? " (skipped: no data)" : ""}`, () => {
  it("has six conditions of answers and four of actions", async () => {
    const { answers, actions } = await readAnswerData(data);
    expect(answers.map(({ model, answers: given }) => [model, given.length])).toEqual([
      ["claude-2.1", 805],
      ["claude-2.1_concise", 805],
      ["claude-2.1_verbose", 805],
      ["phi-2", 803],
      ["phi-2-dpo", 805],
      ["phi-2-sft", 805],
    ]);
    expect(actions.map(({ model, actions: taken }) => [model, taken.length])).toEqual([
      ["GPT4", 939],
      ["ChatGPT", 939],
      ["ChatGLM2", 939],
      ["llama2-7b-chat", 939],
    ]);
  });
});
