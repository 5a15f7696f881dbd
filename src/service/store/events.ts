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
