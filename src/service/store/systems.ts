import type { SystemSettings, SystemStatus } from "../../contracts/index.js";
import type { MonitorState } from "../../monitor/index.js";
import type { Queries } from "./database.js";

/** A system as it is stored. */
export interface SystemRow {
  readonly system: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly settings: SystemSettings;
  /** Raised whenever the settings change in a way that starts the monitor afresh. */
  readonly epoch: number;
  /** Null before the first observation of the epoch. */
  readonly monitor: MonitorState | null;
  readonly observed: number;
  readonly duplicates: number;
  readonly last_observation: number | null;
  readonly status: SystemStatus;
}

const COLUMNS = "system, created, settings, epoch, monitor, observed, duplicates, last_observation, status";

export const systemRows = (db: Queries): Promise<SystemRow[]> =>
  db.query<SystemRow>(`SELECT ${COLUMNS} FROM systems ORDER BY system`);

export async function systemRow(db: Queries, system: string): Promise<SystemRow | undefined> {
  const [row] = await db.query<SystemRow>(`SELECT ${COLUMNS} FROM systems WHERE system = $1`, [system]);
  return row;
}

/** The system, locked until the transaction ends: one worker at a time folds its observations. */
export async function lockedSystem(tx: Queries, system: string): Promise<SystemRow | undefined> {
  const [row] = await tx.query<SystemRow>(`SELECT ${COLUMNS} FROM systems WHERE system = $1 FOR UPDATE`, [
    system,
  ]);
  return row;
}

/** False where there is one of that name. */
export async function insertSystem(
  db: Queries,
  system: string,
  settings: SystemSettings,
  created: number,
): Promise<boolean> {
  const rows = await db.query(
    "INSERT INTO systems (system, created, settings) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING system",
    [system, created, JSON.stringify(settings)],
  );
  return rows.length > 0;
}

/** @param afresh starts the monitor again: windows, slope and alarms of another epoch are not compared. */
export const updateSettings = (tx: Queries, system: string, settings: SystemSettings, afresh: boolean) =>
  tx.query(
    `UPDATE systems SET settings = $2, epoch = epoch + $3, monitor = CASE WHEN $3 = 1 THEN NULL ELSE monitor END,
       status = CASE WHEN $3 = 1 THEN 'no-data' ELSE status END
     WHERE system = $1`,
    [system, JSON.stringify(settings), Number(afresh)],
  );

/** Deletes a system with all that belongs to it; false where there is none. */
export async function deleteSystem(db: Queries, system: string): Promise<boolean> {
  const rows = await db.query("DELETE FROM systems WHERE system = $1 RETURNING system", [system]);
  return rows.length > 0;
}

/** What a worker leaves after a batch. */
export interface Progress {
  readonly monitor: MonitorState;
  readonly status: SystemStatus;
  readonly observed: number;
  readonly duplicates: number;
  readonly lastObservation: number | null;
}

export const saveProgress = (tx: Queries, system: string, progress: Progress) =>
  tx.query(
    `UPDATE systems SET monitor = $2, status = $3, observed = observed + $4, duplicates = duplicates + $5,
       last_observation = greatest(last_observation, $6)
     WHERE system = $1`,
    [
      system,
      JSON.stringify(progress.monitor),
      progress.status,
      progress.observed,
      progress.duplicates,
      progress.lastObservation,
    ],
  );
