/** Observations a line at a time, for inputs that grow: a line that is wrong is an error, and the next one is read. */
import type { ObservationRecord } from "../contracts/index.js";
import { csvFields } from "./csv-rows.js";
import { goalCount, goalName } from "./goal-record.js";
import { InputError, type Position } from "./input-error.js";
import { type JsonRecord, type LinePosition, parseObject } from "./json-lines.js";
import { printable, quoted } from "./printable.js";
import { readTime } from "./time.js";

/** The names of the columns (CSV) or fields (JSON Lines); each defaults to its own name. */
export interface ObservationFields {
  readonly goal?: string | undefined;
  readonly count?: string | undefined;
  readonly time?: string | undefined;
  readonly id?: string | undefined;
  readonly system?: string | undefined;
}

export const observationFormats = ["csv", "jsonl"] as const;
export type ObservationFormat = (typeof observationFormats)[number];

/** An observation with its time in seconds since 1970 and its id as text. */
export type ReadObservation = Omit<ObservationRecord, "time" | "id"> & { time?: number; id?: string };

/** @throws InputError for a line that is no observation; `undefined` for a blank line. */
export type ObservationReader = (text: string, position: LinePosition) => ReadObservation | undefined;

const expected = 'expected one object a line, such as {"goal":"x"} or {"probabilities":{"x":0.9,"y":0.1}}';

/** @param timed whether times are read. */
export function jsonObservations(fields: ObservationFields, timed: boolean): ObservationReader {
  const { goal = "goal", count = "count", time = "time", id = "id", system = "system" } = fields;
  return (text, position) => {
    if (text.trim() === "") return undefined;
    const object = parseObject(text, position, expected);
    const read: ReadObservation = Object.hasOwn(object, "probabilities")
      ? { probabilities: probabilities(object, position) }
      : { goal: goalName(object[goal], goal, position) };
    if (Object.hasOwn(object, count)) read.count = goalCount(object[count], count, position);
    if (timed) read.time = readTime(object[time], time, position);
    if (Object.hasOwn(object, id)) read.id = identifier(object[id], id, position);
    if (Object.hasOwn(object, system)) read.system = goalName(object[system], system, position);
    return read;
  };
}

/** CSV with a row on each line. @throws InputError where the header has not what is needed. */
export function csvObservations(
  header: string,
  fields: ObservationFields,
  timed: boolean,
  { source }: Position,
): ObservationReader {
  const columns = row(header, { source, line: 1 });
  const place = (name: keyof ObservationFields, required: boolean): number => {
    const column = columns.indexOf(fields[name] ?? name);
    if (column === -1 && (required || fields[name] !== undefined))
      throw new InputError(
        { source, line: 1 },
        `no column '${fields[name] ?? name}' in the header ${quoted(header)}`,
      );
    return column;
  };
  const at = {
    goal: place("goal", true),
    count: place("count", false),
    time: timed ? place("time", true) : -1,
    id: place("id", false),
    system: place("system", false),
  };
  return (text, position) => {
    if (text.trim() === "") return undefined;
    const values = row(text, position);
    if (values.length !== columns.length)
      throw new InputError(
        position,
        `expected ${columns.length} fields, as in the header, got ${values.length}`,
      );
    const read: ReadObservation = { goal: goalName(values[at.goal], columns[at.goal]!, position) };
    if (at.count !== -1) read.count = csvCount(values[at.count]!, columns[at.count]!, position);
    if (at.time !== -1) read.time = readTime(values[at.time], columns[at.time]!, position);
    if (at.id !== -1) read.id = identifier(values[at.id], columns[at.id]!, position);
    if (at.system !== -1) read.system = goalName(values[at.system], columns[at.system]!, position);
    return read;
  };
}

function row(text: string, position: Position): string[] {
  if (!text.includes('"')) return text.split(",").map((field) => field.trim());
  try {
    return csvFields(text);
  } catch {
    throw new InputError(position, `the quotes of ${printable(text)} are wrong; expected a row on one line`);
  }
}

function csvCount(text: string, field: string, position: Position): number {
  return goalCount(/^\d+(\.0*)?$/.test(text) ? Number(text) : Number.NaN, field, position, text);
}

function probabilities(object: JsonRecord, position: Position): Record<string, number> {
  const given = object.probabilities;
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw new InputError(position, `field 'probabilities': got ${quoted(given)}; ${expected}`);
  for (const [goal, p] of Object.entries(given))
    if (typeof p !== "number")
      throw new InputError(
        position,
        `probability of ${printable(goal)}: expected a number, got ${quoted(p)}`,
      );
  return given as Record<string, number>;
}

function identifier(value: unknown, field: string, position: Position): string {
  if (typeof value === "string" && value !== "") return value;
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  throw new InputError(position, `field '${field}': expected an id, got ${quoted(value)}`);
}
