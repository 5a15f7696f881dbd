import { join } from "node:path";
import type { AnswerData } from "../../contracts/index.js";
import { readAlpacaEval } from "./alpaca-eval.js";
import { readDoNotAnswer } from "./do-not-answer.js";

/** A folder with `alpaca_eval/results/<model>/model_outputs.json` and `do-not-answer/dna_dev_4models.csv`. */
export async function readAnswerData(folder: string): Promise<AnswerData> {
  return {
    answers: await readAlpacaEval(join(folder, "alpaca_eval")),
    actions: await readDoNotAnswer(join(folder, "do-not-answer", "dna_dev_4models.csv")),
  };
}
