import { type Input, peekLine } from "../input.js";
import { InputError, NoObservationsError, type Position } from "../input-error.js";
import { type JsonRecord, jsonLines } from "../json-lines.js";
import { quoted } from "../printable.js";
import { textBlocks } from "../text.js";
import { readTime } from "../time.js";

/** What a classifier believes of one item. */
export interface ProbabilityRecord {
  /** The classes of all records, the same list in each. */
  readonly classes: readonly string[];
  /** p(class | item), summing to one, [classes]. */
  readonly probabilities: Float64Array;
  readonly line: number;
  /** Seconds since 1970, where it was asked for. */
  readonly time?: number;
}

export interface ProbabilityOptions {
  /** Every class, in the order wanted; default those of the first record in its order. */
  readonly classes?: readonly string[] | undefined;
  /** The field of the time; not read when absent. */
  readonly time?: string | undefined;
}

const expected = 'expected one object a line, such as {"probabilities":{"help":0.9,"flatter":0.1}}';

/** By how much probabilities may miss a sum of one, as they do when they were rounded; they are scaled then. */
const rounding = 0.01;

/** JSON Lines of a classifier's probabilities. @throws InputError at the first record that is none, and where there is none. */
export async function* readProbabilities(
  input: Input,
  { classes: declared, time: timeField }: ProbabilityOptions = {},
): AsyncGenerator<ProbabilityRecord> {
  let classes = declared;
  for await (const { object, position } of jsonLines(textBlocks(input), input.name, expected)) {
    const given = table(object, position);
    classes ??= Object.keys(given);
    if (timeField !== undefined && !Object.hasOwn(object, timeField)) {
      throw new InputError(position, `no field '${timeField}', the time of the record`);
    }
    yield {
      classes,
      probabilities: distribution(given, classes, position),
      line: position.line,
      ...(timeField !== undefined && { time: readTime(object[timeField], timeField, position) }),
    };
  }
  if (classes === declared && declared === undefined) {
    throw new NoObservationsError({ source: input.name }, `empty; ${expected}`);
  }
}

function table({ probabilities }: JsonRecord, position: Position): JsonRecord {
  if (typeof probabilities !== "object" || probabilities === null || Array.isArray(probabilities)) {
    throw new InputError(position, `field 'probabilities': got ${quoted(probabilities)}; ${expected}`);
  }
  return probabilities as JsonRecord;
}

function distribution(given: JsonRecord, classes: readonly string[], position: Position): Float64Array {
  const foreign = Object.keys(given).find((name) => !classes.includes(name));
  if (foreign !== undefined) {
    throw new InputError(position, `class ${quoted(foreign)} is not one of ${quoted(classes.join(", "))}`);
  }
  const values = Float64Array.from(classes, (name) => {
    const p = given[name];
    if (typeof p === "number" && p >= 0 && p <= 1) return p;
    const got = Object.hasOwn(given, name) ? quoted(p) : "nothing";
    throw new InputError(position, `class ${quoted(name)}: expected a probability from 0 to 1, got ${got}`);
  });
  const total = values.reduce((a, b) => a + b, 0);
  if (!(Math.abs(total - 1) <= rounding)) {
    throw new InputError(position, `the probabilities sum to ${+total.toPrecision(6)}; expected 1`);
  }
  return values.map((p) => p / total);
}

/** The classes of the first record, if the input begins with probabilities, and the input as it was. */
export async function sniffProbabilities(
  given: Input,
): Promise<{ classes: readonly string[] | undefined; input: Input }> {
  const { line, input } = await peekLine(given);
  return { classes: classesOf(line), input };
}

function classesOf(line: string): readonly string[] | undefined {
  try {
    const { probabilities, goal } = JSON.parse(line);
    return goal === undefined && typeof probabilities === "object" ? Object.keys(probabilities) : undefined;
  } catch {
    return undefined;
  }
}
