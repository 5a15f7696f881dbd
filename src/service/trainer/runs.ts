import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { LogBatch, RunDescription, RunSettings, TrainingPoint } from "../../contracts/index.js";
import {
  type Database,
  insertAudit,
  insertEvent,
  insertLive,
  latestAnswer,
  lockedRun,
  type Queries,
  type RunRow,
  runRow,
  saveMetrics,
  saveRun,
  systemRow,
} from "../store/index.js";
import { found, tell } from "./answer.js";
import { policyOf, saved, stateOf } from "./policy.js";
import { Refusal } from "./refusal.js";

/** @throws Refusal */
export async function describeRun(db: Queries, run: string): Promise<RunDescription> {
  const { created, settings, steps } = found(run, await runRow(db, run));
  return { run, created, settings, steps, latest: await latestAnswer(db, run) };
}

/**
 * Makes a run, or gives one other settings: another policy takes over at the gamma that was answered last.
 *
 * @throws Refusal
 */
export function putRun(
  database: Database,
  run: string,
  settings: RunSettings,
  { actor, time }: { readonly actor: string; readonly time: number },
): Promise<RunDescription> {
  return database.transaction(async (tx) => {
    const system = await systemRow(tx, settings.system);
    if (system === undefined)
      throw new Refusal("invalid", `there is no system '${settings.system}'`, "system");
    const policy = policyOf(settings, system.settings);
    const before = await lockedRun(tx, run);
    if (before !== undefined && before.settings.system !== settings.system)
      throw new Refusal("invalid", `the run is of system '${before.settings.system}'`, "system");
    const gamma = (await latestAnswer(tx, run))?.gamma;
    const state = policy === undefined ? null : saved(policy, stateOf(policy, before?.policy, gamma));
    await saveRun(tx, run, settings, state, before?.created ?? time);
    if (before === undefined || !isDeepStrictEqual(before.settings.policy, settings.policy)) {
      await markPolicy(tx, run, settings, time);
      const action = before === undefined ? "make run" : "change run";
      await insertAudit(tx, { time, actor, action, subject: run, detail: { settings } });
    }
    return describeRun(tx, run);
  });
}

async function markPolicy(tx: Queries, run: string, { system, policy }: RunSettings, time: number) {
  if (policy === undefined) return;
  const { kind, ...options } = policy;
  const told = Object.entries(options).map(
    ([name, value]) => `${name} ${typeof value === "number" ? Number(value.toPrecision(4)) : value}`,
  );
  const text = `${run}: ${[kind, ...told].join(", ")}`;
  const event = { id: randomUUID(), system, time, kind: "policy" as const, text };
  await insertEvent(tx, event);
  await insertLive(tx, [{ kind: "event", system, event }], time);
}

/** Metrics that a trainer logged, as points of the run; of two of one step and key the later in the batch counts. */
export async function logMetrics(
  tx: Queries,
  { run, settings }: RunRow,
  metrics: LogBatch["metrics"],
  now: number,
): Promise<void> {
  const points = new Map<number, TrainingPoint>();
  for (const { key, value, timestamp, step } of metrics) {
    const point = points.get(step) ?? logged(step, timestamp / 1000);
    points.set(step, { ...point, metrics: { ...point.metrics, [key]: value } });
  }
  if (points.size === 0) return;
  await tell(tx, settings.system, run, await saveMetrics(tx, run, [...points.values()]), now);
}

const logged = (step: number, time: number): TrainingPoint => ({
  step,
  time,
  gamma: null,
  reason: "logged",
  entropy: null,
  lambdaMax: null,
  criticalWork: null,
  metrics: {},
});
