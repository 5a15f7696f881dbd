import type { MlflowRunStatus } from "../../contracts/index.js";
import type { Queries } from "./database.js";

/** What MLflow's clients tell of a run beside its metrics. */
export interface RunRecord {
  readonly name: string;
  readonly status: MlflowRunStatus;
  /** Seconds since 1970. */
  readonly started: number;
  readonly ended: number | null;
  readonly params: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

export async function runRecord(db: Queries, run: string): Promise<RunRecord | undefined> {
  const [row] = await db.query<RunRecord>(
    "SELECT name, status, started, ended, params, tags FROM run_records WHERE run = $1",
    [run],
  );
  return row;
}

/** Whole: read it, with the run locked, before it is changed. */
export const saveRunRecord = (
  tx: Queries,
  run: string,
  { name, status, started, ended, params, tags }: RunRecord,
) =>
  tx.query(
    `INSERT INTO run_records (run, name, status, started, ended, params, tags) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (run) DO UPDATE SET name = $2, status = $3, started = $4, ended = $5, params = $6, tags = $7`,
    [run, name, status, started, ended, JSON.stringify(params), JSON.stringify(tags)],
  );

/** A metric of a run, the latest by step; null where it was not a finite number. */
export interface LatestMetric {
  readonly key: string;
  readonly value: number | null;
  readonly step: number;
  readonly time: number;
}

export const latestMetrics = (db: Queries, run: string): Promise<LatestMetric[]> =>
  db.query<LatestMetric>(
    `SELECT DISTINCT ON (key) key, (value #>> '{}')::float8 AS value, step, time
     FROM run_steps, jsonb_each(point->'metrics') WHERE run = $1 ORDER BY key, step DESC`,
    [run],
  );
