import { fileInput } from "../input.js";
import { InputError, type Position } from "../input-error.js";
import { textBlocks } from "../text.js";

/** The tab-separated fields of a line and where it stands. */
export interface Row {
  readonly fields: readonly string[];
  readonly position: Position;
}

/**
 * The rows of a file of the Wikispeedia data in order, without blank lines and comments ("#" first).
 *
 * @throws InputError at a row with another number of fields than `columns`.
 */
export async function* rows(path: string, columns: readonly string[]): AsyncGenerator<Row> {
  for await (const block of textBlocks(fileInput(path))) {
    let line = block.line;
    for (const text of block.text.split("\n")) {
      const position = { source: path, line: line++ };
      if (text.trim() === "" || text.startsWith("#")) continue;
      const fields = text.split("\t");
      if (fields.length !== columns.length) {
        const expected = `expected ${columns.length} fields separated by tabs (${columns.join(", ")})`;
        throw new InputError(position, `${expected}, got ${fields.length}`);
      }
      yield { fields, position };
    }
  }
}

/** The rows of a file whose first row names its columns. */
export async function* rowsBelowHeader(path: string, columns: readonly string[]): AsyncGenerator<Row> {
  let header = true;
  for await (const row of rows(path, columns)) {
    if (header && row.fields.join() !== columns.join()) {
      throw new InputError(row.position, `expected the header ${columns.join(", ")}, separated by tabs`);
    }
    if (!header) yield row;
    header = false;
  }
}
