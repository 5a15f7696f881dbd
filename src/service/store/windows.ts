import type { SeriesWindow } from "../../contracts/index.js";
import type { Queries } from "./database.js";

/** Windows of an epoch that end in (from, to]; all where neither is given. */
export interface WindowRange {
  readonly system: string;
  readonly epoch: number;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** As a condition with the first four parameters of a statement: bounds of the index `windows_by_end`. */
const IN_RANGE = "system = $1 AND epoch = $2 AND range_end > $3 AND range_end <= $4";
const bounds = ({ system, epoch, from, to }: WindowRange) => [
  system,
  epoch,
  from ?? Number.NEGATIVE_INFINITY,
  to ?? Number.POSITIVE_INFINITY,
];

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

export async function countWindows(db: Queries, range: WindowRange): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `SELECT count(*) AS count FROM windows WHERE ${IN_RANGE}`,
    bounds(range),
  );
  return row!.count;
}

/** Ends of the first windows of a range, in order, and S in each; null in a gap. */
export async function entropiesBetween(
  db: Queries,
  range: WindowRange,
  most: number,
): Promise<{ readonly ends: readonly number[]; readonly entropies: readonly (number | null)[] }> {
  // As one value: thousands of rows take the drivers longer than the database.
  const [row] = await db.query<{ ends: number[] | null; entropies: (number | null)[] | null }>(
    `SELECT json_agg(range_end) AS ends, json_agg(entropy) AS entropies
     FROM (SELECT range_end, entropy FROM windows WHERE ${IN_RANGE} ORDER BY range_end LIMIT $5) first`,
    [...bounds(range), most],
  );
  return { ends: row?.ends ?? [], entropies: row?.entropies ?? [] };
}

/** The first windows of a range, in order. */
export async function windowsBetween(db: Queries, range: WindowRange, most: number): Promise<SeriesWindow[]> {
  const [row] = await db.query<{ windows: SeriesWindow[] | null }>(
    `SELECT json_agg(body) AS windows
     FROM (SELECT body FROM windows WHERE ${IN_RANGE} ORDER BY range_end LIMIT $5) first`,
    [...bounds(range), most],
  );
  return row?.windows ?? [];
}

/** The windows that end exactly there, in order. */
export async function windowsAt(
  db: Queries,
  { system, epoch }: WindowRange,
  ends: readonly number[],
): Promise<SeriesWindow[]> {
  const [row] = await db.query<{ windows: SeriesWindow[] | null }>(
    `SELECT json_agg(body ORDER BY range_end) AS windows FROM windows
     WHERE system = $1 AND epoch = $2 AND range_end = ANY($3::float8[])`,
    [system, epoch, ends],
  );
  return row?.windows ?? [];
}

/** From where on there are `most` windows up to the latest; undefined where there are no more than that. */
export async function startOfLatest(
  db: Queries,
  range: WindowRange,
  most: number,
): Promise<number | undefined> {
  const [row] = await db.query<{ range_end: number }>(
    `SELECT range_end FROM windows WHERE ${IN_RANGE} ORDER BY range_end DESC OFFSET $5 LIMIT 1`,
    [...bounds(range), most],
  );
  return row?.range_end;
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
