/** What a first user types: each line works as it stands, where the service is. */
export interface Where {
  readonly origin: string;
  /** Whether requests need a key; it is named, and not shown. */
  readonly guarded: boolean;
}

const request = ({ origin, guarded }: Where, method: "PUT" | "POST", path: string, body: unknown): string =>
  [
    `curl -X ${method} ${origin}/api/v1/systems/${path}`,
    ...(guarded ? [`-H "authorization: Bearer $TELOSTAT_KEY"`] : []),
    "-H 'content-type: application/json'",
    `-d ${quoted(JSON.stringify(body))}`,
  ].join(" \\\n  ");

/** As one word of a shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

export const makeSystem = (where: Where, system: string, goals: readonly string[]): string =>
  request(where, "PUT", system, { goals, intended: goals[0] });

/**
 * Observations enough for one window.
 *
 * @param goals the intended one first: nine of ten observations are of it.
 * @param size observations of a window.
 */
export function sendWindow(where: Where, system: string, goals: readonly string[], size: number): string {
  const [intended, other] = goals;
  const others = Math.max(1, Math.round(size / 10));
  return request(where, "POST", `${encodeURIComponent(system)}/observations`, {
    observations: [
      { goal: intended, count: Math.max(1, size - others) },
      { goal: other, count: others },
    ],
  });
}

/** Environment of an agent that speaks OpenTelemetry. */
export const pointAgent = ({ origin, guarded }: Where, system: string): string =>
  [
    `export OTEL_SERVICE_NAME=${system}`,
    `export OTEL_EXPORTER_OTLP_ENDPOINT=${origin}`,
    "export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
    ...(guarded ? [`export OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer $TELOSTAT_KEY"`] : []),
  ].join("\n");
