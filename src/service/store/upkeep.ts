/** What is kept for a while only goes slice by slice: an embedded database does nothing else meanwhile. */
import type { Queries } from "./database.js";

const HOUR = 3600;
const DAY = 24 * HOUR;

/** A scalar: asked of the few that stand, and by the key. */
const OPEN = "coalesce((SELECT alarms.state FROM alarms WHERE alarms.id = deliveries.alarm), '') = 'open'";

/** Rows deleted by one statement: as many as a worker adds at once, so that under any load both keep up. */
const SLICE = 5000;

/** Tables with the time of a row, and how many seconds it is kept. */
const KEPT = [
  // For pages that lost their connection.
  { table: "live", time: "time", seconds: HOUR },
  // A batch that is sent again later than this is known by the ids of its observations alone.
  { table: "taken", time: "appended", seconds: 7 * DAY },
  // What no evaluation named by then; observations have their own copy.
  { table: "conversations", time: "updated", seconds: 7 * DAY },
  { table: "conversation_names", time: "updated", seconds: 7 * DAY },
  { table: "awaited_conversations", time: "updated", seconds: 7 * DAY },
  {
    table: "deliveries",
    time: "created",
    seconds: 30 * DAY,
    where: `state <> 'waiting' AND NOT (state = 'standing' AND ${OPEN})`,
  },
] as const;

/** Tables of which each system keeps the rows of its `retentionDays`. */
const KEPT_BY_SYSTEM = [
  { table: "rejections", system: "system", time: "received" },
  { table: "dead_letters", system: "partition", time: "failed" },
] as const;

/**
 * Deletes what has been kept for long enough, slice by slice, while `going`.
 *
 * @returns whether there may be more.
 */
export async function deleteExpired(db: Queries, now: number, going: () => boolean): Promise<boolean> {
  const kinds = [
    ...KEPT.map(({ table, time, seconds, ...rest }) => {
      const where = `${time} < $1 ${"where" in rest ? `AND ${rest.where}` : ""}`;
      const rows = `SELECT ctid FROM ${table} WHERE ${where} ORDER BY ${time} LIMIT $2`;
      return () => deletedSlice(db, table, rows, now - seconds);
    }),
    ...KEPT_BY_SYSTEM.map(
      ({ table, system, time }) =>
        () =>
          deletedSlice(db, table, expired(table, system, time), now),
    ),
    () => deletedObservations(db, expired("observations", "system", "received"), now),
  ];
  for (const slice of kinds) while (await slice()) if (!going()) return true;
  return false;
}

/**
 * Deletes all that was observed of a system and its windows; the rest of it is little.
 */
export async function deleteObserved(db: Queries, system: string): Promise<void> {
  const of = (table: string) => `SELECT ctid FROM ${table} WHERE system = $1 LIMIT $2`;
  while (await deletedObservations(db, of("observations"), system));
  for (const table of ["windows", "live", "rejections"])
    while (await deletedSlice(db, table, of(table), system));
}

/**
 * Rows older than their system keeps them, of whatever systems. By the oldest: a scan of the table would pass over all that was
 * deleted before, slice after slice.
 */
const expired = (table: string, system: string, time: string): string =>
  `SELECT old.ctid FROM systems CROSS JOIN LATERAL (
     SELECT ctid FROM ${table} kept WHERE kept.${system} = systems.system
       AND kept.${time} < $1 - ${DAY} * (settings->>'retentionDays')::float8 ORDER BY kept.${time} LIMIT $2) old
   WHERE settings->'retentionDays' IS NOT NULL LIMIT $2`;

/** @param rows selects the ctid of what is to go, by a bound $1 and a limit $2. */
async function deletedSlice(
  db: Queries,
  table: string,
  rows: string,
  bound: number | string,
): Promise<boolean> {
  const [gone] = await db.query<{ count: number }>(
    `WITH gone AS (DELETE FROM ${table} WHERE ctid = ANY(ARRAY(${rows})) RETURNING 1) SELECT count(*) AS count FROM gone`,
    [bound, SLICE],
  );
  return gone!.count === SLICE;
}

/** With the transcripts that observations came with. */
async function deletedObservations(db: Queries, rows: string, bound: number | string): Promise<boolean> {
  const [gone] = await db.query<{ count: number }>(
    `WITH gone AS (DELETE FROM observations WHERE ctid = ANY(ARRAY(${rows})) RETURNING system, id),
     texts AS (DELETE FROM transcripts USING gone WHERE transcripts.system = gone.system AND transcripts.id = gone.id)
     SELECT count(*) AS count FROM gone`,
    [bound, SLICE],
  );
  return gone!.count === SLICE;
}
