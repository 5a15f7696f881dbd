import type { SystemAlarm } from "../../contracts/index.js";
import type { Queries } from "./database.js";

/** An alarm with the epoch of the settings that it was raised under. */
export interface AlarmRow {
  readonly epoch: number;
  readonly alarm: SystemAlarm;
}

/** A new alarm, or what has become of a known one: `raisedAt` stays what it was. Returns it as it is stored. */
export async function saveAlarm(tx: Queries, epoch: number, alarm: SystemAlarm): Promise<SystemAlarm> {
  const [row] = await tx.query<{ body: SystemAlarm }>(
    `INSERT INTO alarms AS a (id, system, epoch, state, raised_at, resolved_at, body) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (id) DO UPDATE SET state = $4, resolved_at = $6,
       body = jsonb_set($7::jsonb, '{raisedAt}', to_jsonb(a.raised_at))
     RETURNING body`,
    [alarm.id, alarm.system, epoch, alarm.state, alarm.raisedAt, alarm.resolvedAt, JSON.stringify(alarm)],
  );
  return row!.body;
}

export async function alarmRow(db: Queries, id: string): Promise<AlarmRow | undefined> {
  const [row] = await db.query<AlarmRow>("SELECT epoch, body AS alarm FROM alarms WHERE id = $1", [id]);
  return row;
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
