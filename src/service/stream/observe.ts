/** One batch of observations of one system, from the queue into the tables: all in the transaction of the message. */
import { setImmediate } from "node:timers/promises";
import type { Monitor, MonitorReport, MonitorState, MonitorStep, Observation } from "../../monitor/index.js";
import {
  insertObservations,
  insertRejections,
  insertTranscripts,
  knownContents,
  lockedSystem,
  type Queries,
} from "../store/index.js";
import type { Message } from "./queue.js";
import { type ObservationsPayload, placed, readMessage, setAsideRow, sorted } from "./received.js";
import { type AlarmLink, saveStep } from "./save-step.js";
import { keptMonitor } from "./system-monitor.js";
import { windowsClosed } from "./window-limit.js";

/**
 * Stores batches of a system and folds them. An id that is there already is a repeat, or with other content a conflict:
 * both are counted, neither is folded. A system that is gone takes its batches with it.
 *
 * @throws TooManyWindows
 */
export async function observe(
  tx: Queries,
  messages: readonly Message[],
  now: number,
  link: AlarmLink,
): Promise<void> {
  const system = await lockedSystem(tx, messages[0]!.partition);
  if (system === undefined) return;
  const name = system.system;
  const read = messages.flatMap((message) => {
    const observations = readMessage(message);
    windowsClosed(
      system.settings,
      observations.map(({ observation }) => observation),
    );
    return observations;
  });
  const known = await knownContents(
    tx,
    name,
    read.map(({ row }) => row.id),
  );
  const { fresh, duplicates, rejected } = sorted(read, known);
  const watch = keptMonitor(system);
  const before = system.monitor ?? watch.init();
  const step = await folded(
    watch,
    before,
    fresh.map(({ observation }) => observation),
  );
  for (const { index, reason, message } of step.rejected)
    rejected.push({ read: fresh[index]!, reason, message });
  const setAside = new Set(step.rejected.map(({ index }) => index));
  const accepted = setAside.size === 0 ? fresh : fresh.filter((_, i) => !setAside.has(i));
  if (accepted.length > 0)
    await insertObservations(
      tx,
      name,
      accepted.map(({ row }) => row),
    );
  const transcripts = placed(
    accepted,
    system.settings.window.by === "time" ? null : (before.counting.newest ?? 0),
  );
  if (transcripts.length > 0) await insertTranscripts(tx, name, system.epoch, transcripts);
  if (rejected.length > 0)
    await insertRejections(
      tx,
      name,
      rejected.map((one) => setAsideRow(name, one)),
    );
  const received = Math.max(...messages.map(({ payload }) => (payload as ObservationsPayload).received));
  const newest = accepted.reduce<number | null>(
    (most, { row: { time } }) => Math.max(most ?? time, time),
    null,
  );
  await saveStep(tx, system, step, { now, link, observed: accepted.length, duplicates, received, newest });
}

/**
 * The clock of a system: windows in time that nothing came for are closed as gaps. It runs on from the newest observation
 * at the pace of ours, so that a history that is sent batch by batch is not late. Returns whether windows were closed.
 */
export async function advance(tx: Queries, name: string, now: number, link: AlarmLink): Promise<boolean> {
  const system = await lockedSystem(tx, name);
  if (system?.monitor == null || system.settings.window.by !== "time") return false;
  const { newest } = system;
  if (newest === null || system.last_observation === null) return false;
  const time = newest + Math.max(0, now - system.last_observation);
  const step = keptMonitor(system).advance(system.monitor, time);
  if (step.reports.length === 0) return false;
  await saveStep(tx, system, step, { now, link, observed: 0, duplicates: 0, received: null, newest: null });
  return true;
}

/** Observations folded at once: requests are answered between two such parts. */
const PART = 500;

/** Windows take their time to measure, so that a batch of many small ones is folded part by part. */
async function folded(
  watch: Monitor,
  before: MonitorState,
  observations: readonly Observation[],
): Promise<MonitorStep> {
  let state = before;
  const reports: MonitorReport[] = [];
  const rejected: MonitorStep["rejected"][number][] = [];
  for (let from = 0; from < observations.length; from += PART) {
    if (reports.length > 0) await setImmediate();
    const step = watch.step(state, observations.slice(from, from + PART));
    state = step.state;
    for (const report of step.reports) reports.push(report);
    for (const one of step.rejected) rejected.push({ ...one, index: from + one.index });
  }
  return { state, reports, rejected };
}
