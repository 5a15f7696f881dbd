import type { StoredRejection } from "../../contracts/index.js";
import type { Queries } from "./database.js";

export const insertRejections = (
  tx: Queries,
  system: string,
  rejections: readonly (StoredRejection & { readonly received: number })[],
) =>
  tx.query(
    `INSERT INTO rejections (system, batch, place, reason, message, content, received)
     SELECT $1, r.batch, r.place, r.reason, r.message, r.content, r.received
     FROM unnest($2::text[], $3::int[], $4::text[], $5::text[], $6::json[], $7::float8[])
       AS r(batch, place, reason, message, content, received)`,
    [
      system,
      rejections.map(({ batch }) => batch),
      rejections.map(({ index }) => index),
      rejections.map(({ reason }) => reason),
      rejections.map(({ message }) => message),
      rejections.map(({ content }) => JSON.stringify(content ?? null)),
      rejections.map(({ received }) => received),
    ],
  );

/** Newest first. */
export const rejectionRows = (db: Queries, system: string, most: number): Promise<StoredRejection[]> =>
  db.query<StoredRejection>(
    `SELECT system, batch, place AS index, reason, message, content FROM rejections
     WHERE system = $1 ORDER BY sequence DESC LIMIT $2`,
    [system, most],
  );

/** How many were set aside, by reason. */
export async function rejectionCounts(db: Queries, system: string): Promise<Record<string, number>> {
  const rows = await db.query<{ reason: string; n: number }>(
    "SELECT reason, count(*) AS n FROM rejections WHERE system = $1 GROUP BY reason ORDER BY reason",
    [system],
  );
  return Object.fromEntries(rows.map(({ reason, n }) => [reason, n]));
}
