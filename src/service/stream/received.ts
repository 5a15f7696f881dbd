/** Observations as they came in messages: what is new of them, a repeat, or refused, and the rows they become. */
import { createHash } from "node:crypto";
import type { NewObservation, StoredRejection } from "../../contracts/index.js";
import { timeIfAny } from "../../ingest/index.js";
import type { Observation } from "../../monitor/index.js";
import type { ObservationRow, PlacedTranscript } from "../store/index.js";
import type { Message } from "./queue.js";

/** An observation as the service itself may tell it. */
export interface ToldObservation extends NewObservation {
  /** By which a repeat is told from a conflict. Default: a digest of what was observed, and when. */
  readonly content?: string;
}

/** Payload of an "observations" message. */
export interface ObservationsPayload {
  /** Seconds since 1970. */
  readonly received: number;
  readonly observations: readonly ToldObservation[];
}

export interface Read {
  /** Which observation of which message. */
  readonly message: Message;
  readonly index: number;
  readonly row: ObservationRow;
  readonly observation: Observation;
}

export function readMessage(message: Message): Read[] {
  const { received, observations } = message.payload as ObservationsPayload;
  return observations.map(({ id, time, goal, count = 1, probabilities, content }, index) => {
    const at = time === undefined ? received : (timeIfAny(time) ?? Number.NaN);
    return {
      message,
      index,
      row: {
        id: id === undefined ? `${message.id}#${index}` : String(id),
        time: at,
        received,
        goal: goal ?? null,
        count,
        probabilities: probabilities ?? null,
        content:
          content ?? digest([time === undefined ? null : at, goal ?? null, count, probabilities ?? null]),
      },
      observation: { time: at, goal, count: goal === undefined ? undefined : count, probabilities },
    };
  });
}

const digest = (content: unknown): string =>
  createHash("sha256").update(JSON.stringify(content)).digest("base64");

interface Refused {
  readonly read: Read;
  readonly reason: string;
  readonly message: string;
}

/** What is new, in the order in which it came; repeats among the batches count too. */
export function sorted(read: readonly Read[], known: ReadonlyMap<string, string>) {
  const contents = new Map(known);
  const fresh: Read[] = [];
  const rejected: Refused[] = [];
  let duplicates = 0;
  for (const one of read) {
    const before = contents.get(one.row.id);
    if (!Number.isFinite(one.row.time))
      rejected.push({ read: one, reason: "bad-time", message: "expected seconds since 1970 or ISO 8601" });
    else if (before === undefined) {
      contents.set(one.row.id, one.row.content);
      fresh.push(one);
    } else if (before === one.row.content) duplicates++;
    else
      rejected.push({
        read: one,
        reason: "id-conflict",
        message: `id ${JSON.stringify(one.row.id)} came before with other content`,
      });
  }
  return { fresh, duplicates, rejected };
}

const original = ({ message, index }: Read): NewObservation =>
  (message.payload as ObservationsPayload).observations[index]!;

export const setAsideRow = (
  system: string,
  { read, reason, message }: Refused,
): StoredRejection & { received: number } => ({
  system,
  batch: read.message.id,
  index: read.index,
  reason,
  message,
  content: original(read),
  received: read.row.received,
});

/**
 * Texts that observations came with, each at its place among the windows.
 *
 * @param before observations counted so far, where windows are of so many; null where they are of time.
 */
export function placed(accepted: readonly Read[], before: number | null): PlacedTranscript[] {
  const transcripts: PlacedTranscript[] = [];
  let counted = before ?? 0;
  for (const one of accepted) {
    const { messages } = original(one);
    const { id, time, goal, count } = one.row;
    if (messages)
      transcripts.push({
        id,
        time,
        goal: goal ?? mostProbable(one.row.probabilities ?? {}),
        messages,
        position: before === null ? time : counted + 1,
      });
    counted += goal === null ? 1 : count;
  }
  return transcripts;
}

function mostProbable(probabilities: Readonly<Record<string, number>>): string | null {
  const [first] = Object.entries(probabilities).sort(([, a], [, b]) => b - a);
  return first?.[0] ?? null;
}
