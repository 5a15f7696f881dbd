/** JSON of foreign logs: parsed with the place of what is wrong, then read leniently, field by field. */
import { isUtf8 } from "node:buffer";
import { InputError, type Position } from "../input-error.js";
import { quoted } from "../printable.js";
import { scanJson } from "./json-scan.js";

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Parses JSON; NaN and infinities, which Python writes, become null. @throws InputError with line and column. */
export function parseJson(json: string, position: Position): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    const { wrong, constants } = scanJson(json);
    if (wrong === undefined && constants.length > 0) {
      try {
        return JSON.parse(withNulls(json, constants));
      } catch {
        // A string is wrong, and the first error may name its place.
      }
    }
    const named = /at position (\d+)/.exec((error as Error).message)?.[1];
    const offset = named === undefined ? (wrong ?? json.length) : Number(named);
    throw new InputError(placeOf(offset, json, position), "malformed JSON; is the file complete?");
  }
}

function withNulls(json: string, constants: readonly (readonly [number, number])[]): string {
  const between = constants.map(([from], i) => json.slice(constants[i - 1]?.[1] ?? 0, from));
  return [...between, json.slice(constants.at(-1)?.[1] ?? 0)].join("null");
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

function placeOf(offset: number, json: string, position: Position): Position {
  const before = json.slice(0, offset);
  const line = (position.line ?? 1) + before.split("\n").length - 1;
  return { ...position, line, column: offset - before.lastIndexOf("\n") };
}
