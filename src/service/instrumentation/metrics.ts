/** The figures of /metrics by OTLP: the same names and values, read anew each time they are sent. */
import type { Attributes, HrTime } from "@opentelemetry/api";
import type { Resource } from "@opentelemetry/resources";
import type { MetricData, ResourceMetrics } from "@opentelemetry/sdk-metrics";
import type { Metric, Sample } from "../http/metrics/text.js";

/** Variables as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface Meter {
  read(metrics: () => Promise<readonly Metric[]>): void;
  close(): Promise<void>;
}

interface MeterOptions {
  readonly environment: Environment;
  readonly headers: Record<string, string>;
  readonly onError: (error: unknown) => void;
}

/** Milliseconds from one sending to the next: the default of OpenTelemetry. */
const INTERVAL = 60_000;

export async function startMeter(
  resource: Resource,
  { environment, headers, onError }: MeterOptions,
): Promise<Meter> {
  const { PeriodicExportingMetricReader } = await import("@opentelemetry/sdk-metrics");
  const { OTLPExporterBase } = await import("@opentelemetry/otlp-exporter-base");
  const { convertLegacyHttpOptions, createOtlpHttpExportDelegate } = await import(
    "@opentelemetry/otlp-exporter-base/node-http"
  );
  const { MetricsExporterMetricsHelper, ProtobufMetricsSerializer } = await import(
    "@opentelemetry/otlp-transformer"
  );
  const options = convertLegacyHttpOptions({ headers }, "METRICS", "v1/metrics", {
    "Content-Type": "application/x-protobuf",
  });
  const exporter = new OTLPExporterBase<ResourceMetrics>(
    createOtlpHttpExportDelegate(
      options,
      ProtobufMetricsSerializer,
      "otlp_http_metric_exporter",
      MetricsExporterMetricsHelper,
      undefined,
    ),
  );
  let read: () => Promise<readonly Metric[]> = async () => [];
  const told = await converter();
  const exportIntervalMillis = Number(environment.OTEL_METRIC_EXPORT_INTERVAL) || INTERVAL;
  const reader = new PeriodicExportingMetricReader({
    exportIntervalMillis,
    exportTimeoutMillis: Math.min(exportIntervalMillis, 30_000),
    exporter: {
      export: (metrics, done) =>
        exporter.export(metrics, (result) => {
          if (result.error) onError(new Error(`metrics were not sent: ${result.error.message}`));
          done(result);
        }),
      forceFlush: () => exporter.forceFlush(),
      shutdown: () => exporter.shutdown(),
    },
  });
  reader.setMetricProducer({
    async collect() {
      const metrics = told(await read(), Date.now());
      return {
        resourceMetrics: { resource, scopeMetrics: [{ scope: { name: "telostat" }, metrics }] },
        errors: [],
      };
    },
  });
  return {
    read(metrics) {
      read = metrics;
    },
    close: () => reader.shutdown(),
  };
}

/** Metrics as the SDK has them; sums are since the process began. */
export async function converter(): Promise<(metrics: readonly Metric[], now: number) => MetricData[]> {
  const { AggregationTemporality, DataPointType } = await import("@opentelemetry/sdk-metrics");
  const { ValueType } = await import("@opentelemetry/api");
  const startTime = hrTime(performance.timeOrigin);
  return (metrics, now) => {
    const times = { startTime, endTime: hrTime(now) };
    return metrics.flatMap(({ name, help, type, samples }): MetricData[] => {
      if (samples.length === 0) return [];
      const about = {
        descriptor: { name, description: help, unit: "", valueType: ValueType.DOUBLE },
        aggregationTemporality: AggregationTemporality.CUMULATIVE,
      };
      const points = () =>
        samples.map(({ labels, value }) => ({ ...times, attributes: { ...labels }, value }));
      if (type === "gauge") return [{ ...about, dataPointType: DataPointType.GAUGE, dataPoints: points() }];
      if (type === "counter")
        return [{ ...about, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints: points() }];
      const dataPoints = histograms(samples).map((point) => ({ ...times, ...point }));
      return [{ ...about, dataPointType: DataPointType.HISTOGRAM, dataPoints }];
    });
  };
}

/** Prometheus counts up to each end; OpenTelemetry between them. */
function histograms(samples: readonly Sample[]) {
  const groups = new Map<string, { attributes: Attributes; ends: number[]; upTo: number[]; sum: number }>();
  for (const { suffix, labels, value } of samples) {
    const { le, ...attributes } = labels;
    const key = JSON.stringify(attributes);
    const group = groups.get(key) ?? { attributes, ends: [], upTo: [], sum: 0 };
    groups.set(key, group);
    if (suffix === "_sum") group.sum = value;
    else if (suffix === "_bucket") {
      if (le !== "+Inf") group.ends.push(Number(le));
      group.upTo.push(value);
    }
  }
  return [...groups.values()].map(({ attributes, ends, upTo, sum }) => ({
    attributes,
    value: {
      buckets: { boundaries: ends, counts: upTo.map((count, i) => count - (upTo[i - 1] ?? 0)) },
      sum,
      count: upTo.at(-1) ?? 0,
    },
  }));
}

const hrTime = (milliseconds: number): HrTime => [
  Math.floor(milliseconds / 1000),
  Math.round((milliseconds % 1000) * 1e6),
];
