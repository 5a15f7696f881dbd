import type { RunSettings, TrainerAnswer, TrainerStep, TrainingPoint } from "../../contracts/index.js";
import type { Queries } from "./database.js";

/** A training run that asks for gamma. */
export interface RunRow {
  readonly run: string;
  readonly settings: RunSettings;
  /** State of the policy, as `checkpoint` in control/ gives it. */
  readonly policy: unknown;
  /** Steps answered. */
  readonly steps: number;
  readonly created: number;
}

/** A step that was answered. */
export interface StepRow {
  readonly request: TrainerStep;
  readonly answer: TrainerAnswer;
}

const COLUMNS = "run, settings, policy, steps, created";

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
  step: StepRow & { readonly point: TrainingPoint; readonly policy: unknown; readonly time: number },
): Promise<void> {
  await tx.query("UPDATE runs SET policy = $2, steps = steps + 1 WHERE run = $1", [
    run,
    JSON.stringify(step.policy),
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

/** Points of the runs of a system, in order: `most` at most, of more every so many, the last among them. */
export async function pointsOf(db: Queries, system: string, most: number): Promise<TrainingPoint[]> {
  const rows = await db.query<{ point: TrainingPoint }>(
    `SELECT point FROM (
       SELECT point, row_number() OVER (ORDER BY time DESC, step DESC) AS place, count(*) OVER () AS total
       FROM run_steps JOIN runs USING (run) WHERE settings->>'system' = $1) points
     WHERE (place - 1) % ((total + $2 - 1) / $2) = 0 ORDER BY place DESC`,
    [system, most],
  );
  return rows.map(({ point }) => point);
}
