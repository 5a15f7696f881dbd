import { type CsvRow, csvRows } from "./csv-rows.js";
import { type GoalFields, type GoalReader, goalCount, goalName } from "./goal-record.js";
import { InputError, type Position } from "./input-error.js";
import { quoted } from "./printable.js";
import { readTime } from "./time.js";

/**
 * CSV whose first row names the columns: `goal`, one row an observation, or `goal,count`, one row several.
 * Every row has as many fields as the first; other columns are ignored.
 */
export const readCsv: GoalReader = async function* (blocks, source, fields) {
  const { goal: goalField = "goal", count: countField = "count", time: timeField = "" } = fields;
  let header: Header | undefined;
  for await (const row of csvRows(blocks, source)) {
    const position = { source, line: row.line };
    if (header === undefined) {
      header = readHeader(row, fields, position);
      continue;
    }
    const { width, goal, count, time } = header;
    if (row.fields.length !== width) {
      throw new InputError(position, `expected ${width} fields, as in the header, got ${row.fields.length}`);
    }
    yield {
      goal: goalName(row.fields[goal], goalField, position),
      count: count === -1 ? 1 : readCount(row.fields[count], countField, position),
      line: row.line,
      ...(time !== -1 && { time: readTime(row.fields[time], timeField, position) }),
    };
  }
};

/** How many columns there are, and which to read; -1 where there are no counts or times. */
interface Header {
  readonly width: number;
  readonly goal: number;
  readonly count: number;
  readonly time: number;
}

function readHeader(
  { fields }: CsvRow,
  { goal = "goal", count, time }: GoalFields,
  position: Position,
): Header {
  const find = (name: string, required: boolean): number => {
    const index = fields.indexOf(name);
    if (index === -1 && required) {
      throw new InputError(position, `no column '${name}' in the header ${quoted(fields.join(","))}`);
    }
    if (fields.lastIndexOf(name) !== index) {
      throw new InputError(position, `two columns named '${name}'; expected one`);
    }
    return index;
  };
  return {
    width: fields.length,
    goal: find(goal, true),
    count: find(count ?? "count", count !== undefined),
    time: time === undefined ? -1 : find(time, true),
  };
}

/** Plain digits, perhaps with a zero fraction ("3.0", as data frames write it). */
function readCount(text = "", field: string, position: Position): number {
  const value = /^\d+(\.0*)?$/.test(text) ? Number(text) : Number.NaN;
  return goalCount(value, field, position, text);
}
