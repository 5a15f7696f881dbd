/** One batch of observations of one system, from the queue into the tables: all in the transaction of the message. */
import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type {
  LiveMessage,
  NewObservation,
  SeriesWindow,
  StoredRejection,
  SystemAlarm,
} from "../../contracts/index.js";
import { timeIfAny } from "../../ingest/index.js";
import type { Monitor, MonitorReport, MonitorState, MonitorStep, Observation } from "../../monitor/index.js";
import { withWork } from "../insight/work.js";
import {
  insertDeliveries,
  insertLive,
  insertObservations,
  insertRejections,
  insertTranscripts,
  insertWindows,
  knownContents,
  lockedSystem,
  type ObservationRow,
  type PlacedTranscript,
  type Queries,
  type SystemRow,
  saveAlarm,
  saveProgress,
} from "../store/index.js";
import type { Message } from "./queue.js";
import { statusOf, worst } from "./status.js";
import { keptMonitor } from "./system-monitor.js";
import { windowsClosed } from "./window-limit.js";

/** An observation as the service itself may tell it. */
export interface ToldObservation extends NewObservation {
  /** By which a repeat is told from a conflict. Default: a digest of what was observed, and when. */
  readonly content?: string;
}

/** Payload of an "observations" message. */
export interface ObservationsPayload {
  /** Seconds since 1970. */
  readonly received: number;
  readonly observations: readonly ToldObservation[];
}

interface Read {
  /** Which observation of which message. */
  readonly message: Message;
  readonly index: number;
  readonly row: ObservationRow;
  readonly observation: Observation;
}

/** Where an alarm's page is, told in notices; null where the service does not know its own address. */
export type AlarmLink = (alarm: SystemAlarm) => string | null;

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

function readMessage(message: Message): Read[] {
  const { received, observations } = message.payload as ObservationsPayload;
  return observations.map(({ id, time, goal, count = 1, probabilities, content }, index) => {
    const at = time === undefined ? received : (timeIfAny(time) ?? Number.NaN);
    return {
      message,
      index,
      row: {
        id: id === undefined ? `${message.id}#${index}` : String(id),
        time: at,
        received,
        goal: goal ?? null,
        count,
        probabilities: probabilities ?? null,
        content:
          content ?? digest([time === undefined ? null : at, goal ?? null, count, probabilities ?? null]),
      },
      observation: { time: at, goal, count: goal === undefined ? undefined : count, probabilities },
    };
  });
}

const digest = (content: unknown): string =>
  createHash("sha256").update(JSON.stringify(content)).digest("base64");

interface Refused {
  readonly read: Read;
  readonly reason: string;
  readonly message: string;
}

/** What is new, in the order in which it came; repeats among the batches count too. */
function sorted(read: readonly Read[], known: ReadonlyMap<string, string>) {
  const contents = new Map(known);
  const fresh: Read[] = [];
  const rejected: Refused[] = [];
  let duplicates = 0;
  for (const one of read) {
    const before = contents.get(one.row.id);
    if (!Number.isFinite(one.row.time))
      rejected.push({ read: one, reason: "bad-time", message: "expected seconds since 1970 or ISO 8601" });
    else if (before === undefined) {
      contents.set(one.row.id, one.row.content);
      fresh.push(one);
    } else if (before === one.row.content) duplicates++;
    else
      rejected.push({
        read: one,
        reason: "id-conflict",
        message: `id ${JSON.stringify(one.row.id)} came before with other content`,
      });
  }
  return { fresh, duplicates, rejected };
}

const original = ({ message, index }: Read): NewObservation =>
  (message.payload as ObservationsPayload).observations[index]!;

const setAsideRow = (
  system: string,
  { read, reason, message }: Refused,
): StoredRejection & { received: number } => ({
  system,
  batch: read.message.id,
  index: read.index,
  reason,
  message,
  content: original(read),
  received: read.row.received,
});

/**
 * Texts that observations came with, each at its place among the windows.
 *
 * @param before observations counted so far, where windows are of so many; null where they are of time.
 */
function placed(accepted: readonly Read[], before: number | null): PlacedTranscript[] {
  const transcripts: PlacedTranscript[] = [];
  let counted = before ?? 0;
  for (const one of accepted) {
    const { messages } = original(one);
    const { id, time, goal, count } = one.row;
    if (messages)
      transcripts.push({
        id,
        time,
        goal: goal ?? mostProbable(one.row.probabilities ?? {}),
        messages,
        position: before === null ? time : counted + 1,
      });
    counted += goal === null ? 1 : count;
  }
  return transcripts;
}

function mostProbable(probabilities: Readonly<Record<string, number>>): string | null {
  const [first] = Object.entries(probabilities).sort(([, a], [, b]) => b - a);
  return first?.[0] ?? null;
}

interface Batch {
  readonly now: number;
  readonly link: AlarmLink;
  readonly observed: number;
  readonly duplicates: number;
  readonly received: number | null;
  readonly newest: number | null;
}

/** Windows, alarms, notices, what open pages are told, and the state of the monitor after it all. */
async function saveStep(
  tx: Queries,
  { system, epoch, status: before, settings }: SystemRow,
  { state, reports }: MonitorStep,
  { now, link, observed, duplicates, received, newest }: Batch,
): Promise<void> {
  const windows = reports.map((report) => seriesWindow(report, state, now));
  const live: LiveMessage[] = windows.map((window) => ({
    kind: "window",
    system,
    window: withWork(window, settings),
  }));
  if (windows.length > 0) await insertWindows(tx, system, epoch, windows);
  for (const { alarm: raised, notice } of noticesOf(reports, system, epoch, now)) {
    const alarm = await saveAlarm(tx, epoch, raised);
    live.push({ kind: "alarm", system, alarm });
    await insertDeliveries(
      tx,
      {
        id: `${alarm.id}/${notice}/${alarm.renotified}`,
        notice,
        title: title(alarm, settings.title ?? system),
        link: link(alarm),
        alarm,
      },
      now,
    );
  }
  if (live.length > 0) await insertLive(tx, live, now);
  const status = windows.at(-1)?.status ?? before;
  await saveProgress(tx, system, {
    monitor: state,
    status,
    observed,
    duplicates,
    lastObservation: received,
    newest,
  });
}

function seriesWindow(report: MonitorReport, state: MonitorState, now: number): SeriesWindow {
  const { assessment, divergence: _, ...window } = report;
  return {
    ...window,
    counts: [...window.counts],
    closed: now,
    drift: assessment?.drift ?? null,
    forecast: assessment?.forecast ?? null,
    status: assessment ? worst(assessment.alarms.map(({ status }) => status)) : statusOf(state),
  };
}

/** Alarms that were raised, told again or resolved. */
function* noticesOf(reports: readonly MonitorReport[], system: string, epoch: number, now: number) {
  for (const { assessment } of reports) {
    for (const { notice, alarm } of assessment?.alarms ?? []) {
      if (notice === null || alarm === null) continue;
      yield {
        notice,
        alarm: {
          ...alarm,
          id: `${system}.${epoch}.${alarm.id}`,
          system,
          raisedAt: now,
          resolvedAt: alarm.state === "resolved" ? now : null,
        } satisfies SystemAlarm,
      };
    }
  }
}

const title = ({ of, state, evidence }: SystemAlarm, name: string): string =>
  state === "resolved"
    ? `${name}: ${names[of]} is back`
    : `${name}: ${names[of]} ${evidence.value.value.toPrecision(3)}, tolerated ${evidence.tolerated.toPrecision(3)}`;
const names = { entropy: "ethical entropy", fidelity: "goal fidelity" } as const;
