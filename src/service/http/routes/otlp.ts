/** OTLP/HTTP: spans and log records of generative AI become conversations and observations; all else is taken and left. */
import { createHash } from "node:crypto";
import { exportAnswerSchema } from "../../../contracts/index.js";
import {
  InputError,
  logReading,
  type OtlpEncoding,
  type Reading,
  readLogRecords,
  readSpans,
  spanReading,
} from "../../../ingest/index.js";
import { type GoalInference, inferenceOf } from "../../inference/goal-inference.js";
import type { Service } from "../../service.js";
import { type SystemRow, systemRow } from "../../store/index.js";
import { storedMessages } from "../../stream/message-text.js";
import { matchedCalls } from "../../stream/quiet.js";
import type { TelemetryPayload, ToldTurn } from "../../stream/telemetry.js";
import type { RawBody } from "../body.js";
import { storable } from "../body.js";
import { encodingOf, exportAnswer } from "../otlp.js";
import { HttpProblem } from "../problem.js";
import { type Call, type Route, route } from "../route.js";
import { countedWindows } from "./counted-windows.js";

const signal = (
  path: string,
  noun: string,
  read: (bytes: Uint8Array, encoding: OtlpEncoding) => (Reading | null)[],
) =>
  route(
    {
      method: "POST",
      path,
      summary: `Takes ${noun} (OTLP/HTTP); they are on disk when this answers`,
      scope: "ingest",
      bytes: ["application/json", "application/x-protobuf"],
      status: 200,
      writes: { "application/json": exportAnswerSchema, "application/x-protobuf": null },
    },
    async (call) => {
      const encoding = encodingOf(call.body.type);
      const { rejected, message } = await take(
        call,
        readings(() => read(call.body.bytes, encoding)),
      );
      return exportAnswer(
        encoding,
        path === "/v1/traces" ? "rejectedSpans" : "rejectedLogRecords",
        rejected,
        message,
      );
    },
  );

export const otlp: readonly Route[] = [
  signal("/v1/traces", "spans", (bytes, encoding) => readSpans(bytes, encoding).map(spanReading)),
  signal("/v1/logs", "log records", (bytes, encoding) => readLogRecords(bytes, encoding).map(logReading)),
];

function readings(read: () => (Reading | null)[]): Reading[] {
  try {
    return read().filter((one) => one !== null);
  } catch (error) {
    if (error instanceof InputError) throw new HttpProblem(400, error.message);
    throw error;
  }
}

type Taken = { rejected: number; message: string };

async function take(
  { service, headers, body: { bytes } }: Pick<Call<never, never, RawBody>, "service" | "headers" | "body">,
  given: readonly Reading[],
): Promise<Taken> {
  const header = headers.get("x-telostat-system");
  const systems = await namedSystems(service, header, given);
  const bySystem = new Map<SystemRow, Reading[]>();
  const unknown = new Set<string>();
  let rejected = 0;
  for (const reading of given) {
    const names = header === null ? reading.names : [header];
    const system = names.map((name) => systems.get(name)).find((one) => one !== undefined);
    if (system === undefined) {
      rejected++;
      unknown.add(names[0] ?? "");
    } else bySystem.set(system, [...(bySystem.get(system) ?? []), reading]);
  }
  const id = createHash("sha256").update(bytes).digest("base64url");
  for (const [system, readings] of bySystem) await append(service, system, id, readings);
  if (bySystem.size > 0) service.wake();
  return { rejected, message: explained([...unknown]) };
}

async function append(
  service: Service,
  { system, settings }: SystemRow,
  id: string,
  readings: readonly Reading[],
) {
  const goals = readings
    .flatMap(({ labels }) => labels)
    .filter(({ evaluation, goal }) => evaluation === "goal" || settings.goals.includes(goal));
  const inference = inferenceOf(settings);
  const turns = readings.flatMap((reading) => reading.turns).map((turn) => told(turn, inference));
  if (goals.length + turns.length === 0) return;
  const payload: TelemetryPayload = {
    received: service.now(),
    turns,
    goals: goals.map(({ evaluation: _, ...goal }) => goal),
  };
  await service.queue.append({
    partition: system,
    kind: "telemetry",
    id: `otlp:${id}`,
    payload: storable(payload),
    size: Math.max(goals.length + turns.length, countedWindows(settings, goals)),
  });
}

const told = (
  { messages, ...turn }: Reading["turns"][number],
  inference: GoalInference | undefined,
): ToldTurn => ({
  ...turn,
  messages: storedMessages(messages).map((stored, i) => {
    const { toolCalls } = messages[i]!;
    if (inference === undefined || toolCalls.length === 0) return stored;
    return { ...stored, matched: matchedCalls(inference, toolCalls) };
  }),
});

/** The systems that are meant by name: as it is, or with what no system's name can hold replaced by a dash. */
async function namedSystems(service: Service, header: string | null, given: readonly Reading[]) {
  const names = new Set(header === null ? given.flatMap((reading) => reading.names) : [header]);
  const systems = new Map<string, SystemRow>();
  for (const name of names) {
    const row = await systemRow(service.database, name.replace(/[^A-Za-z0-9._:-]+/g, "-"));
    if (row !== undefined) systems.set(name, row);
  }
  return systems;
}

function explained(unknown: readonly string[]): string {
  if (unknown.length === 0) return "";
  const [first = ""] = unknown;
  const others = unknown.length > 1 ? ` (and ${unknown.length - 1} more)` : "";
  return first === ""
    ? "neither gen_ai.agent.name nor service.name says which system this is of; set one, or the header x-telostat-system"
    : `there is no system '${first.slice(0, 128)}'${others}: create it with PUT /api/v1/systems/{system}, or name one in the header x-telostat-system`;
}
