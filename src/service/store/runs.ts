import type {
  RunSettings,
  TrainerAnswer,
  TrainerStep,
  TrainingPoint,
  TrainingRun,
} from "../../contracts/index.js";
import type { Queries } from "./database.js";

/** A training run that asks for gamma. */
export interface RunRow {
  readonly run: string;
  readonly settings: RunSettings;
  /** State of the policy, as `checkpoint` in control/ gives it. */
  readonly policy: unknown;
  /** What its measurements say of dS/dt, as the trainer's side keeps it; null before the first. */
  readonly drift: unknown;
  /** Steps answered. */
  readonly steps: number;
  readonly created: number;
}

/** A step that was answered. */
export interface StepRow {
  readonly request: TrainerStep;
  readonly answer: TrainerAnswer;
}

const COLUMNS = "run, settings, policy, drift, steps, created";

export async function runRow(db: Queries, run: string): Promise<RunRow | undefined> {
  const [row] = await db.query<RunRow>(`SELECT ${COLUMNS} FROM runs WHERE run = $1`, [run]);
  return row;
}

/** The run, locked until the transaction ends: one step is answered at a time. */
export async function lockedRun(tx: Queries, run: string): Promise<RunRow | undefined> {
  const [row] = await tx.query<RunRow>(`SELECT ${COLUMNS} FROM runs WHERE run = $1 FOR UPDATE`, [run]);
  return row;
}

/** Makes a run, or gives one another policy: it goes on with its steps. */
export const saveRun = (db: Queries, run: string, settings: RunSettings, policy: unknown, created: number) =>
  db.query(
    `INSERT INTO runs (run, settings, policy, created) VALUES ($1, $2, $3, $4)
     ON CONFLICT (run) DO UPDATE SET settings = $2, policy = $3`,
    [run, JSON.stringify(settings), JSON.stringify(policy), created],
  );

/** Makes a run that has no policy; false where there is one of that name. */
export async function insertRun(
  tx: Queries,
  run: string,
  settings: RunSettings,
  created: number,
): Promise<boolean> {
  const rows = await tx.query(
    `INSERT INTO runs (run, settings, policy, created) VALUES ($1, $2, 'null', $3)
     ON CONFLICT (run) DO NOTHING RETURNING run`,
    [run, JSON.stringify(settings), created],
  );
  return rows.length > 0;
}

/** The answer to a step; undefined where it was not asked, or only logged. */
export async function stepRow(db: Queries, run: string, step: number): Promise<StepRow | undefined> {
  const [row] = await db.query<StepRow>(
    "SELECT request, answer FROM run_steps WHERE run = $1 AND step = $2 AND answer <> 'null'",
    [run, step],
  );
  return row;
}

/** The answer to the latest step that was asked. */
export async function latestAnswer(db: Queries, run: string): Promise<TrainerAnswer | null> {
  const [row] = await db.query<{ answer: TrainerAnswer }>(
    "SELECT answer FROM run_steps WHERE run = $1 AND answer <> 'null' ORDER BY step DESC LIMIT 1",
    [run],
  );
  return row?.answer ?? null;
}

/** An answer with the state of the policy after it; what was logged of the step is kept. */
export async function saveStep(
  tx: Queries,
  run: string,
  step: StepRow & {
    readonly point: TrainingPoint;
    readonly policy: unknown;
    readonly drift: unknown;
    readonly time: number;
  },
): Promise<void> {
  await tx.query("UPDATE runs SET policy = $2, drift = $3, steps = steps + 1 WHERE run = $1", [
    run,
    JSON.stringify(step.policy),
    JSON.stringify(step.drift),
  ]);
  await tx.query(
    `INSERT INTO run_steps (run, step, time, request, answer, point) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (run, step) DO UPDATE SET time = $3, request = $4, answer = $5,
       point = excluded.point || jsonb_build_object('metrics', (run_steps.point->'metrics') || (excluded.point->'metrics'))`,
    [
      run,
      step.answer.step,
      step.time,
      JSON.stringify(step.request),
      JSON.stringify(step.answer),
      JSON.stringify(step.point),
    ],
  );
}

/** Metrics that were logged, beside what is there of their step; returns the points as they are then. */
export async function saveMetrics(
  tx: Queries,
  run: string,
  points: readonly TrainingPoint[],
): Promise<TrainingPoint[]> {
  const rows = await tx.query<{ point: TrainingPoint }>(
    `INSERT INTO run_steps (run, step, time, request, answer, point)
     SELECT $1, p.step, p.time, 'null', 'null', p.point
     FROM unnest($2::bigint[], $3::float8[], $4::jsonb[]) AS p(step, time, point)
     ON CONFLICT (run, step) DO UPDATE SET
       point = run_steps.point || jsonb_build_object('metrics', (run_steps.point->'metrics') || (excluded.point->'metrics'))
     RETURNING point`,
    [
      run,
      points.map(({ step }) => step),
      points.map(({ time }) => time),
      points.map((point) => JSON.stringify(point)),
    ],
  );
  return rows.map(({ point }) => point);
}

/** Runs of a system that are read at most: those made last. */
const LATEST_RUNS = "SELECT run FROM runs WHERE settings->>'system' = $1 ORDER BY created DESC, run LIMIT 20";

/**
 * Runs of a system with their points in order, those first whose points begin first: of each run `most` points at most, of
 * more every so many, the last among them.
 */
export async function runsOf(db: Queries, system: string, most: number): Promise<TrainingRun[]> {
  const rows = await db.query<{ run: string; point: TrainingPoint }>(
    `SELECT run, point FROM (
       SELECT run, time, point, row_number() OVER each AS place, count(*) OVER (PARTITION BY run) AS total
       FROM run_steps JOIN (${LATEST_RUNS}) latest USING (run)
       WINDOW each AS (PARTITION BY run ORDER BY step DESC)) points
     WHERE (place - 1) % ((total + $2 - 1) / $2) = 0 ORDER BY time, place DESC`,
    [system, most],
  );
  return grouped(rows);
}

/** The latest `most` points of each run of a system, in order. */
export async function latestPoints(db: Queries, system: string, most: number): Promise<TrainingRun[]> {
  const rows = await db.query<{ run: string; point: TrainingPoint }>(
    `SELECT runs.run, points.point FROM (${LATEST_RUNS}) runs, LATERAL (
       SELECT time, step, point FROM run_steps WHERE run_steps.run = runs.run ORDER BY step DESC LIMIT $2) points
     ORDER BY time, step`,
    [system, most],
  );
  return grouped(rows);
}

function grouped(rows: readonly { readonly run: string; readonly point: TrainingPoint }[]): TrainingRun[] {
  const runs = new Map<string, TrainingPoint[]>();
  for (const { run, point } of rows) {
    const points = runs.get(run);
    if (points === undefined) runs.set(run, [point]);
    else points.push(point);
  }
  return [...runs].map(([run, points]) => ({ run, points: points.sort((a, b) => a.step - b.step) }));
}

/** What the measurements of the runs of a system say of their drift. */
export const runDrifts = (db: Queries, system: string): Promise<Pick<RunRow, "run" | "drift">[]> =>
  db.query(`SELECT run, drift FROM runs JOIN (${LATEST_RUNS}) latest USING (run)`, [system]);
