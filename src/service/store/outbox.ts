import type { AlarmNotice, Destination, DestinationSettings, GivenUp } from "../../contracts/index.js";
import { here } from "../instrumentation/tracing.js";
import type { Queries } from "./database.js";

/** A notice on its way to one destination. */
export interface DeliveryRow {
  readonly sequence: number;
  readonly attempts: number;
  readonly notice: AlarmNotice;
  readonly destination: string;
  readonly kind: DestinationSettings["kind"];
  readonly url: string;
  readonly secret: string | null;
  /** W3C traceparent of what raised the alarm; null where nobody traces. */
  readonly trace: string | null;
}

/** False where there is one of that name. */
export async function insertDestination(
  db: Queries,
  { name, kind, url }: DestinationSettings,
  secret: string | null,
  created: number,
): Promise<boolean> {
  const rows = await db.query(
    "INSERT INTO destinations (name, kind, url, secret, created) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING name",
    [name, kind, url, secret, created],
  );
  return rows.length > 0;
}

export async function deleteDestination(db: Queries, name: string): Promise<boolean> {
  return (await db.query("DELETE FROM destinations WHERE name = $1 RETURNING name", [name])).length > 0;
}

export const destinationRows = (db: Queries): Promise<Destination[]> =>
  db.query<Destination>(
    `SELECT name, kind, url, created,
       (SELECT count(*) FROM deliveries d WHERE d.destination = name AND d.state = 'waiting') AS waiting,
       (SELECT count(*) FROM deliveries d WHERE d.destination = name AND d.state = 'failed') AS failed,
       (SELECT error FROM deliveries d WHERE d.destination = name AND error IS NOT NULL AND state IN ('waiting', 'failed')
         ORDER BY sequence DESC LIMIT 1) AS "lastError"
     FROM destinations ORDER BY name`,
  );

/** Notices that were given up there, the latest first. */
export const givenUp = (db: Queries, destination: string, most: number): Promise<GivenUp[]> =>
  db.query<GivenUp>(
    `SELECT notice_id AS id, notice->>'title' AS title, alarm, notice->'alarm'->>'system' AS system, created, attempts,
       coalesce(error, '') AS error
     FROM deliveries WHERE destination = $1 AND state = 'failed' ORDER BY sequence DESC LIMIT $2`,
    [destination, most],
  );

/** What is needed to send there. */
export async function destinationTarget(
  db: Queries,
  name: string,
): Promise<Pick<DeliveryRow, "destination" | "kind" | "url" | "secret"> | undefined> {
  const [row] = await db.query<Pick<DeliveryRow, "destination" | "kind" | "url" | "secret">>(
    "SELECT name AS destination, kind, url, secret FROM destinations WHERE name = $1",
    [name],
  );
  return row;
}

/** Puts a notice on its way to every destination, or to one; once each, however often it is put. */
export const insertDeliveries = (tx: Queries, notice: AlarmNotice, created: number, to?: string) =>
  tx.query(
    `INSERT INTO deliveries (destination, notice, notice_id, created, trace)
     SELECT name, $1, $2, $3, $5 FROM destinations WHERE $4::text IS NULL OR name = $4
     ON CONFLICT (destination, notice_id) DO NOTHING`,
    [JSON.stringify(notice), notice.id, created, to ?? null, here() ?? null],
  );

/**
 * Takes notices that are due, `most` for each destination that is not `busy`, and puts them off until `until`: whoever took
 * them sends them, and if it dies before it says how that went they are due again then. A notice waits for the earlier ones
 * of its alarm to the same destination, whether they are under way or to be tried again. What stands is told again while it
 * is the last of an alarm that is open.
 */
export const takeDeliveries = (
  db: Queries,
  { now, until, most, busy }: { now: number; until: number; most: number; busy: readonly string[] },
): Promise<DeliveryRow[]> =>
  db.query<DeliveryRow>(
    `UPDATE deliveries d SET not_before = $2, state = 'waiting',
       attempts = CASE WHEN d.state = 'standing' THEN 1 ELSE attempts + 1 END
     FROM destinations t
     WHERE t.name = d.destination AND d.sequence IN (
       SELECT due.sequence FROM destinations open, LATERAL (
         SELECT sequence FROM deliveries w
         WHERE w.destination = open.name AND w.state IN ('waiting', 'standing') AND w.not_before <= $1
           AND NOT EXISTS (
             SELECT FROM deliveries before WHERE before.destination = w.destination AND before.alarm = w.alarm
               AND before.sequence < w.sequence AND before.state = 'waiting')
           AND (w.state = 'waiting' OR ${LAST_OF_OPEN})
         ORDER BY w.not_before, w.sequence LIMIT $3 FOR UPDATE SKIP LOCKED) due
       WHERE open.name <> ALL($4::text[]))
     RETURNING d.sequence, d.attempts, d.notice, d.destination, d.trace, t.kind, t.url, t.secret`,
    [now, until, most, busy],
  );

const LAST_OF_OPEN = `EXISTS (SELECT FROM alarms a WHERE a.id = w.alarm AND a.state = 'open') AND NOT EXISTS (
  SELECT FROM deliveries later WHERE later.destination = w.destination AND later.alarm = w.alarm
    AND later.sequence > w.sequence)`;

/** How a delivery went: sent, sent and to be told again at `again`, to be tried again then, or given up. */
export interface Outcome {
  readonly state: "sent" | "standing" | "waiting" | "failed";
  readonly again?: number;
  readonly error?: string;
}

export const settleDelivery = (db: Queries, sequence: number, { state, again, error }: Outcome) =>
  db.query(
    "UPDATE deliveries SET state = $2, not_before = coalesce($3::float8, not_before), error = $4 WHERE sequence = $1",
    [sequence, state, again ?? null, error ?? null],
  );

/**
 * Tries again what was given up; returns how many. What a later notice of its alarm has overtaken is let be: a "raised" after
 * the "resolved" would say what is not so.
 */
export async function retryFailed(db: Queries, destination: string): Promise<number> {
  const rows = await db.query<{ state: string }>(
    `UPDATE deliveries d SET attempts = 0, not_before = 0, state = CASE WHEN EXISTS (
         SELECT FROM deliveries later WHERE later.destination = d.destination AND later.alarm = d.alarm
           AND later.sequence > d.sequence AND later.state <> 'failed')
       THEN 'overtaken' ELSE 'waiting' END
     WHERE destination = $1 AND state = 'failed' RETURNING state`,
    [destination],
  );
  return rows.filter(({ state }) => state === "waiting").length;
}
