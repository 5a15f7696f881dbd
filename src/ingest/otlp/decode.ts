/** Bytes of an OTLP/HTTP request, JSON or protobuf, to spans and log records. */
import { InputError } from "../input-error.js";
import { quoted } from "../printable.js";
import { isObject, type JsonObject, list, parseJsonBytes, requireObject, text } from "../transcripts/json.js";
import { readMessage, requests } from "./protobuf.js";
import type { Attributes, LogRecord, Span, SpanEvent } from "./telemetry.js";

export type OtlpEncoding = "json" | "protobuf";

/** @throws InputError */
export function readSpans(bytes: Uint8Array, encoding: OtlpEncoding): Span[] {
  return records(bytes, encoding, ["traces", "resourceSpans", "scopeSpans", "spans"]).map(
    ({ record, resource, place }) => ({
      trace: identifier(record.traceId, 32, `${place}.traceId`),
      span: identifier(record.spanId, 16, `${place}.spanId`),
      name: text(record.name) ?? "",
      start: seconds(record.startTimeUnixNano, `${place}.startTimeUnixNano`),
      end: seconds(record.endTimeUnixNano, `${place}.endTimeUnixNano`),
      attributes: attributes(record.attributes, place),
      events: list(record.events).map((event, i) => spanEvent(event, `${place}.events[${i}]`)),
      resource,
    }),
  );
}

/** @throws InputError */
export function readLogRecords(bytes: Uint8Array, encoding: OtlpEncoding): LogRecord[] {
  return records(bytes, encoding, ["logs", "resourceLogs", "scopeLogs", "logRecords"]).map(
    ({ record, resource, place }) => {
      const own = attributes(record.attributes, place);
      const time = seconds(record.timeUnixNano, `${place}.timeUnixNano`);
      return {
        trace: identifierIfAny(record.traceId, 32, `${place}.traceId`),
        span: identifierIfAny(record.spanId, 16, `${place}.spanId`),
        // Before the field `eventName` there was the attribute.
        name: text(record.eventName) || text(own["event.name"]) || "",
        time: time > 0 ? time : seconds(record.observedTimeUnixNano, `${place}.observedTimeUnixNano`),
        attributes: own,
        body: anyValue(record.body, `${place}.body`),
        resource,
      };
    },
  );
}

interface Placed {
  readonly record: JsonObject;
  readonly resource: Attributes;
  readonly place: string;
}

function records(
  bytes: Uint8Array,
  encoding: OtlpEncoding,
  [request, byResource, byScope, leaf]: readonly [keyof typeof requests, string, string, string],
): Placed[] {
  const source = "body";
  const root =
    encoding === "json"
      ? parseJsonBytes(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), { source })
      : readMessage(requests[request], bytes, source);
  const found: Placed[] = [];
  const top = requireObject(root, `an object with '${byResource}'`, { source });
  for (const [i, group] of each(top[byResource], byResource)) {
    const at = `${byResource}[${i}]`;
    const resource = isObject(group.resource) ? attributes(group.resource.attributes, `${at}.resource`) : {};
    for (const [j, scope] of each(group[byScope], `${at}.${byScope}`))
      for (const [k, record] of each(scope[leaf], `${at}.${byScope}[${j}].${leaf}`))
        found.push({ record, resource, place: `${at}.${byScope}[${j}].${leaf}[${k}]` });
  }
  return found;
}

/** The objects of a list; no list is an empty one. */
function* each(value: unknown, place: string): Generator<[number, JsonObject]> {
  if (value === undefined || value === null) return;
  if (!Array.isArray(value)) throw new InputError({ source: place }, `expected a list, got ${quoted(value)}`);
  for (const [i, item] of value.entries())
    yield [i, requireObject(item, "an object", { source: `${place}[${i}]` })];
}

function spanEvent(value: unknown, place: string): SpanEvent {
  const event = requireObject(value, "an event", { source: place });
  return {
    name: text(event.name) ?? "",
    time: seconds(event.timeUnixNano, `${place}.timeUnixNano`),
    attributes: attributes(event.attributes, place),
  };
}

function attributes(value: unknown, place: string): Attributes {
  // No prototype: names come from outside.
  const read: Record<string, unknown> = Object.create(null);
  for (const [i, { key, value: given }] of each(value, `${place}.attributes`))
    if (typeof key === "string") read[key] = anyValue(given, `${place}.attributes[${i}]`);
  return read;
}

/** Levels of lists in lists. */
const DEEPEST = 32;

/** A value without its wrapping; numbers that are integers in text become numbers. */
function anyValue(value: unknown, place: string, depth = 0): unknown {
  if (!isObject(value)) return undefined;
  if (depth > DEEPEST)
    throw new InputError({ source: place }, `expected at most ${DEEPEST} lists in each other`);
  if ("stringValue" in value) return value.stringValue;
  if ("boolValue" in value) return value.boolValue;
  if ("intValue" in value) return Number(value.intValue);
  if ("doubleValue" in value) return Number(value.doubleValue);
  if ("bytesValue" in value) return value.bytesValue;
  if (isObject(value.arrayValue))
    return list(value.arrayValue.values).map((item) => anyValue(item, place, depth + 1));
  if (isObject(value.kvlistValue)) {
    const pairs: Record<string, unknown> = Object.create(null);
    for (const pair of list(value.kvlistValue.values))
      if (isObject(pair) && typeof pair.key === "string")
        pairs[pair.key] = anyValue(pair.value, place, depth + 1);
    return pairs;
  }
  return undefined;
}

function identifier(value: unknown, digits: number, place: string): string {
  if (typeof value === "string" && value.length === digits && /^[0-9a-f]+$/i.test(value))
    return value.toLowerCase();
  throw new InputError({ source: place }, `expected ${digits} hexadecimal digits, got ${quoted(value)}`);
}

const identifierIfAny = (value: unknown, digits: number, place: string): string =>
  value === undefined || value === null || value === "" ? "" : identifier(value, digits, place);

/** Nanoseconds as text, number or bigint; 0 where there are none. */
function seconds(value: unknown, place: string): number {
  if (value === undefined || value === null || value === "") return 0;
  const nanoseconds = typeof value === "object" || typeof value === "boolean" ? Number.NaN : Number(value);
  if (nanoseconds >= 0 && nanoseconds < 2 ** 64) return nanoseconds / 1e9;
  throw new InputError({ source: place }, `expected nanoseconds since 1970, got ${quoted(value)}`);
}
