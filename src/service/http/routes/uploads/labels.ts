import type { NewObservation } from "../../../../contracts/index.js";
import { csvObservations, jsonObservations, type ObservationReader } from "../../../../ingest/index.js";
import { HttpProblem } from "../../problem.js";
import { SOURCE } from "./wrong.js";

/** Every line, before anything is taken. @throws InputError, HttpProblem */
export function readLabels(bytes: Uint8Array<ArrayBuffer>, csv: boolean, batch: string): NewObservation[] {
  const lines = decoded(bytes).split(/\r\n|\n|\r/);
  const [header = ""] = lines;
  // As the first record has it, all have it.
  const first = csv ? header : (lines.find((line) => line.trim() !== "") ?? "");
  const timed = csv ? first.split(",").some((name) => name.trim() === "time") : /"time"\s*:/.test(first);
  const read: ObservationReader = csv
    ? csvObservations(header, {}, timed, { source: SOURCE, line: 1 })
    : jsonObservations({}, timed);
  const observations = lines.flatMap((line, i): NewObservation[] => {
    if (csv && i === 0) return [];
    const one = read(line, { source: SOURCE, line: i + 1 });
    if (one === undefined) return [];
    const { system: _, id = `upload:${batch}:${i + 1}`, ...rest } = one;
    return [{ ...rest, id } as NewObservation];
  });
  if (observations.length === 0)
    throw new HttpProblem(422, "expected a label at least, got none", `${SOURCE}:1`);
  return observations;
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).replaceAll("\0", "\ufffd");
  } catch {
    throw new HttpProblem(400, "the body is not UTF-8");
  }
}
