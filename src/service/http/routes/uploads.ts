import { createHash } from "node:crypto";
import {
  type NewObservation,
  type SystemSettings,
  systemPathSchema,
  type Uploaded,
  uploadedSchema,
  uploadQuerySchema,
} from "../../../contracts/index.js";
import { timeIfAny } from "../../../ingest/index.js";
import { type GoalInference, inferenceOf } from "../../inference/goal-inference.js";
import type { Service } from "../../service.js";
import type { SystemRow } from "../../store/index.js";
import type { ToldTranscript, TranscriptsPayload } from "../../stream/transcripts.js";
import { windowParts } from "../../stream/window-limit.js";
import { storable } from "../body.js";
import { HttpProblem } from "../problem.js";
import { type Route, route } from "../route.js";
import { fewEnough } from "./counted-windows.js";
import { known } from "./known.js";
import { type UploadedFile, uploadedFile, uploadTypes } from "./uploads/file.js";
import { readLabels } from "./uploads/labels.js";
import { readConversations } from "./uploads/transcripts.js";
import { placeOf, reading } from "./uploads/wrong.js";

/** Labels of one message of the queue. */
const LABELS = 5000;

/** Conversations of one message where nothing is inferred, and their characters. */
const MOST = 500;
const CHARACTERS = 2 ** 20;

const upload = route(
  {
    method: "POST",
    path: "/api/v1/systems/{system}/uploads",
    summary:
      "Takes a file of labels (CSV, JSON Lines) or of conversations (chat JSON Lines, an Inspect log), by itself or in a form; nothing of it where something is wrong; sent again, as after a 429, it counts once",
    scope: "ingest",
    parameters: systemPathSchema,
    query: uploadQuerySchema,
    bytes: uploadTypes,
    status: 202,
    answer: uploadedSchema,
  },
  async ({ service, parameters: { system }, query, body }) => {
    const row = await known(service, system);
    const file = await uploadedFile(body, query.format);
    if (file.format === "labels") return takeLabels(service, row, file);
    return takeConversations(service, row, file, inferenceOf(row.settings));
  },
);

export const uploads: readonly Route[] = [upload];

const digest = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("base64url");

async function takeLabels(
  service: Service,
  { system, settings }: SystemRow,
  { bytes, csv }: UploadedFile,
): Promise<Uploaded> {
  const batch = digest(bytes);
  const observations = await reading(() => readLabels(bytes, csv, batch));
  let repeated = true;
  for (const { from, rows, windows } of labelParts(settings, observations)) {
    const appended = await service.queue.append({
      partition: system,
      kind: "observations",
      id: `upload:${batch}:${from}`,
      payload: storable({ received: service.now(), observations: rows }),
      size: Math.max(rows.length, windows),
    });
    repeated &&= appended.repeated;
  }
  service.wake();
  return { system, batch, received: observations.length, repeated, format: "labels", omitted: [] };
}

/** All of them before any is taken. @throws HttpProblem 422 */
const labelParts = (settings: SystemSettings, labels: readonly NewObservation[]) =>
  fewEnough(
    () => [
      ...windowParts(settings, labels, LABELS, ({ time, count }) => ({
        time: time === undefined ? undefined : timeIfAny(time),
        count,
      })),
    ],
    (row) => `upload, label ${row + 1}`,
  );

async function takeConversations(
  service: Service,
  { system, settings }: SystemRow,
  { bytes, format }: UploadedFile,
  inference: GoalInference | undefined,
): Promise<Uploaded> {
  if (format === "labels") throw new RangeError("labels are not conversations");
  const { transcripts, omissions } = await reading(() => readConversations(bytes, format, inference));
  const omitted = omissions.list().map(({ first, ...one }) => ({ ...one, first: placeOf(first) }));
  if (transcripts.length === 0)
    throw new HttpProblem(422, omitted.map(({ what, count }) => `${count} x ${what}`).join("; "), "upload");
  const batch = digest(bytes);
  let repeated = true;
  for (const { from, rows, windows } of conversationParts(
    settings,
    transcripts,
    inference?.together ?? MOST,
  )) {
    const payload: TranscriptsPayload = {
      received: service.now(),
      goalFile: inference?.digest ?? null,
      transcripts: rows,
    };
    const appended = await service.queue.append({
      partition: system,
      kind: "transcripts",
      // Matched with another goal file it is another message.
      id: `upload:${batch}:${inference?.digest ?? ""}:${from}`,
      payload: storable(payload),
      size: Math.max(rows.length, windows),
    });
    repeated &&= appended.repeated;
    service.wake();
  }
  return { system, batch, received: transcripts.length, repeated, format, omitted };
}

/** All of them before any is taken. @throws HttpProblem 422 */
const conversationParts = (settings: SystemSettings, transcripts: readonly ToldTranscript[], most: number) =>
  fewEnough(
    () =>
      [...parts(transcripts, most)].flatMap(({ from, part }) =>
        [...windowParts(settings, part, most, ({ time }) => ({ time }))].map((one) => ({
          ...one,
          from: from + one.from,
        })),
      ),
    (row) => `upload, conversation ${row + 1}`,
  );

/** Conversations that one transaction handles: no more than keeps others waiting for long. */
function* parts(transcripts: readonly ToldTranscript[], most: number) {
  let part: ToldTranscript[] = [];
  let [from, characters] = [0, 0];
  for (const [i, one] of transcripts.entries()) {
    const length = one.messages.reduce((sum, { text }) => sum + text.length, 0);
    if (part.length === most || (part.length > 0 && characters + length > CHARACTERS)) {
      yield { from, part };
      [part, from, characters] = [[], i, 0];
    }
    part.push(one);
    characters += length;
  }
  yield { from, part };
}
