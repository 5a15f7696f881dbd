import type { AlarmNotice, Destination, DestinationSettings } from "../../contracts/index.js";
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
       (SELECT error FROM deliveries d WHERE d.destination = name AND error IS NOT NULL ORDER BY sequence DESC LIMIT 1)
         AS "lastError"
     FROM destinations ORDER BY name`,
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
    `INSERT INTO deliveries (destination, notice, notice_id, created)
     SELECT name, $1, $2, $3 FROM destinations WHERE $4::text IS NULL OR name = $4
     ON CONFLICT (destination, notice_id) DO NOTHING`,
    [JSON.stringify(notice), notice.id, created, to ?? null],
  );

/**
 * Takes notices that are due and puts them off until `until`: whoever took them sends them, and if it dies before it says
 * how that went they are due again then.
 */
export const takeDeliveries = (
  db: Queries,
  now: number,
  until: number,
  most: number,
): Promise<DeliveryRow[]> =>
  db.query<DeliveryRow>(
    `UPDATE deliveries d SET not_before = $2, attempts = attempts + 1
     FROM destinations t
     WHERE t.name = d.destination AND d.sequence IN (
       SELECT sequence FROM deliveries WHERE state = 'waiting' AND not_before <= $1
       ORDER BY sequence LIMIT $3 FOR UPDATE SKIP LOCKED)
     RETURNING d.sequence, d.attempts, d.notice, d.destination, t.kind, t.url, t.secret`,
    [now, until, most],
  );

/** How a delivery went: sent, to be tried again at `again`, or given up. */
export const settleDelivery = (
  db: Queries,
  sequence: number,
  outcome: {
    readonly state: "sent" | "waiting" | "failed";
    readonly again?: number;
    readonly error?: string;
  },
) =>
  db.query(
    "UPDATE deliveries SET state = $2, not_before = coalesce($3::float8, not_before), error = $4 WHERE sequence = $1",
    [sequence, outcome.state, outcome.again ?? null, outcome.error ?? null],
  );

/** Tries again what was given up; returns how many. */
export async function retryFailed(db: Queries, destination: string): Promise<number> {
  const rows = await db.query(
    `UPDATE deliveries SET state = 'waiting', attempts = 0, not_before = 0
     WHERE destination = $1 AND state = 'failed' RETURNING sequence`,
    [destination],
  );
  return rows.length;
}
