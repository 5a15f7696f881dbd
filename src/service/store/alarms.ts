import type { SystemAlarm } from "../../contracts/index.js";
import type { Queries } from "./database.js";

/** A new alarm, or what has become of a known one: `raisedAt` stays what it was. */
export const saveAlarm = (tx: Queries, alarm: SystemAlarm) =>
  tx.query(
    `INSERT INTO alarms (id, system, state, raised_at, resolved_at, body) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (id) DO UPDATE SET state = $3, resolved_at = $5, body = $6`,
    [alarm.id, alarm.system, alarm.state, alarm.raisedAt, alarm.resolvedAt, JSON.stringify(alarm)],
  );

export async function alarmRow(db: Queries, id: string): Promise<SystemAlarm | undefined> {
  const [row] = await db.query<{ body: SystemAlarm }>("SELECT body FROM alarms WHERE id = $1", [id]);
  return row?.body;
}

/** Newest first; of one system, and in one state, where these are given. */
export async function alarmRows(
  db: Queries,
  { system, state, most }: { system?: string | undefined; state?: string | undefined; most: number },
): Promise<SystemAlarm[]> {
  const rows = await db.query<{ body: SystemAlarm }>(
    `SELECT body FROM alarms
     WHERE ($1::text IS NULL OR system = $1) AND ($2::text IS NULL OR state = $2)
     ORDER BY raised_at DESC, id LIMIT $3`,
    [system ?? null, state ?? null, most],
  );
  return rows.map(({ body }) => body);
}
