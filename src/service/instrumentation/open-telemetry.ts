/** Spans and metrics by the OpenTelemetry SDK, sent by OTLP over HTTP where its standard variables say. */
import type { Context, Span as SdkSpan } from "@opentelemetry/api";
import type { SpanExporter } from "@opentelemetry/sdk-trace-base";
import { seldom } from "../stream/loop.js";
import { type Environment, startMeter } from "./metrics.js";
import { carried, type SpanAbout, type Tracing, untraced } from "./tracing.js";

export interface OpenTelemetryOptions {
  readonly version: string;
  /** Told that what was to be sent was not. */
  readonly onError: (error: unknown) => void;
  /** In the place of the one that sends. */
  readonly exporter?: SpanExporter | undefined;
}

/** What a service sends with its telemetry, so that one that gets it, perhaps itself, tells no spans of taking it. */
export const OF_ITSELF = "x-telostat-telemetry";

/** Seconds until the same failure is told again. */
const AGAIN = 60;

/** A variable asks for what is not there. */
export class TelemetryRefused extends Error {
  override readonly name = "TelemetryRefused";
}

/** Which of them are to be sent: those for which an address is given, and that are not switched off. */
export function wanted(environment: Environment): { readonly traces: boolean; readonly metrics: boolean } {
  const on = (signal: "TRACES" | "METRICS") =>
    environment.OTEL_SDK_DISABLED?.toLowerCase() !== "true" &&
    environment[`OTEL_${signal}_EXPORTER`] !== "none" &&
    Boolean(environment.OTEL_EXPORTER_OTLP_ENDPOINT || environment[`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`]);
  return { traces: on("TRACES"), metrics: on("METRICS") };
}

/**
 * Without an address in OTEL_EXPORTER_OTLP_ENDPOINT, or in that of a signal, nothing is sent and nothing loaded.
 *
 * @throws TelemetryRefused for a protocol other than http/protobuf.
 */
export async function openTelemetry(
  environment: Environment,
  { version, exporter, ...options }: OpenTelemetryOptions,
): Promise<Tracing> {
  const onError = seldom(options.onError, AGAIN, () => performance.now() / 1000);
  const { traces, metrics } = wanted(environment);
  if (!traces && !metrics && exporter === undefined) return untraced;
  for (const name of ["", "TRACES_", "METRICS_"].map((signal) => `OTEL_EXPORTER_OTLP_${signal}PROTOCOL`))
    if (![undefined, "", "http/protobuf"].includes(environment[name]))
      throw new TelemetryRefused(`${name}: expected http/protobuf, got ${environment[name]}`);
  const resource = await resourceOf(version);
  const meter = metrics
    ? await startMeter(resource, { environment, headers: { [OF_ITSELF]: "1" }, onError })
    : undefined;
  const spans = traces || exporter !== undefined ? await spansTo(resource, onError, exporter) : undefined;
  return {
    on: spans !== undefined,
    span: spans?.span ?? untraced.span,
    meter: (read) => meter?.read(read),
    async close() {
      await Promise.allSettled([spans?.close(), meter?.close()]);
    },
  };
}

async function resourceOf(version: string) {
  const { detectResources, envDetector, resourceFromAttributes } = await import("@opentelemetry/resources");
  return resourceFromAttributes({ "service.name": "telostat", "service.version": version }).merge(
    detectResources({ detectors: [envDetector] }),
  );
}

type Resource = Awaited<ReturnType<typeof resourceOf>>;

async function spansTo(
  resource: Resource,
  onError: (error: unknown) => void,
  given: SpanExporter | undefined,
) {
  const { BasicTracerProvider, BatchSpanProcessor, SimpleSpanProcessor } = await import(
    "@opentelemetry/sdk-trace-base"
  );
  const api = await import("@opentelemetry/api");
  const { parseTraceParent } = await import("@opentelemetry/core");
  const processor = given ? new SimpleSpanProcessor(given) : new BatchSpanProcessor(await sending(onError));
  const provider = new BasicTracerProvider({ resource, spanProcessors: [processor] });
  const tracer = provider.getTracer("telostat");
  const { SpanKind, SpanStatusCode, ROOT_CONTEXT, trace } = api;
  const kinds = {
    server: SpanKind.SERVER,
    producer: SpanKind.PRODUCER,
    consumer: SpanKind.CONSUMER,
    client: SpanKind.CLIENT,
    internal: SpanKind.INTERNAL,
  };
  const remote = (traceparent: string | undefined) => {
    const context = traceparent === undefined ? null : parseTraceParent(traceparent);
    return context && { ...context, isRemote: true };
  };
  const contextOf = ({ parent = carried.getStore() }: SpanAbout): Context => {
    const context = remote(parent);
    return context ? trace.setSpanContext(ROOT_CONTEXT, context) : ROOT_CONTEXT;
  };
  const span: Tracing["span"] = (name, about, work) => {
    const links = (about.links ?? []).flatMap((link) => remote(link) ?? []);
    const options = {
      kind: kinds[about.kind],
      attributes: { ...about.attributes },
      links: links.map((context) => ({ context })),
    };
    const own = tracer.startSpan(name, options, contextOf(about));
    const failed = () => own.setStatus({ code: SpanStatusCode.ERROR });
    return carried.run(traceparentOf(own), async () => {
      try {
        return await work({ set: (attributes) => own.setAttributes(attributes), fail: failed });
      } catch (error) {
        failed();
        own.setAttribute("error.type", error instanceof Error ? error.name : "unknown");
        throw error;
      } finally {
        own.end();
      }
    });
  };
  return { span, close: () => provider.shutdown() };
}

const traceparentOf = (span: SdkSpan): string => {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, "0")}`;
};

/** By OTLP, where the variables say; what could not be sent is told and let go. */
async function sending(onError: (error: unknown) => void): Promise<SpanExporter> {
  const { OTLPTraceExporter } = await import("@opentelemetry/exporter-trace-otlp-proto");
  const exporter = new OTLPTraceExporter({ headers: { [OF_ITSELF]: "1" } });
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        if (result.error) onError(new Error(`spans were not sent: ${result.error.message}`));
        done(result);
      }),
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  };
}
