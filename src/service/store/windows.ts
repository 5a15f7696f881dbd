import type { SeriesWindow } from "../../contracts/index.js";
import type { Queries } from "./database.js";

export const insertWindows = (tx: Queries, system: string, epoch: number, windows: readonly SeriesWindow[]) =>
  tx.query(
    `INSERT INTO windows (system, epoch, number, range_start, range_end, closed, body)
     SELECT $1, $2, w.number, w.range_start, w.range_end, w.closed, w.body
     FROM unnest($3::int[], $4::float8[], $5::float8[], $6::float8[], $7::jsonb[])
       AS w(number, range_start, range_end, closed, body)`,
    [
      system,
      epoch,
      windows.map(({ window }) => window),
      windows.map(({ start }) => start),
      windows.map(({ end }) => end),
      windows.map(({ closed }) => closed),
      windows.map((window) => JSON.stringify(window)),
    ],
  );

/** Windows of an epoch that end in (from, to], in order. */
export async function windowsBetween(
  db: Queries,
  system: string,
  epoch: number,
  from: number | undefined,
  to: number | undefined,
): Promise<SeriesWindow[]> {
  const rows = await db.query<{ body: SeriesWindow }>(
    `SELECT body FROM windows
     WHERE system = $1 AND epoch = $2
       AND range_end > coalesce($3::float8, '-infinity') AND range_end <= coalesce($4::float8, 'infinity')
     ORDER BY number`,
    [system, epoch, from ?? null, to ?? null],
  );
  return rows.map(({ body }) => body);
}

/** The first windows of the present epoch that have observations, in order. */
export async function firstWindows(db: Queries, system: string, most: number): Promise<SeriesWindow[]> {
  const rows = await db.query<{ body: SeriesWindow }>(
    `SELECT body FROM windows JOIN systems USING (system, epoch)
     WHERE system = $1 AND NOT (body->>'gap')::boolean ORDER BY number LIMIT $2`,
    [system, most],
  );
  return rows.map(({ body }) => body);
}

/** The latest windows of the present epoch, oldest first. */
export async function latestWindows(db: Queries, system: string, most: number): Promise<SeriesWindow[]> {
  const rows = await db.query<{ body: SeriesWindow }>(
    `SELECT body FROM windows JOIN systems USING (system, epoch) WHERE system = $1 ORDER BY number DESC LIMIT $2`,
    [system, most],
  );
  return rows.map(({ body }) => body).reverse();
}
