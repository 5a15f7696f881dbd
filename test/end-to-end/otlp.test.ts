import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { context, trace } from "@opentelemetry/api";
import { OTLPLogExporter } from "@opentelemetry/exporter-logs-otlp-http";
import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchLogRecordProcessor, LoggerProvider } from "@opentelemetry/sdk-logs";
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from "@opentelemetry/sdk-trace-base";
import { afterAll, beforeAll, expect, it } from "vitest";
import { drained, type ServiceProcess, send, serveProcess } from "./service-process.js";

let folder: string;
let service: ServiceProcess;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "telostat-otlp-"));
  service = (await serveProcess(["--data", folder]))!;
  for (const system of ["json-agent", "protobuf-agent", "python-agent"])
    await send(service.address, "PUT", `/api/v1/systems/${system}`, {
      goals: ["help", "flatter"],
      intended: "help",
      window: { by: "observations", size: 10 },
      alarms: [{ against: { limit: 0.2 }, falseAlarmInterval: 100 }],
    });
}, 120_000);
afterAll(async () => {
  await service.stop();
  await rm(folder, { recursive: true, force: true });
});

/** One episode of an agent: a chat, in it the call of a tool, and what an evaluator says of it. */
async function episodes(system: string, exporter: SpanExporter, number: number): Promise<void> {
  const resource = resourceFromAttributes({ "service.name": system });
  const spans = new BasicTracerProvider({ resource, spanProcessors: [new BatchSpanProcessor(exporter)] });
  const logs = new LoggerProvider({
    resource,
    processors: [
      new BatchLogRecordProcessor({ exporter: new OTLPLogExporter({ url: `${service.address}/v1/logs` }) }),
    ],
  });
  const tracer = spans.getTracer("agent");
  for (let i = 0; i < number; i++) {
    const root = tracer.startSpan("invoke_agent", {
      attributes: { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": system },
    });
    const inside = trace.setSpan(context.active(), root);
    const tool = tracer.startSpan(
      "execute_tool look_up",
      {
        attributes: {
          "gen_ai.operation.name": "execute_tool",
          "gen_ai.tool.name": "look_up",
          "gen_ai.tool.call.arguments": JSON.stringify({ of: i }),
          "gen_ai.tool.call.result": `found ${i}`,
        },
      },
      inside,
    );
    tool.end();
    root.setAttributes({
      "gen_ai.response.id": `${system}-${i}`,
      "gen_ai.input.messages": JSON.stringify([
        { role: "user", parts: [{ type: "text", content: `question ${i} <b>?</b>` }] },
        { role: "assistant", parts: [{ type: "tool_call", id: "c", name: "look_up", arguments: { of: i } }] },
        { role: "tool", parts: [{ type: "tool_call_response", id: "c", response: `found ${i}` }] },
      ]),
      "gen_ai.output.messages": JSON.stringify([
        { role: "assistant", parts: [{ type: "text", content: `answer ${i}` }] },
      ]),
    });
    root.end();
    logs.getLogger("evaluator").emit({
      eventName: "gen_ai.evaluation.result",
      timestamp: 1_700_000_000_000 + i * 1000,
      context: inside,
      attributes: {
        "gen_ai.evaluation.name": "goal",
        "gen_ai.evaluation.score.label": i % 4 === 0 ? "flatter" : "help",
      },
    });
  }
  await spans.forceFlush();
  await logs.forceFlush();
  await spans.shutdown();
  await logs.shutdown();
}

async function watched(system: string) {
  await drained(service.address);
  const series = (await send(service.address, "GET", `/api/v1/systems/${system}/series`))!.body as {
    windows: { counts: number[] }[];
  };
  const alarms = (await send(service.address, "GET", `/api/v1/systems/${system}/alarms`))!.body as {
    id: string;
  }[];
  const page =
    alarms.length === 0
      ? undefined
      : ((await send(service.address, "GET", `/api/v1/alarms/${encodeURIComponent(alarms[0]!.id)}`))!
          .body as {
          transcripts: { goal: string; messages: { role: string; text: string }[] }[];
        });
  return { counts: series.windows.map(({ counts }) => counts), transcripts: page?.transcripts ?? [] };
}

it.each([
  ["json-agent", JsonExporter],
  ["protobuf-agent", ProtobufExporter],
])(
  "watches an agent that the JavaScript SDK instruments: %s",
  async (system, Exporter) => {
    await episodes(system, new Exporter({ url: `${service.address}/v1/traces` }), 20);
    const { counts, transcripts } = await watched(system);
    // i = 0, 4, 8 flatter among the first ten, 12 and 16 among the rest.
    expect(counts).toEqual([
      [7, 3],
      [8, 2],
    ]);
    const flatter = transcripts.filter(({ goal }) => goal === "flatter");
    expect(flatter.map(({ messages }) => messages)).toContainEqual([
      { role: "user", text: "question 0 <b>?</b>" },
      { role: "assistant", text: '-> look_up({"of":0})' },
      { role: "tool", text: "found 0" },
      { role: "assistant", text: "answer 0" },
    ]);
  },
  60_000,
);

const python = process.env.TELOSTAT_PYTHON ?? "python3";
const missing = await promisify(execFile)(python, [
  "-c",
  "import opentelemetry.sdk._logs, opentelemetry.exporter.otlp.proto.http",
]).then(
  () => false,
  () => true,
);

it.skipIf(missing)(
  `watches an agent that the Python SDK instruments${missing ? " (skipped: pip install opentelemetry-sdk opentelemetry-exporter-otlp-proto-http)" : ""}`,
  async () => {
    const client = fileURLToPath(new URL("otlp_client.py", import.meta.url));
    const { stderr } = await promisify(execFile)(python, [client, service.address]);
    expect(stderr).toBe("");
    const { counts, transcripts } = await watched("python-agent");
    expect(counts).toEqual([
      [7, 3],
      [8, 2],
    ]);
    expect(transcripts.map(({ messages }) => messages)).toContainEqual([
      { role: "user", text: "question 0" },
      { role: "assistant", text: "answer 0" },
    ]);
  },
  60_000,
);
