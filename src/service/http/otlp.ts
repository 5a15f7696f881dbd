/** How OTLP/HTTP answers: in the encoding of the request, failures as google.rpc.Status. */
import { statusSchema } from "../../contracts/index.js";
import { type OtlpEncoding, partialSuccessMessage, statusMessage } from "../../ingest/index.js";
import type { Failures } from "./problem.js";

export const encodingOf = (contentType: string): OtlpEncoding =>
  /^application\/x-protobuf\b/i.test(contentType) ? "protobuf" : "json";

const types: Readonly<Record<OtlpEncoding, string>> = {
  json: "application/json",
  protobuf: "application/x-protobuf",
};

/** Export{Trace,Logs}ServiceResponse; with a message it is a partial success. */
export function exportAnswer(
  encoding: OtlpEncoding,
  noun: "rejectedSpans" | "rejectedLogRecords",
  rejected: number,
  message: string,
): Response {
  const headers = { "content-type": types[encoding] };
  if (encoding === "protobuf")
    return new Response(message === "" ? new Uint8Array() : partialSuccessMessage(rejected, message), {
      headers,
    });
  const partialSuccess = { [noun]: String(rejected), errorMessage: message };
  return new Response(JSON.stringify(message === "" ? {} : { partialSuccess }), { headers });
}

/** google.rpc.Status. Clients send again after 429, 502, 503 and 504, and after nothing else. */
export const otlpFailures: Failures = {
  speaks: (path) => path === "/v1/traces" || path === "/v1/logs",
  name: "Status",
  schema: statusSchema,
  types: Object.values(types),
  answer(problem, contentType) {
    const encoding = encodingOf(contentType);
    const code = codes[problem.status] ?? UNKNOWN;
    const headers = { ...problem.headers, "content-type": types[encoding] };
    return new Response(
      encoding === "protobuf"
        ? statusMessage(code, problem.message)
        : JSON.stringify({ code, message: problem.message }),
      { status: problem.status, headers },
    );
  },
};

/** google.rpc.Code by HTTP status. */
const codes: Readonly<Record<number, number>> = {
  400: 3,
  401: 16,
  403: 7,
  405: 12,
  413: 11,
  415: 3,
  429: 8,
  503: 14,
  507: 8,
};
const UNKNOWN = 2;
