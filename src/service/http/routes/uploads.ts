import { createHash } from "node:crypto";
import {
  acceptedSchema,
  type NewObservation,
  systemPathSchema,
  uploadQuerySchema,
} from "../../../contracts/index.js";
import {
  csvObservations,
  InputError,
  jsonObservations,
  type ObservationReader,
} from "../../../ingest/index.js";
import { HttpProblem } from "../problem.js";
import { type Route, route } from "../route.js";
import { known } from "./known.js";

/** Observations of one message of the queue. */
const PART = 5000;

const upload = route(
  {
    method: "POST",
    path: "/api/v1/systems/{system}/uploads",
    summary:
      "Takes a file of labels, CSV or JSON Lines, none where a line is wrong; sent again, as after a 429, it counts once",
    scope: "ingest",
    parameters: systemPathSchema,
    query: uploadQuerySchema,
    bytes: ["text/csv", "application/x-ndjson", "application/jsonl"],
    status: 202,
  },
  async ({ service, parameters: { system }, body: { bytes, type } }) => {
    await known(service, system);
    const batch = createHash("sha256").update(bytes).digest("base64url");
    const observations = labels(decoded(bytes), type === "text/csv", batch);
    let repeated = true;
    for (let from = 0; from < observations.length; from += PART) {
      const part = observations.slice(from, from + PART);
      const appended = await service.queue.append({
        partition: system,
        kind: "observations",
        id: `upload:${batch}:${from}`,
        payload: { received: service.now(), observations: part },
        size: part.length,
      });
      repeated &&= appended.repeated;
    }
    service.wake();
    return Response.json(acceptedSchema.parse({ system, batch, received: observations.length, repeated }), {
      status: 202,
    });
  },
);

export const uploads: readonly Route[] = [upload];

/** Every line, before anything is taken. @throws HttpProblem with the line of what is wrong. */
function labels(text: string, csv: boolean, batch: string): NewObservation[] {
  const source = "upload";
  const lines = text.split(/\r\n|\n|\r/);
  try {
    const [header = ""] = lines;
    // As the first record has it, all have it.
    const first = csv ? header : (lines.find((line) => line.trim() !== "") ?? "");
    const timed = csv ? first.split(",").some((name) => name.trim() === "time") : /"time"\s*:/.test(first);
    const read: ObservationReader = csv
      ? csvObservations(header, {}, timed, { source, line: 1 })
      : jsonObservations({}, timed);
    const observations = lines.flatMap((line, i): NewObservation[] => {
      if (csv && i === 0) return [];
      const one = read(line, { source, line: i + 1 });
      if (one === undefined) return [];
      const { system: _, id = `upload:${batch}:${i + 1}`, ...rest } = one;
      return [{ ...rest, id } as NewObservation];
    });
    if (observations.length === 0)
      throw new HttpProblem(422, "expected a label at least, got none", "upload:1");
    return observations;
  } catch (error) {
    if (error instanceof InputError) {
      const { line } = error.position;
      throw new HttpProblem(422, error.message, line === undefined ? source : `${source}:${line}`);
    }
    throw error;
  }
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).replaceAll("\0", "\ufffd");
  } catch {
    throw new HttpProblem(400, "the body is not UTF-8");
  }
}
