import type { Queries } from "./database.js";

/** One observation as it is stored: of one goal so many times, or with a probability for each. */
export interface ObservationRow {
  readonly id: string;
  /** Seconds since 1970. */
  readonly time: number;
  /** When its batch came in. */
  readonly received: number;
  readonly goal: string | null;
  readonly count: number;
  readonly probabilities: Readonly<Record<string, number>> | null;
  /** Digest of what was observed, by which a repeat is told from a conflict. */
  readonly content: string;
}

/** The content that each of these ids has in the store, for those that are there. */
export async function knownContents(
  tx: Queries,
  system: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query<{ id: string; content: string }>(
    "SELECT id, content FROM observations WHERE system = $1 AND id = ANY($2::text[])",
    [system, ids],
  );
  return new Map(rows.map(({ id, content }) => [id, content]));
}

/** Stores observations whose ids are not there yet, in one statement whatever their number. */
export const insertObservations = (tx: Queries, system: string, rows: readonly ObservationRow[]) =>
  tx.query(
    `INSERT INTO observations (system, id, time, received, goal, count, probabilities, content)
     SELECT $1, o.id, o.time, o.received, o.goal, o.count, o.probabilities, o.content
     FROM unnest($2::text[], $3::float8[], $4::float8[], $5::text[], $6::bigint[], $7::jsonb[], $8::text[])
       AS o(id, time, received, goal, count, probabilities, content)`,
    [
      system,
      rows.map(({ id }) => id),
      rows.map(({ time }) => time),
      rows.map(({ received }) => received),
      rows.map(({ goal }) => goal),
      rows.map(({ count }) => count),
      rows.map(({ probabilities }) => probabilities && JSON.stringify(probabilities)),
      rows.map(({ content }) => content),
    ],
  );
