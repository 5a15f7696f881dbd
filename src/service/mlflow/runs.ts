/** Runs as MLflow's clients see them: those that they make have no policy, and only log. */
import { randomBytes } from "node:crypto";
import type {
  CreateMlflowRun,
  LogBatch,
  MlflowRun,
  RunSettings,
  UpdateMlflowRun,
} from "../../contracts/index.js";
import {
  type Database,
  insertAudit,
  insertRun,
  latestMetrics,
  lockedRun,
  type Queries,
  type RunRecord,
  type RunRow,
  runRecord,
  runRow,
  saveRunRecord,
} from "../store/index.js";
import { found } from "../trainer/answer.js";
import { Refusal } from "../trainer/refusal.js";
import { logMetrics } from "../trainer/runs.js";
import { experimentId, systemOf } from "./experiments.js";

/** @throws Refusal */
export function createRun(
  database: Database,
  { experiment_id, run_name, start_time, tags }: CreateMlflowRun,
  { actor, time }: { readonly actor: string; readonly time: number },
): Promise<MlflowRun> {
  return database.transaction(async (tx) => {
    const settings = { system: await systemOf(tx, experiment_id) };
    const run = await insertNamed(tx, run_name, settings, time);
    await saveRunRecord(tx, run, {
      name: run_name ?? run,
      status: "RUNNING",
      started: start_time === undefined ? time : start_time / 1000,
      ended: null,
      params: {},
      tags: byKey(tags),
    });
    await insertAudit(tx, { time, actor, action: "make run", subject: run, detail: { settings } });
    return describeRun(tx, run);
  });
}

/** Makes a run of that name, as far as MLflow's clients take it for an id; with something drawn where there is such a run. */
async function insertNamed(tx: Queries, told: string | undefined, settings: RunSettings, time: number) {
  const drawn = randomBytes(4).toString("hex");
  const plain = (told ?? "").replace(/[^A-Za-z0-9_-]+/g, "-").replace(/^[-_]+/, "");
  const name = plain === "" ? `run-${drawn}` : plain.slice(0, 100);
  if (await insertRun(tx, name, settings, time)) return name;
  await insertRun(tx, `${name}-${drawn}`, settings, time);
  return `${name}-${drawn}`;
}

/** @throws Refusal */
export async function describeRun(db: Queries, run: string): Promise<MlflowRun> {
  const row = found(run, await runRow(db, run));
  const record = await recordOf(db, row);
  return {
    info: runInfo(row, record),
    data: {
      metrics: (await latestMetrics(db, run)).map(({ key, value, step, time }) => ({
        key,
        value: value ?? "NaN",
        timestamp: milliseconds(time),
        step,
      })),
      params: pairs(record.params),
      tags: pairs(record.tags),
    },
  };
}

/** @throws Refusal */
export const updateRun = (database: Database, { run_id, status, end_time, run_name }: UpdateMlflowRun) =>
  database.transaction(async (tx) => {
    const row = found(run_id, await lockedRun(tx, run_id));
    const before = await recordOf(tx, row);
    const record = {
      ...before,
      status: status ?? before.status,
      ended: end_time === undefined ? before.ended : end_time / 1000,
      name: run_name ?? before.name,
    };
    await saveRunRecord(tx, run_id, record);
    return runInfo(row, record);
  });

/**
 * Metrics, parameters and tags, all or none; a parameter has one value for good, as MLflow has it.
 *
 * @throws Refusal
 */
export function logBatch(
  database: Database,
  { run_id, metrics, params, tags }: LogBatch,
  now: number,
): Promise<void> {
  return database.transaction(async (tx) => {
    const row = found(run_id, await lockedRun(tx, run_id));
    await logMetrics(tx, row, metrics, now);
    if (params.length + tags.length === 0) return;
    const record = await recordOf(tx, row);
    const changed = params.find(
      ({ key, value }) => Object.hasOwn(record.params, key) && record.params[key] !== value,
    );
    if (changed !== undefined)
      throw new Refusal(
        "invalid",
        `parameter '${changed.key}' is ${JSON.stringify(record.params[changed.key])} already, and is not changed`,
        "params",
      );
    await saveRunRecord(tx, run_id, {
      ...record,
      params: { ...record.params, ...byKey(params) },
      tags: { ...record.tags, ...byKey(tags) },
    });
  });
}

/** Of a run that was PUT, and of which MLflow told nothing so far, what can be said. */
const recordOf = async (db: Queries, { run, created }: RunRow): Promise<RunRecord> =>
  (await runRecord(db, run)) ?? {
    name: run,
    status: "RUNNING",
    started: created,
    ended: null,
    params: {},
    tags: {},
  };

function runInfo({ run, settings: { system } }: RunRow, record: RunRecord): MlflowRun["info"] {
  const experiment = experimentId(system);
  return {
    run_id: run,
    run_uuid: run,
    run_name: record.name,
    experiment_id: experiment,
    status: record.status,
    start_time: milliseconds(record.started),
    ...(record.ended !== null && { end_time: milliseconds(record.ended) }),
    // An address at which nothing is taken: an empty one would be a folder of the client.
    artifact_uri: `mlflow-artifacts:/${experiment}/${run}/artifacts`,
    lifecycle_stage: "active",
  };
}

const milliseconds = (seconds: number): number => Math.round(seconds * 1000);

type Pair = { readonly key: string; readonly value: string };
const byKey = (list: readonly Pair[]) => Object.fromEntries(list.map(({ key, value }) => [key, value]));
const pairs = (of: Readonly<Record<string, string>>): Pair[] =>
  Object.entries(of).map(([key, value]) => ({ key, value }));
