import { OTLPLogExporter } from "@opentelemetry/exporter-logs-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  type ReadableLogRecord,
  SimpleLogRecordProcessor,
} from "@opentelemetry/sdk-logs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ServiceUnderTest } from "../../../test/service.js";
import { type HttpServer, listen } from "./server.js";

let tested: ServiceUnderTest;
let server: HttpServer;
beforeAll(async () => {
  tested = await ServiceUnderTest.open();
  await tested.ask("PUT", "/api/v1/systems/agent", { goals: ["help", "flatter"], intended: "help" });
  // One request at a time: the others are told to come back in a second.
  const onError = (error: unknown) => tested.errors.push(error);
  server = await listen(tested.service, { host: "127.0.0.1", port: 0, onError, rate: 1, burst: 1 });
}, 60_000);
afterAll(async () => {
  await server.close();
  await tested.close();
  expect(tested.errors).toEqual([]);
});

function evaluations(from: number, number: number): ReadableLogRecord[] {
  const kept = new InMemoryLogRecordExporter();
  const provider = new LoggerProvider({
    resource: resourceFromAttributes({ "service.name": "agent" }),
    processors: [new SimpleLogRecordProcessor({ exporter: kept })],
  });
  for (let i = from; i < from + number; i++)
    provider.getLogger("evaluator").emit({
      eventName: "gen_ai.evaluation.result",
      timestamp: 1_700_000_000_000 + i,
      attributes: {
        "gen_ai.evaluation.name": "goal",
        "gen_ai.evaluation.score.label": "help",
        "gen_ai.response.id": `r${i}`,
      },
    });
  return kept.getFinishedLogRecords();
}

it("is sent again what it refused for now by the JavaScript SDK, and loses nothing", async () => {
  const exporter = new OTLPLogExporter({ url: `${server.address}/v1/logs`, timeoutMillis: 30_000 });
  const batches = [0, 10, 20].map((from) => evaluations(from, 10));
  const results = await Promise.all(
    batches.map(
      (records) => new Promise<{ readonly code: number }>((resolve) => exporter.export(records, resolve)),
    ),
  );
  expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
  await exporter.shutdown();
  await tested.settled();
  const rows = await tested.service.database.query("SELECT 1 FROM observations WHERE system = 'agent'");
  expect(rows).toHaveLength(30);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  const metrics = await (await fetch(`${server.address}/metrics`)).text();
  const answered = (status: number) =>
    Number(new RegExp(`route="/v1/logs",status="${status}"} (\\d+)`).exec(metrics)?.[1] ?? 0);
  expect(answered(200)).toBe(3);
  expect(answered(429)).toBeGreaterThanOrEqual(2);
}, 60_000);
