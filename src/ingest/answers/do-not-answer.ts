import type { ModelActions } from "../../contracts/index.js";
import { csvRows } from "../csv-rows.js";
import { fileInput } from "../input.js";
import { InputError } from "../input-error.js";
import { quoted } from "../printable.js";
import { textBlocks } from "../text.js";

/** Actions of the Do-Not-Answer scheme: 0 declines ... 5 follows the risky instruction. */
const ACTIONS = 6;

/**
 * Human labels of Do-Not-Answer: CSV with a column `<model>_action`, 0 to 5, for each model; other columns are ignored.
 *
 * @throws InputError with the line of the first label that is none.
 */
export async function readDoNotAnswer(path: string): Promise<ModelActions[]> {
  let columns: { model: string; index: number; actions: number[] }[] | undefined;
  for await (const { fields, line } of csvRows(textBlocks(fileInput(path)), path)) {
    if (columns === undefined) {
      columns = fields.flatMap((name, index) =>
        name.endsWith("_action") ? [{ model: name.slice(0, -"_action".length), index, actions: [] }] : [],
      );
      if (columns.length < 2)
        throw new InputError({ source: path, line }, "expected two or more columns named <model>_action");
      continue;
    }
    for (const { model, index, actions } of columns) {
      const field = fields[index] ?? "";
      const action = field === "" ? Number.NaN : Number(field);
      if (!(Number.isInteger(action) && action >= 0 && action < ACTIONS)) {
        const expected = `expected an action 0 to ${ACTIONS - 1} in ${model}_action`;
        throw new InputError({ source: path, line }, `${expected}, got ${quoted(field)}`);
      }
      actions.push(action);
    }
  }
  if (columns === undefined || columns[0]?.actions.length === 0)
    throw new InputError({ source: path }, "no rows of labels");
  return columns.map(({ model, actions }) => ({ model, actions }));
}
