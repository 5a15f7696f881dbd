import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../input-error.js";
import { readLogRecords, readSpans } from "./decode.js";
import { partialSuccessMessage, statusMessage } from "./protobuf.js";

const trace = "5b8efff798038103d269b633813fc60c";
const span = "eee19b7ec3c1b174";

/** A message by hand: field number and what is written there. */
const message = (fields: readonly [number, WireType, (writer: BinaryWriter) => void][]): Uint8Array => {
  const writer = new BinaryWriter();
  for (const [number, type, write] of fields) {
    writer.uint32((number << 3) | type);
    write(writer);
  }
  return writer.finish();
};
const inner = (number: number, bytes: Uint8Array): [number, WireType, (writer: BinaryWriter) => void] => [
  number,
  WireType.LengthDelimited,
  (writer) => writer.bytes(bytes),
];
const string = (number: number, text: string) => inner(number, new TextEncoder().encode(text));
const fixed = (number: number, value: bigint): [number, WireType, (writer: BinaryWriter) => void] => [
  number,
  WireType.Bit64,
  (writer) => writer.fixed64(value),
];
const int = (number: number, value: number): [number, WireType, (writer: BinaryWriter) => void] => [
  number,
  WireType.Varint,
  (writer) => writer.int64(value),
];
const attribute = (key: string, value: Uint8Array) => message([string(1, key), inner(2, value)]);

const binary = message([
  inner(
    1,
    message([
      inner(1, message([inner(1, attribute("service.name", message([string(1, "bot")])))])),
      inner(
        2,
        message([
          inner(
            2,
            message([
              inner(1, Buffer.from(trace, "hex")),
              inner(2, Buffer.from(span, "hex")),
              string(5, "chat"),
              int(6, 3),
              fixed(7, 1_700_000_000_000_000_000n),
              fixed(8, 1_700_000_001_500_000_000n),
              inner(9, attribute("gen_ai.usage.input_tokens", message([int(3, 42)]))),
              inner(
                9,
                attribute(
                  "list",
                  message([
                    inner(5, message([inner(1, message([string(1, "a")])), inner(1, message([int(2, 1)]))])),
                  ]),
                ),
              ),
              // A field that no version of the protocol has.
              string(900, "?"),
              inner(11, message([fixed(1, 1_700_000_001_000_000_000n), string(2, "gen_ai.choice")])),
            ]),
          ),
        ]),
      ),
    ]),
  ),
]);

const asJson = {
  resourceSpans: [
    {
      resource: { attributes: [{ key: "service.name", value: { stringValue: "bot" } }] },
      scopeSpans: [
        {
          scope: {},
          spans: [
            {
              traceId: trace.toUpperCase(),
              spanId: span,
              name: "chat",
              kind: 3,
              startTimeUnixNano: "1700000000000000000",
              endTimeUnixNano: 1_700_000_001_500_000_000,
              attributes: [
                { key: "gen_ai.usage.input_tokens", value: { intValue: "42" } },
                {
                  key: "list",
                  value: { arrayValue: { values: [{ stringValue: "a" }, { boolValue: true }] } },
                },
              ],
              events: [{ timeUnixNano: "1700000001000000000", name: "gen_ai.choice" }],
              unknown: 1,
            },
          ],
        },
      ],
    },
  ],
};
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

describe("an OTLP request", () => {
  it("reads the same from JSON and from protobuf", () => {
    const [read] = readSpans(binary, "protobuf");
    expect(read).toMatchObject({ trace, span, name: "chat", start: 1_700_000_000, end: 1_700_000_001.5 });
    expect({ ...read?.attributes }).toEqual({ "gen_ai.usage.input_tokens": 42, list: ["a", true] });
    expect(read?.events).toMatchObject([{ name: "gen_ai.choice", time: 1_700_000_001 }]);
    expect(readSpans(bytes(asJson), "json")).toEqual([read]);
  });

  it("takes a log record's event name from its field or its attribute, and the observed time where it has no other", () => {
    const records = readLogRecords(
      bytes({
        resourceLogs: [
          {
            scopeLogs: [
              {
                logRecords: [
                  { eventName: "a", observedTimeUnixNano: "2000000000" },
                  {
                    attributes: [{ key: "event.name", value: { stringValue: "b" } }],
                    body: { doubleValue: 1.5 },
                  },
                ],
              },
            ],
          },
        ],
      }),
      "json",
    );
    expect(records).toMatchObject([
      { name: "a", time: 2, trace: "" },
      { name: "b", time: 0, body: 1.5 },
    ]);
  });

  it.each<[string, unknown, RegExp]>([
    ["a list", [], /expected an object with 'resourceSpans'/],
    [
      "spans that are no list",
      { resourceSpans: [{ scopeSpans: [{ spans: {} }] }] },
      /scopeSpans\[0\]\.spans: expected a list/,
    ],
    [
      "an id that is none",
      { resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: "xyz" }] }] }] },
      /spans\[0\]\.traceId: expected 32 hexadecimal digits, got "xyz"/,
    ],
    [
      "a time that is none",
      {
        resourceSpans: [
          { scopeSpans: [{ spans: [{ traceId: trace, spanId: span, startTimeUnixNano: "soon" }] }] },
        ],
      },
      /startTimeUnixNano: expected nanoseconds/,
    ],
  ])("refuses %s with its place", (_, value, expected) => {
    expect(() => readSpans(bytes(value), "json")).toThrow(expected);
  });

  it("refuses lists in lists without end", () => {
    let value: unknown = { stringValue: "x" };
    for (let i = 0; i < 40; i++) value = { arrayValue: { values: [value] } };
    const spans = [{ traceId: trace, spanId: span, attributes: [{ key: "deep", value }] }];
    expect(() => readSpans(bytes({ resourceSpans: [{ scopeSpans: [{ spans }] }] }), "json")).toThrow(
      InputError,
    );
  });

  it("ends in spans or an InputError for any bytes, broken requests among them", () => {
    const broken = fc
      .tuple(fc.nat(binary.length), fc.uint8Array({ maxLength: 12 }))
      .map(([at, noise]) =>
        Uint8Array.from([...binary.subarray(0, at), ...noise, ...binary.subarray(at + 3)]),
      );
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array({ maxLength: 200 }), broken),
        fc.constantFrom("json" as const, "protobuf" as const),
        (given, encoding) => {
          for (const read of [readSpans, readLogRecords])
            try {
              read(given, encoding);
            } catch (error) {
              expect(error).toBeInstanceOf(InputError);
            }
        },
      ),
      { seed: 8, numRuns: 2000 },
    );
  });

  it("writes answers that other implementations read", () => {
    // SerializeToString of opentelemetry-proto 1.45.2 (ExportTraceServiceResponse) and of googleapis-common-protos (Status), Python.
    expect(Buffer.from(partialSuccessMessage(2, "no")).toString("hex")).toBe("0a06080212026e6f");
    expect(Buffer.from(statusMessage(3, "bad")).toString("hex")).toBe("08031203626164");
  });
});
