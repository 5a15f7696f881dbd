import type { SystemSettings, SystemStatus } from "../../contracts/index.js";
import type { MonitorState } from "../../monitor/index.js";
import type { Database, Queries } from "./database.js";
import { deleteObserved } from "./upkeep.js";

/** A system as it is stored. */
export interface SystemRow {
  readonly system: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly settings: SystemSettings;
  /** Raised whenever the settings change in a way that starts the monitor afresh. */
  readonly epoch: number;
  readonly observed: number;
  readonly duplicates: number;
  readonly last_observation: number | null;
  /** The latest time that anything was observed at, by its own clock. */
  readonly newest: number | null;
  readonly status: SystemStatus;
}

/** A system with what its monitor knows, which may be large. */
export interface LockedSystem extends SystemRow {
  /** Null before the first observation of the epoch. */
  readonly monitor: MonitorState | null;
}

const COLUMNS = "system, created, settings, epoch, observed, duplicates, last_observation, newest, status";

export const systemRows = (db: Queries): Promise<SystemRow[]> =>
  db.query<SystemRow>(`SELECT ${COLUMNS} FROM systems ORDER BY system`);

export async function systemRow(db: Queries, system: string): Promise<SystemRow | undefined> {
  const [row] = await db.query<SystemRow>(`SELECT ${COLUMNS} FROM systems WHERE system = $1`, [system]);
  return row;
}

/** The system, locked until the transaction ends: one worker at a time folds its observations. */
export async function lockedSystem(tx: Queries, system: string): Promise<LockedSystem | undefined> {
  const [row] = await tx.query<LockedSystem>(
    `SELECT ${COLUMNS}, monitor FROM systems WHERE system = $1 FOR UPDATE`,
    [system],
  );
  return row;
}

export async function systemExists(db: Queries, system: string): Promise<boolean> {
  return (await db.query("SELECT 1 FROM systems WHERE system = $1", [system])).length > 0;
}

/** Systems whose windows go by the clock. */
export async function timedSystems(db: Queries): Promise<string[]> {
  const rows = await db.query<{ system: string }>(
    "SELECT system FROM systems WHERE monitor IS NOT NULL AND settings->'window'->>'by' = 'time' ORDER BY system",
  );
  return rows.map(({ system }) => system);
}

/** False where there is one of that name. */
export async function insertSystem(
  db: Queries,
  system: string,
  settings: SystemSettings,
  created: number,
): Promise<boolean> {
  const rows = await db.query(
    `WITH made AS (INSERT INTO systems (system, created, settings) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
       RETURNING system, epoch, settings, created)
     INSERT INTO epochs (system, epoch, settings, since) SELECT system, epoch, settings, created FROM made RETURNING system`,
    [system, created, JSON.stringify(settings)],
  );
  return rows.length > 0;
}

/** @param afresh starts the monitor again: windows, slope and alarms of another epoch are not compared. */
export const updateSettings = (
  tx: Queries,
  system: string,
  settings: SystemSettings,
  afresh: boolean,
  now: number,
) =>
  tx.query(
    `WITH changed AS (
       UPDATE systems SET settings = $2, epoch = epoch + $3, monitor = CASE WHEN $3 = 1 THEN NULL ELSE monitor END,
         status = CASE WHEN $3 = 1 THEN 'no-data' ELSE status END
       WHERE system = $1 RETURNING system, epoch, settings)
     INSERT INTO epochs (system, epoch, settings, since) SELECT system, epoch, settings, $4 FROM changed
     ON CONFLICT (system, epoch) DO UPDATE SET settings = excluded.settings`,
    [system, JSON.stringify(settings), Number(afresh), now],
  );

/** Settings under which windows were cut, and from when they held. */
export interface EpochRow {
  readonly epoch: number;
  readonly settings: SystemSettings;
  readonly since: number;
}

/** Oldest first. */
export const epochRows = (db: Queries, system: string): Promise<EpochRow[]> =>
  db.query<EpochRow>("SELECT epoch, settings, since FROM epochs WHERE system = $1 ORDER BY epoch", [system]);

/** Deletes a system with all that belongs to it; false where there is none. What is many goes in slices, before the rest. */
export async function deleteSystem(database: Database, system: string): Promise<boolean> {
  await deleteObserved(database, system);
  return database.transaction(async (tx) => {
    // In the order in which workers lock: the queue, then the system.
    for (const table of ["queue", "taken", "dead_letters"])
      await tx.query(`DELETE FROM ${table} WHERE partition = $1`, [system]);
    if ((await lockedSystem(tx, system)) === undefined) return false;
    for (const table of ["live", "transcripts", "observations"])
      await tx.query(`DELETE FROM ${table} WHERE system = $1`, [system]);
    return (await tx.query("DELETE FROM systems WHERE system = $1 RETURNING system", [system])).length > 0;
  });
}

/** What a worker leaves after a batch. */
export interface Progress {
  readonly monitor: MonitorState;
  readonly status: SystemStatus;
  readonly observed: number;
  readonly duplicates: number;
  readonly lastObservation: number | null;
  readonly newest: number | null;
}

export const saveProgress = (tx: Queries, system: string, progress: Progress) =>
  tx.query(
    `UPDATE systems SET monitor = $2, status = $3, observed = observed + $4, duplicates = duplicates + $5,
       last_observation = greatest(last_observation, $6), newest = greatest(newest, $7)
     WHERE system = $1`,
    [
      system,
      JSON.stringify(progress.monitor),
      progress.status,
      progress.observed,
      progress.duplicates,
      progress.lastObservation,
      progress.newest,
    ],
  );
