import type { StoredTranscript } from "../../contracts/index.js";
import type { Queries } from "./database.js";

export const insertTranscripts = (tx: Queries, system: string, transcripts: readonly StoredTranscript[]) =>
  tx.query(
    `INSERT INTO transcripts (system, id, time, goal, messages)
     SELECT $1, t.id, t.time, t.goal, t.messages
     FROM unnest($2::text[], $3::float8[], $4::text[], $5::jsonb[]) AS t(id, time, goal, messages)`,
    [
      system,
      transcripts.map(({ id }) => id),
      transcripts.map(({ time }) => time),
      transcripts.map(({ goal }) => goal),
      transcripts.map(({ messages }) => JSON.stringify(messages)),
    ],
  );

/** Newest first, of [from, to]; those of other goals than `intended` before the rest. */
export const transcriptsBetween = (
  db: Queries,
  system: string,
  { from, to, intended, most }: { from: number; to: number; intended: string; most: number },
): Promise<StoredTranscript[]> =>
  db.query<StoredTranscript>(
    `SELECT id, time, goal, messages FROM transcripts
     WHERE system = $1 AND time BETWEEN $2 AND $3
     ORDER BY goal IS NOT DISTINCT FROM $4, time DESC LIMIT $5`,
    [system, from, to, intended, most],
  );
