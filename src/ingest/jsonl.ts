import { type GoalFields, type GoalReader, type GoalRecord, goalCount, goalName } from "./goal-record.js";
import { InputError, type Position } from "./input-error.js";
import { type JsonRecord, jsonLines, type LinePosition } from "./json-lines.js";
import { readTime } from "./time.js";

const expected = 'expected one object a line, such as {"goal":"x"}';

/**
 * JSON Lines: one object a line, {"goal": "x"} for one observation or {"goal": "x", "count": 3} for several,
 * all records of one kind. Blank lines are skipped, other fields ignored.
 */
export const readJsonl: GoalReader = async function* (blocks, source, fields) {
  let counted = fields.count === undefined ? undefined : true;
  const countField = fields.count ?? "count";
  for await (const { object, position } of jsonLines(blocks, source, expected)) {
    const hasCount = Object.hasOwn(object, countField);
    counted ??= hasCount;
    if (hasCount !== counted) throw mixed(countField, hasCount, fields, position);
    yield record(object, fields, hasCount, position);
  }
};

function record(
  object: JsonRecord,
  fields: GoalFields,
  hasCount: boolean,
  position: LinePosition,
): GoalRecord {
  const { goal: goalField = "goal", count: countField = "count", time: timeField } = fields;
  for (const field of [goalField, ...(timeField === undefined ? [] : [timeField])]) {
    if (!Object.hasOwn(object, field)) {
      throw new InputError(position, `no field '${field}'; ${expected.replace("goal", goalField)}`);
    }
  }
  return {
    goal: goalName(object[goalField], goalField, position),
    count: hasCount ? goalCount(object[countField], countField, position) : 1,
    line: position.line,
    ...(timeField !== undefined && { time: readTime(object[timeField], timeField, position) }),
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
