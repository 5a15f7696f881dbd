import { InputError, type Position } from "./input-error.js";
import { quoted } from "./printable.js";

/** Numbers from here on are milliseconds: as seconds they would lie beyond the year 5138. */
const milliseconds = 1e11;

/** A date, or a date with a time of day, perhaps with a zone. */
const iso = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * Seconds since 1970 from a number of seconds or milliseconds, or an ISO 8601 date, which is UTC where it names no zone.
 *
 * @throws InputError for anything else.
 */
export function readTime(value: unknown, field: string, position: Position): number {
  const seconds = typeof value === "string" ? fromText(value.trim()) : fromNumber(value);
  if (seconds !== undefined) return seconds;
  throw new InputError(
    position,
    `field '${field}': expected a time, such as 2026-01-05T10:00:00Z or seconds since 1970, got ${quoted(value)}`,
  );
}

/** The same where the time is welcome but not needed: `undefined` for what is no time. */
export function timeIfAny(value: unknown): number | undefined {
  return typeof value === "string" ? fromText(value.trim()) : fromNumber(value);
}

function fromText(text: string): number | undefined {
  if (/^-?\d+(\.\d*)?(e[+-]?\d+)?$/i.test(text)) return fromNumber(Number(text));
  const parts = iso.exec(text);
  if (!parts) return undefined;
  const [, clock, , , zone] = parts;
  const full = `${text.slice(0, 10)}${clock === undefined ? "T00:00" : clock.replace(" ", "T").replace(",", ".")}`;
  const time = Date.parse(`${full}${zone ?? "Z"}`);
  return Number.isNaN(time) ? undefined : time / 1000;
}

function fromNumber(value: unknown): number | undefined {
  if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
  return Math.abs(value) >= milliseconds ? value / 1000 : value;
}
