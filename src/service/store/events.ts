import type { SystemEvent } from "../../contracts/index.js";
import type { Queries } from "./database.js";

export const insertEvent = (db: Queries, { id, system, time, kind, text }: SystemEvent) =>
  db.query("INSERT INTO events (id, system, time, kind, text) VALUES ($1, $2, $3, $4, $5)", [
    id,
    system,
    time,
    kind,
    text,
  ]);

/** The mark as it stands: one whose id was there before is as it was made then. */
export async function insertEventOnce(
  db: Queries,
  { id, system, time, kind, text }: SystemEvent,
): Promise<{ readonly event: SystemEvent; readonly made: boolean }> {
  // Only a row that was updated has a transaction in xmax.
  const [row] = await db.query<SystemEvent & { made: boolean }>(
    `INSERT INTO events (id, system, time, kind, text) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (id) DO UPDATE SET id = excluded.id
     RETURNING id, system, time, kind, text, xmax = 0 AS made`,
    [id, system, time, kind, text],
  );
  const { made, ...event } = row!;
  return { event, made };
}

/** The latest of [from, to], in order. */
export async function eventsBetween(
  db: Queries,
  system: string,
  from: number | undefined,
  to: number | undefined,
  most: number,
): Promise<SystemEvent[]> {
  const latest = await db.query<SystemEvent>(
    `SELECT id, system, time, kind, text FROM events
     WHERE system = $1 AND time BETWEEN coalesce($2::float8, '-infinity') AND coalesce($3::float8, 'infinity')
     ORDER BY time DESC, id DESC LIMIT $4`,
    [system, from ?? null, to ?? null, most],
  );
  return latest.reverse();
}
