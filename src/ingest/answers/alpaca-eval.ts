import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { ModelAnswers } from "../../contracts/index.js";
import { fileInput } from "../input.js";
import { InputError } from "../input-error.js";
import { readWhole } from "../transcripts/bytes.js";
import { parseJsonBytes, requireObject, text } from "../transcripts/json.js";

/**
 * The outputs of AlpacaEval's repository: `results/<model>/model_outputs.json`, each a list of {instruction, output}.
 * Models in alphabetical order.
 *
 * @throws InputError naming the file and the entry that is wrong.
 */
export async function readAlpacaEval(folder: string): Promise<ModelAnswers[]> {
  const results = join(folder, "results");
  const models = await readdir(results).catch(() => {
    throw new InputError({ source: results }, "no such folder; expected results/<model>/model_outputs.json");
  });
  return Promise.all(
    models.sort().map((model) => readModel(model, join(results, model, "model_outputs.json"))),
  );
}

async function readModel(model: string, path: string): Promise<ModelAnswers> {
  const value = parseJsonBytes(await readWhole(fileInput(path)), { source: path });
  if (!Array.isArray(value) || value.length === 0)
    throw new InputError({ source: path }, "expected a list of outputs");
  const answers = value.map((entry, index) => {
    const position = { source: `${path}, entry ${index}` };
    const { instruction, output } = requireObject(entry, "an output", position);
    const [question, answer] = [text(instruction), text(output)];
    if (question === undefined || answer === undefined)
      throw new InputError(position, "expected the strings 'instruction' and 'output'");
    return { question, text: answer };
  });
  return { model, answers };
}
