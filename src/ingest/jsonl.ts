import { type GoalFields, type GoalReader, type GoalRecord, goalCount, goalName } from "./goal-record.js";
import { InputError, type Position } from "./input-error.js";

const expected = 'expected one object a line, such as {"goal":"x"}';

/**
 * JSON Lines: one object a line, {"goal": "x"} for one observation or {"goal": "x", "count": 3} for several,
 * all records of one kind. Blank lines are skipped, other fields ignored.
 */
export const readJsonl: GoalReader = async function* (blocks, source, fields) {
  let counted = fields.count === undefined ? undefined : true;
  for await (const block of blocks) {
    let line = block.line;
    for (const text of block.text.split("\n")) {
      const position = { source, line: line++ };
      if (text.trim() === "") continue;
      const object = parseObject(text, position);
      const countField = fields.count ?? "count";
      const hasCount = Object.hasOwn(object, countField);
      counted ??= hasCount;
      if (hasCount !== counted) throw mixed(countField, hasCount, fields, position);
      yield record(object, fields, hasCount, position);
    }
  }
};

function parseObject(text: string, position: Position): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new InputError({ ...position, ...columnOf(error as Error) }, `malformed JSON; ${expected}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const kind = Array.isArray(value) ? "an array" : value === null ? "null" : `a ${typeof value}`;
    throw new InputError(position, `got ${kind}; ${expected}`);
  }
  return value as Record<string, unknown>;
}

/** Where JSON.parse stopped, if V8's message says so. */
function columnOf({ message }: Error): { column?: number } {
  const offset = /at position (\d+)/.exec(message)?.[1];
  return offset === undefined ? {} : { column: Number(offset) + 1 };
}

function record(
  object: Record<string, unknown>,
  fields: GoalFields,
  hasCount: boolean,
  position: Position & { line: number },
): GoalRecord {
  const { goal: goalField = "goal", count: countField = "count" } = fields;
  if (!Object.hasOwn(object, goalField)) {
    throw new InputError(position, `no field '${goalField}'; ${expected.replace("goal", goalField)}`);
  }
  return {
    goal: goalName(object[goalField], goalField, position),
    count: hasCount ? goalCount(object[countField], countField, position) : 1,
    line: position.line,
  };
}

function mixed(field: string, hasCount: boolean, { count }: GoalFields, position: Position): InputError {
  if (count !== undefined)
    return new InputError(position, `no field '${count}'; expected it in every record`);
  return new InputError(
    position,
    hasCount
      ? `field '${field}' in this record but not in those before; expected it in all records or in none`
      : `no field '${field}', which the records before have; expected it in all records or in none`,
  );
}
