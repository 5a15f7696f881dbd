import type { LiveMessage } from "../../contracts/index.js";
import type { Queries } from "./database.js";

/** A message to open pages, with the number by which a page says where it was. */
export interface LiveRow {
  readonly sequence: number;
  readonly body: LiveMessage;
}

/** Of the advisory lock under which messages are numbered: "live" in ASCII. */
const LOCK = 0x6c697665;

/**
 * Numbers are given under a lock that is held until the transaction ends, so that they become visible in their order: who has
 * read up to one has missed none below it. What follows in the transaction should be little.
 */
export async function insertLive(tx: Queries, messages: readonly LiveMessage[], time: number): Promise<void> {
  await tx.query("SELECT pg_advisory_xact_lock($1)", [LOCK]);
  await tx.query(
    "INSERT INTO live (system, time, body) SELECT l.system, $2, l.body FROM unnest($1::text[], $3::jsonb[]) AS l(system, body)",
    [messages.map(({ system }) => system), time, messages.map((message) => JSON.stringify(message))],
  );
}

/** After `sequence`, in order. */
export const liveAfter = (db: Queries, sequence: number, most: number): Promise<LiveRow[]> =>
  db.query<LiveRow>("SELECT sequence, body FROM live WHERE sequence > $1 ORDER BY sequence LIMIT $2", [
    sequence,
    most,
  ]);

/** Numbers of the oldest message kept and of the newest: 0 where there is none. */
export async function liveRange(db: Queries): Promise<{ oldest: number; newest: number }> {
  const [row] = await db.query<{ oldest: number; newest: number }>(
    "SELECT coalesce(min(sequence), 0) AS oldest, coalesce(max(sequence), 0) AS newest FROM live",
  );
  return row ?? { oldest: 0, newest: 0 };
}
