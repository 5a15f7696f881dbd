/** JSON of foreign logs: parsed with the place of what is wrong, then read leniently, field by field. */
import { isUtf8 } from "node:buffer";
import { InputError, type Position } from "../input-error.js";
import { quoted } from "../printable.js";

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/**
 * Strings, and in between the tokens that Python's json writes and JSON does not have. A string without an end reaches to
 * that of the text: else each quote in it would be tried as a beginning.
 */
const stringOrConstant = /"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$)|-?\b(?:NaN|Infinity)\b/gs;

/** Parses JSON; NaN and infinities, which Python writes, become null. @throws InputError with line and column. */
export function parseJson(json: string, position: Position): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    const strict = json.replace(stringOrConstant, (token) => (token.startsWith('"') ? token : "null"));
    if (strict !== json) {
      try {
        return JSON.parse(strict);
      } catch {
        // The first error stands at its place in the text as it is.
      }
    }
    throw new InputError(placeOf(error as Error, json, position), "malformed JSON; is the file complete?");
  }
}

/** UTF-8 bytes, with or without a byte-order mark, parsed. */
export function parseJsonBytes(bytes: Buffer, position: Position): unknown {
  if (!isUtf8(bytes)) throw new InputError(position, "not UTF-8 text; expected JSON");
  const json = bytes.toString("utf8");
  return parseJson(json.startsWith("\ufeff") ? json.slice(1) : json, position);
}

/** @throws InputError unless `value` is an object. */
export function requireObject(value: unknown, what: string, position: Position): JsonObject {
  if (isObject(value)) return value;
  throw new InputError(position, `expected ${what}, got ${quoted(value)}`);
}

/** Where JSON.parse stops: at a position that V8 names, at an early end, or at a token that it names without a place. */
function placeOf({ message }: Error, json: string, position: Position): Position {
  const named = /at position (\d+)/.exec(message)?.[1];
  const offset = named === undefined ? firstBadToken(json) : Number(named);
  const before = json.slice(0, offset);
  const line = (position.line ?? 1) + before.split("\n").length - 1;
  return { ...position, line, column: offset - before.lastIndexOf("\n") };
}

/** By bisection: a beginning of the text has a bad token exactly if it reaches up to the first one. */
function firstBadToken(json: string): number {
  let [good, bad] = [0, json.length + 1];
  while (bad - good > 1) {
    const middle = Math.min(Math.floor((good + bad) / 2), good === 0 ? 2 ** 16 : 2 * good);
    if (hasBadToken(json.slice(0, middle))) bad = middle;
    else good = middle;
  }
  return good;
}

function hasBadToken(json: string): boolean {
  try {
    JSON.parse(json);
    return false;
  } catch (error) {
    return (error as Error).message.startsWith("Unexpected token");
  }
}
