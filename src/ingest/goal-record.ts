import { InputError, type Position } from "./input-error.js";
import { quoted } from "./printable.js";
import type { TextBlock } from "./text.js";

/** `count` observations of one goal, read at `line` of the input. */
export interface GoalRecord {
  readonly goal: string;
  readonly count: number;
  readonly line: number;
  /** Seconds since 1970, where `GoalFields.time` asks for it. */
  readonly time?: number;
}

/** The names of the columns (CSV) or fields (JSON Lines) to read. */
export interface GoalFields {
  /** Default "goal". */
  readonly goal?: string | undefined;
  /** Must be present when given; when not, "count" is read if it is there and each record counts once if not. */
  readonly count?: string | undefined;
  /** Must be present when given; not read when not. */
  readonly time?: string | undefined;
}

/** The contract of a format: blocks of text in, records in the order of the input out, nothing held. */
export type GoalReader = (
  blocks: AsyncIterable<TextBlock>,
  source: string,
  fields: GoalFields,
) => AsyncIterable<GoalRecord>;

/** Longest goal name, in UTF-16 units: a longer one is prose in the wrong column. */
export const longestGoal = 1000;

/** A goal's name: a string, not blank, at most `longestGoal` long. */
export function goalName(value: unknown, field: string, position: Position): string {
  if (typeof value !== "string") {
    throw new InputError(position, `field '${field}': expected a string, got ${quoted(value)}`);
  }
  if (value.trim() === "")
    throw new InputError(position, `field '${field}': expected a goal's name, got nothing`);
  if (value.length > longestGoal) {
    throw new InputError(
      position,
      `field '${field}': expected a goal's name of at most ${longestGoal} characters, got ${value.length}`,
    );
  }
  return value;
}

/** A count: a whole number from 0 to 2^53 - 1. `shown` is the value as it stands in the input. */
export function goalCount(value: unknown, field: string, position: Position, shown: unknown = value): number {
  if (!(Number.isSafeInteger(value) && (value as number) >= 0)) {
    throw new InputError(
      position,
      `field '${field}': expected a whole number from 0 to 2^53 - 1, got ${quoted(shown)}`,
    );
  }
  return value as number;
}
