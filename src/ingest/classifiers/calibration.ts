import { confusionFileSchema } from "../../contracts/index.js";
import { csvRows } from "../csv-rows.js";
import { readDocument } from "../document.js";
import { goalCount, goalName } from "../goal-record.js";
import { type Input, peekLine } from "../input.js";
import { InputError, type Position } from "../input-error.js";
import { quoted } from "../printable.js";
import { type TextBlock, textBlocks } from "../text.js";

/** What a classifier called items whose true class is known. */
export interface CalibrationCounts {
  readonly classes: readonly string[];
  /** The classes, then the labels that are no class, such as "unclear". */
  readonly labels: readonly string[];
  /** Items by label and class, row-major, [labels * classes]. */
  readonly counts: readonly number[];
}

const shapes =
  'a table whose first cell says what its rows are, "true" or "predicted"; or pairs under the header "true,predicted"';

/**
 * A confusion matrix of counts. CSV: a table with "true" (or "predicted") in its first cell, which says that the rows are
 * true classes (or predicted labels) and the columns the other; or a row an item under the header true,predicted, perhaps
 * with count. JSON: {"true": {class: {label: count}}} or {"predicted": {label: {class: count}}}, no count being 0.
 *
 * @throws InputError at what is wrong.
 */
export async function readCalibration(input: Input): Promise<CalibrationCounts> {
  const { line, input: whole } = await peekLine(input);
  const counts = new Counts();
  if (line.startsWith("{")) await readJson(whole, counts);
  else await readCsv(textBlocks(whole), input.name, counts);
  return counts.result({ source: input.name });
}

/** Counts as they come, classes and labels in the order of first sight. */
class Counts {
  readonly #classes = new Set<string>();
  readonly #labels = new Set<string>();
  readonly #counts = new Map<string, number>();

  add(trueClass: string, label: string, count: number): void {
    const key = JSON.stringify([label, trueClass]);
    this.#classes.add(trueClass);
    this.#labels.add(label);
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + count);
  }

  result(position: Position): CalibrationCounts {
    const classes = [...this.#classes];
    if (classes.length < 2)
      throw new InputError(position, `${classes.length} true classes; expected two or more in ${shapes}`);
    const labels = [...new Set([...classes, ...this.#labels])];
    const at = (label: string, trueClass: string) =>
      this.#counts.get(JSON.stringify([label, trueClass])) ?? 0;
    const empty = classes.find((trueClass) => labels.every((label) => at(label, trueClass) === 0));
    if (empty !== undefined) {
      throw new InputError(
        position,
        `class ${quoted(empty)} has no calibration item: nothing is known of its labels`,
      );
    }
    return { classes, labels, counts: labels.flatMap((label) => classes.map((c) => at(label, c))) };
  }
}

async function readCsv(blocks: AsyncIterable<TextBlock>, source: string, counts: Counts): Promise<void> {
  let header: readonly string[] | undefined;
  for await (const { fields, line } of csvRows(blocks, source)) {
    const position = { source, line };
    if (header === undefined) {
      header = requireHeader(fields, position);
      continue;
    }
    if (fields.length !== header.length) {
      throw new InputError(
        position,
        `expected ${header.length} fields, as in the header, got ${fields.length}`,
      );
    }
    const [first = "", second = "", third] = fields;
    if (isPairs(header)) {
      const count = third === undefined ? 1 : whole(third, "count", position);
      counts.add(goalName(first, "true", position), goalName(second, "predicted", position), count);
    } else {
      const row = goalName(first, header[0]!, position);
      for (const [i, text] of fields.slice(1).entries()) {
        const column = header[i + 1]!;
        const count = whole(text, column, position);
        if (header[0] === "true") counts.add(row, column, count);
        else counts.add(column, row, count);
      }
    }
  }
}

const isPairs = ([first, second, third, ...more]: readonly string[]): boolean =>
  first === "true" && second === "predicted" && (third ?? "count") === "count" && more.length === 0;

function requireHeader(header: readonly string[], position: Position): readonly string[] {
  const [corner, ...names] = header;
  if ((corner !== "true" && corner !== "predicted") || names.length === 0) {
    throw new InputError(position, `got the header ${quoted(header.join(","))}; expected ${shapes}`);
  }
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new InputError(position, `two columns named ${quoted(twice)}; expected one`);
  for (const name of names) goalName(name, "header", position);
  return header;
}

/** Plain digits, perhaps with a zero fraction. */
function whole(text: string, field: string, position: Position): number {
  const value = /^\d+(\.0*)?$/.test(text) ? Number(text) : Number.NaN;
  return goalCount(value, field, position, text);
}

async function readJson(input: Input, counts: Counts): Promise<void> {
  const { value } = await readDocument(input, confusionFileSchema, "a confusion matrix");
  const rowsAreTrue = "true" in value;
  for (const [row, cells] of Object.entries(rowsAreTrue ? value.true : value.predicted)) {
    for (const [column, count] of Object.entries(cells)) {
      if (rowsAreTrue) counts.add(row, column, count);
      else counts.add(column, row, count);
    }
  }
}
