import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import { InMemorySpanExporter, type ReadableSpan } from "@opentelemetry/sdk-trace-base";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ServiceUnderTest } from "../../../test/service.js";
import { converter } from "./metrics.js";
import { OF_ITSELF, openTelemetry, TelemetryRefused, wanted } from "./open-telemetry.js";
import { here, type Tracing, untraced } from "./tracing.js";

const nobody = { version: "1", onError: () => {} };

describe("a service that is traced", () => {
  const exporter = new InMemorySpanExporter();
  let tracing: Tracing;
  let tested: ServiceUnderTest;
  let receiver: Server;
  const received: string[] = [];
  const named = (name: string): ReadableSpan[] =>
    exporter.getFinishedSpans().filter((span) => span.name === name);
  const trace = (span: ReadableSpan) => span.spanContext().traceId;

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      received.push(request.url ?? "");
      response.end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    tracing = await openTelemetry({}, { ...nobody, exporter });
    tested = await ServiceUnderTest.open({ tracing, allowPrivateTargets: true, idle: 0.05 });
    const { port } = receiver.address() as AddressInfo;
    const destination = { kind: "webhook", name: "hook", url: `http://127.0.0.1:${port}/hook` };
    expect((await tested.ask("POST", "/api/v1/destinations", destination)).status).toBe(201);
    await tested.ask("PUT", "/api/v1/systems/bot", {
      goals: ["help", "flatter"],
      intended: "help",
      window: { by: "observations", size: 10 },
      alarms: [{ against: { limit: 0.1 }, falseAlarmInterval: 100 }],
    });
  }, 60_000);
  afterAll(async () => {
    await tested.close();
    await new Promise((resolve) => receiver.close(resolve));
    expect(tested.errors).toEqual([]);
  });

  it("tells of observations, their folding, the alarm they raise and its notice in one trace", async () => {
    exporter.reset();
    const parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const observations = Array.from({ length: 100 }, (_, i) => ({ goal: i % 2 ? "help" : "flatter" }));
    const response = await tested.app.request("/api/v1/systems/bot/observations", {
      method: "POST",
      headers: { "content-type": "application/json", traceparent: parent },
      body: JSON.stringify({ observations }),
    });
    expect(response.status).toBe(202);
    await tested.settled();
    await expect.poll(() => named("deliver webhook").length).toBe(1);
    expect(received).toEqual(["/hook"]);
    const [request, append, process, deliver] = [
      "POST /api/v1/systems/{system}/observations",
      "append observations",
      "process observations",
      "deliver webhook",
    ].map((name) => named(name)[0]!);
    expect([request, append, process, deliver].map((span) => trace(span!))).toEqual(
      Array.from({ length: 4 }, () => "0af7651916cd43dd8448eb211c80319c"),
    );
    expect([request, append, process, deliver].map((span) => span!.parentSpanContext?.spanId)).toEqual([
      "b7ad6b7169203331",
      request!.spanContext().spanId,
      append!.spanContext().spanId,
      process!.spanContext().spanId,
    ]);
    expect([request, append, process, deliver].map((span) => span!.kind)).toEqual([
      SpanKind.SERVER,
      SpanKind.PRODUCER,
      SpanKind.CONSUMER,
      SpanKind.CLIENT,
    ]);
    expect(request!.attributes).toEqual({
      "http.request.method": "POST",
      "http.route": "/api/v1/systems/{system}/observations",
      "http.response.status_code": 202,
    });
    expect(process!.attributes).toMatchObject({ "telostat.system": "bot", "telostat.size": 100 });
  });

  it("links what is folded together to the traces of all that led to it", async () => {
    exporter.reset();
    const sending = Array.from({ length: 6 }, () =>
      tested.ask("POST", "/api/v1/systems/bot/observations", { observations: [{ goal: "help" }] }),
    );
    await Promise.all(sending);
    await tested.settled();
    await expect
      .poll(() => {
        const folded = named("process observations");
        return folded.length + folded.reduce((sum, { links }) => sum + links.length, 0);
      })
      .toBe(6);
    const appended = new Set(named("append observations").map((span) => span.spanContext().spanId));
    for (const { links, parentSpanContext } of named("process observations"))
      for (const id of [parentSpanContext!.spanId, ...links.map(({ context }) => context.spanId)])
        expect(appended.delete(id)).toBe(true);
    expect(appended.size).toBe(0);
  });

  it("takes telemetry of a service without a span: it would be told of again, without end", async () => {
    exporter.reset();
    const sent = (headers: Record<string, string>) =>
      tested.app.request("/api/v1/systems/bot/observations", {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ observations: [{ goal: "help" }] }),
      });
    await sent({ [OF_ITSELF]: "1" });
    await tested.settled();
    expect(exporter.getFinishedSpans()).toEqual([]);
    await sent({});
    await tested.settled();
    expect(named("process observations").length).toBe(1);
  });

  it("tells nothing of idle workers, routes and not paths, and only its own failures as failures", async () => {
    exporter.reset();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(exporter.getFinishedSpans()).toEqual([]);
    await tested.ask("GET", "/api/v1/systems/secret-name");
    const [span] = exporter.getFinishedSpans();
    expect(span).toMatchObject({
      name: "GET /api/v1/systems/{system}",
      status: { code: SpanStatusCode.UNSET },
      attributes: { "http.response.status_code": 404 },
    });
    expect(JSON.stringify(span!.attributes)).not.toContain("secret-name");
    await expect(
      tracing.span("broken", { kind: "internal" }, () => Promise.reject(new TypeError("no"))),
    ).rejects.toThrow("no");
    expect(named("broken")[0]).toMatchObject({
      status: { code: SpanStatusCode.ERROR },
      attributes: { "error.type": "TypeError" },
    });
    expect(here()).toBeUndefined();
  });

  it("keeps to a parent that is not sampled, and to one that is no traceparent", async () => {
    exporter.reset();
    const asked = (traceparent: string) => tested.app.request("/health/live", { headers: { traceparent } });
    await asked("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00");
    expect(exporter.getFinishedSpans()).toEqual([]);
    await asked("nonsense");
    expect(named("GET /health/live")[0]!.parentSpanContext).toBeUndefined();
  });
});

describe("whether anything is sent", () => {
  it.each([
    [{}, false, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318" }, true, true],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "" }, false, false],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://collector:4318/v1/traces" }, true, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318", OTEL_METRICS_EXPORTER: "none" }, true, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318", OTEL_SDK_DISABLED: "true" }, false, false],
  ])("%j: traces %s, metrics %s", (environment, traces, metrics) => {
    expect(wanted(environment)).toEqual({ traces, metrics });
  });

  it("loads nothing, and is nobody told, without an address", async () => {
    expect(await openTelemetry({}, nobody)).toBe(untraced);
    const told = await untraced.span("x", { kind: "internal" }, async () => here());
    expect(told).toBeUndefined();
  });

  it("refuses a protocol that it does not speak", async () => {
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://c:4317", OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" };
    await expect(openTelemetry(environment, nobody)).rejects.toThrow(TelemetryRefused);
  });
});

it("sends histograms as counts between their ends, of each route by itself", async () => {
  const bucket = (route: string, le: string, value: number) => ({
    suffix: "_bucket",
    labels: { route, le },
    value,
  });
  const told = (await converter())(
    [
      {
        name: "seconds",
        help: "",
        type: "histogram",
        samples: [
          ...[bucket("a", "0.1", 2), bucket("a", "1", 5), bucket("a", "+Inf", 6)],
          { suffix: "_sum", labels: { route: "a" }, value: 7.5 },
          { suffix: "_count", labels: { route: "a" }, value: 6 },
          ...[bucket("b", "0.1", 0), bucket("b", "1", 0), bucket("b", "+Inf", 1)],
        ],
      },
      { name: "unmeasured", help: "", type: "gauge", samples: [] },
    ],
    1e12,
  );
  expect(told.map(({ descriptor }) => descriptor.name)).toEqual(["seconds"]);
  expect(told[0]!.dataPoints).toMatchObject([
    {
      attributes: { route: "a" },
      value: { buckets: { boundaries: [0.1, 1], counts: [2, 3, 1] }, sum: 7.5, count: 6 },
    },
    { attributes: { route: "b" }, value: { buckets: { counts: [0, 0, 1] }, count: 1 } },
  ]);
});
