import type { StoredTranscript } from "../../contracts/index.js";
import type { Queries } from "./database.js";

/** A transcript with its place: seconds, or the running number of its observation in the epoch, as the windows count. */
export interface PlacedTranscript extends StoredTranscript {
  readonly position: number;
}

export const insertTranscripts = (
  tx: Queries,
  system: string,
  epoch: number,
  transcripts: readonly PlacedTranscript[],
) =>
  tx.query(
    `INSERT INTO transcripts (system, epoch, id, time, position, goal, messages)
     SELECT $1, $2, t.id, t.time, t.position, t.goal, t.messages
     FROM unnest($3::text[], $4::float8[], $5::float8[], $6::text[], $7::json[])
       AS t(id, time, position, goal, messages)`,
    [
      system,
      epoch,
      transcripts.map(({ id }) => id),
      transcripts.map(({ time }) => time),
      transcripts.map(({ position }) => position),
      transcripts.map(({ goal }) => goal),
      transcripts.map(({ messages }) => JSON.stringify(messages)),
    ],
  );

/** Newest first, with positions in [from, to) of an epoch's windows; those of other goals than `intended` before the rest. */
export async function transcriptsBetween(
  db: Queries,
  system: string,
  {
    epoch,
    from,
    to,
    intended,
    most,
  }: { epoch: number; from: number; to: number; intended: string; most: number },
): Promise<StoredTranscript[]> {
  const rows = await db.query<StoredTranscript>(
    `SELECT id, time, goal, messages FROM transcripts
     WHERE system = $1 AND epoch = $2 AND position >= $3 AND position < $4
     ORDER BY goal IS NOT DISTINCT FROM $5, position DESC LIMIT $6`,
    [system, epoch, from, to, intended, most],
  );
  // Without what they fit of a goal file.
  return rows.map((row) => ({ ...row, messages: row.messages.map(({ role, text }) => ({ role, text })) }));
}
