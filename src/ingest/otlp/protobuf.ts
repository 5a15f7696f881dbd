/**
 * OTLP's messages by their field numbers (opentelemetry-proto 1.x, whose numbers are stable), read into the objects that
 * OTLP/JSON has. Fields that are not in the tables are skipped; only bytes that are there are ever allocated for.
 */
import { BinaryReader, BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { InputError } from "../input-error.js";

type Scalar = "string" | "bool" | "int64" | "fixed64" | "double" | "bytes" | "hex";
interface Field {
  readonly name: string;
  readonly type: Scalar | (() => Message);
  readonly repeated?: true;
}
type Message = Readonly<Record<number, Field>>;

const wireTypes: Readonly<Record<Scalar, WireType>> = {
  string: WireType.LengthDelimited,
  bytes: WireType.LengthDelimited,
  hex: WireType.LengthDelimited,
  bool: WireType.Varint,
  int64: WireType.Varint,
  fixed64: WireType.Bit64,
  double: WireType.Bit64,
};

const one = (name: string, type: Field["type"]): Field => ({ name, type });
const many = (name: string, type: () => Message): Field => ({ name, type, repeated: true });

const anyValue: Message = {
  1: one("stringValue", "string"),
  2: one("boolValue", "bool"),
  3: one("intValue", "int64"),
  4: one("doubleValue", "double"),
  5: one("arrayValue", () => ({ 1: many("values", () => anyValue) })),
  6: one("kvlistValue", () => ({ 1: many("values", () => keyValue) })),
  7: one("bytesValue", "bytes"),
};
const keyValue: Message = { 1: one("key", "string"), 2: one("value", () => anyValue) };
const resource: Message = { 1: many("attributes", () => keyValue) };
const event: Message = {
  1: one("timeUnixNano", "fixed64"),
  2: one("name", "string"),
  3: many("attributes", () => keyValue),
};
const span: Message = {
  1: one("traceId", "hex"),
  2: one("spanId", "hex"),
  5: one("name", "string"),
  7: one("startTimeUnixNano", "fixed64"),
  8: one("endTimeUnixNano", "fixed64"),
  9: many("attributes", () => keyValue),
  11: many("events", () => event),
};
const logRecord: Message = {
  1: one("timeUnixNano", "fixed64"),
  5: one("body", () => anyValue),
  6: many("attributes", () => keyValue),
  9: one("traceId", "hex"),
  10: one("spanId", "hex"),
  11: one("observedTimeUnixNano", "fixed64"),
  12: one("eventName", "string"),
};

/** ExportTraceServiceRequest and ExportLogsServiceRequest. */
export const requests = {
  traces: {
    1: many("resourceSpans", () => ({
      1: one("resource", () => resource),
      2: many("scopeSpans", () => ({ 2: many("spans", () => span) })),
    })),
  },
  logs: {
    1: many("resourceLogs", () => ({
      1: one("resource", () => resource),
      2: many("scopeLogs", () => ({ 2: many("logRecords", () => logRecord) })),
    })),
  },
} as const satisfies Record<string, Message>;

/** Levels of messages in messages: values may hold lists of values. */
const DEEPEST = 64;

/** @throws InputError for bytes that are no such message. */
export function readMessage(message: Message, bytes: Uint8Array, source: string): Record<string, unknown> {
  try {
    return read(message, bytes, 0);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError({ source }, `malformed protobuf: ${(error as Error).message}`);
  }
}

function read(message: Message, bytes: Uint8Array, depth: number): Record<string, unknown> {
  if (depth > DEEPEST) throw new RangeError(`more than ${DEEPEST} messages in each other`);
  const reader = new BinaryReader(bytes);
  const value: Record<string, unknown> = {};
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    const field = message[number];
    if (field === undefined) {
      reader.skip(wireType, number);
      continue;
    }
    const expected = typeof field.type === "function" ? WireType.LengthDelimited : wireTypes[field.type];
    if (wireType !== expected)
      throw new RangeError(`field '${field.name}' has wire type ${wireType}, expected ${expected}`);
    const read = fieldValue(reader, field, depth);
    if (field.repeated) {
      value[field.name] ??= [];
      (value[field.name] as unknown[]).push(read);
    } else value[field.name] = read;
  }
  return value;
}

function fieldValue(reader: BinaryReader, { type }: Field, depth: number): unknown {
  if (typeof type === "function") return read(type(), reader.bytes(), depth + 1);
  if (type === "hex") return Buffer.from(reader.bytes()).toString("hex");
  if (type === "bytes") return Buffer.from(reader.bytes()).toString("base64");
  return reader[type]();
}

/** `partial_success` of an export response; field numbers are the same for spans and log records. */
export function partialSuccessMessage(rejected: number, message: string): Uint8Array<ArrayBuffer> {
  const partial = new BinaryWriter();
  if (rejected > 0) partial.uint32(tag(1, WireType.Varint)).int64(rejected);
  partial.uint32(tag(2, WireType.LengthDelimited)).string(message);
  return new BinaryWriter()
    .uint32(tag(1, WireType.LengthDelimited))
    .bytes(partial.finish())
    .finish() as Uint8Array<ArrayBuffer>;
}

/** google.rpc.Status. */
export const statusMessage = (code: number, message: string): Uint8Array<ArrayBuffer> =>
  new BinaryWriter()
    .uint32(tag(1, WireType.Varint))
    .int32(code)
    .uint32(tag(2, WireType.LengthDelimited))
    .string(message)
    .finish() as Uint8Array<ArrayBuffer>;

const tag = (field: number, type: WireType): number => (field << 3) | type;
