import { describe, expect, it } from "vitest";
import { logReading, spanReading } from "./generative-ai.js";
import type { Attributes, LogRecord, Span } from "./telemetry.js";

const span = (attributes: Attributes, more: Partial<Span> = {}): Span => ({
  trace: "5b8efff798038103d269b633813fc60c",
  span: "eee19b7ec3c1b174",
  name: "chat m",
  start: 1,
  end: 2,
  attributes,
  events: [],
  resource: { "service.name": "shop" },
  ...more,
});
const log = (name: string, attributes: Attributes, body?: unknown): LogRecord => ({
  trace: "5b8efff798038103d269b633813fc60c",
  span: "eee19b7ec3c1b174",
  name,
  time: 5,
  attributes,
  body,
  resource: {},
});
const said = (reading: ReturnType<typeof spanReading>) =>
  reading?.turns.flatMap(({ messages }) =>
    messages.map(({ role, content, toolCalls }) => [
      role,
      content,
      ...toolCalls.map(({ name, arguments: given }) => ({ name, given })),
    ]),
  );

const weather = { name: "get_weather", given: { location: "Paris" } };
const input = [
  { role: "user", parts: [{ type: "text", content: "Weather in Paris?" }] },
  {
    role: "assistant",
    parts: [{ type: "tool_call", id: "c1", name: "get_weather", arguments: { location: "Paris" } }],
  },
  { role: "tool", parts: [{ type: "tool_call_response", id: "c1", response: "rainy" }] },
];
const output = [{ role: "assistant", parts: [{ type: "text", content: "Rain." }], finish_reason: "stop" }];
const conversation = [
  ["user", "Weather in Paris?"],
  ["assistant", "", weather],
  ["tool", "rainy"],
  ["assistant", "Rain."],
];

describe("the messages of a span", () => {
  it.each<[string, Attributes, unknown[]]>([
    [
      "structured attributes",
      {
        "gen_ai.operation.name": "chat",
        "gen_ai.system_instructions": [{ type: "text", content: "Be brief." }],
        "gen_ai.input.messages": input,
        "gen_ai.output.messages": output,
      },
      [["system", "Be brief."], ...conversation],
    ],
    [
      "attributes of JSON in text, with `result` in the place of `response`",
      {
        "gen_ai.operation.name": "chat",
        "gen_ai.input.messages": JSON.stringify(input).replace('"response":', '"result":'),
        "gen_ai.output.messages": JSON.stringify(output),
      },
      conversation,
    ],
    [
      "numbered attributes",
      {
        "gen_ai.system": "openai",
        "gen_ai.prompt.0.role": "user",
        "gen_ai.prompt.0.content": "Weather in Paris?",
        "gen_ai.completion.0.role": "assistant",
        "gen_ai.completion.0.tool_calls.0.name": "get_weather",
        "gen_ai.completion.0.tool_calls.0.arguments": '{"location":"Paris"}',
      },
      [
        ["user", "Weather in Paris?"],
        ["assistant", "", weather],
      ],
    ],
    [
      "a tool's execution",
      {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": "get_weather",
        "gen_ai.tool.call.arguments": '{"location":"Paris"}',
        "gen_ai.tool.call.result": { sky: "rainy" },
      },
      [
        ["assistant", "", weather],
        ["tool", '{"sky":"rainy"}'],
      ],
    ],
    [
      "the Vercel AI SDK's own",
      {
        "ai.operationId": "ai.generateText.doGenerate",
        "ai.prompt.messages": JSON.stringify([
          { role: "user", content: [{ type: "text", text: "Weather in Paris?" }] },
          {
            role: "assistant",
            content: [
              { type: "tool-call", toolCallId: "c1", toolName: "get_weather", input: { location: "Paris" } },
            ],
          },
          {
            role: "tool",
            content: [{ type: "tool-result", toolCallId: "c1", output: { type: "text", value: "rainy" } }],
          },
        ]),
        "ai.response.text": "Rain.",
      },
      conversation,
    ],
    [
      "the Vercel AI SDK's tool call",
      {
        "ai.toolCall.name": "get_weather",
        "ai.toolCall.args": '{"location":"Paris"}',
        "ai.toolCall.result": '"rainy"',
      },
      [
        ["assistant", "", weather],
        ["tool", '"rainy"'],
      ],
    ],
  ])("are read from %s", (_, attributes, expected) => {
    expect(said(spanReading(span(attributes)))).toEqual(expected);
  });

  it("are read from its events, of now and of before", () => {
    const events = [
      { name: "gen_ai.user.message", time: 1, attributes: { content: "Weather in Paris?" } },
      {
        name: "gen_ai.choice",
        time: 2,
        attributes: {
          message:
            '{"tool_calls":[{"id":"c1","type":"function","function":{"name":"get_weather","arguments":"{\\"location\\":\\"Paris\\"}"}}]}',
        },
      },
      {
        name: "gen_ai.client.inference.operation.details",
        time: 2,
        attributes: { "gen_ai.output.messages": output },
      },
    ];
    expect(said(spanReading(span({}, { events })))).toEqual([
      ["user", "Weather in Paris?"],
      ["assistant", "", weather],
      ["assistant", "Rain."],
    ]);
  });

  it("are none where a span is of something else", () => {
    expect(spanReading(span({ "http.request.method": "GET" }))).toBeNull();
    expect(logReading(log("", {}, "a line of text"))).toBeNull();
  });
});

describe("a log record", () => {
  it("tells a message in its body", () => {
    expect(
      said(logReading(log("gen_ai.choice", {}, { message: { role: "assistant", content: "Rain." } }))),
    ).toEqual([["assistant", "Rain."]]);
  });

  it("tells a goal, by an id that is the same whenever it is sent", () => {
    const record = log("gen_ai.evaluation.result", {
      "gen_ai.evaluation.name": "goal",
      "gen_ai.evaluation.score.label": "flatter",
      "gen_ai.response.id": "r1",
    });
    const [label] = logReading(record)!.labels;
    expect(label).toMatchObject({
      goal: "flatter",
      evaluation: "goal",
      response: "r1",
      trace: record.trace,
      time: 5,
    });
    expect(logReading(record)!.labels).toEqual([label]);
    expect(logReading({ ...record, time: 6 })!.labels[0]!.id).not.toBe(label!.id);
  });
});

it("knows a system by its agent before its service", () => {
  expect(
    spanReading(
      span({ "gen_ai.operation.name": "chat", "gen_ai.agent.name": "clerk", "gen_ai.response.id": "r" }),
    )?.names,
  ).toEqual(["clerk", "shop"]);
});
