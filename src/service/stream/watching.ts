/** A system's alarms are silenced and armed again: its observations are counted all the same. */
import { randomUUID } from "node:crypto";
import type { SystemEvent } from "../../contracts/index.js";
import type { MonitorState } from "../../monitor/index.js";
import { insertEvent, insertLive, lockedSystem, type Queries, saveProgress } from "../store/index.js";
import { statusOf } from "./status.js";
import { monitorOf } from "./system-monitor.js";

/**
 * Pauses the alarms of a system, or resumes them; the mark it leaves on the series, undefined where there is no such system.
 * A paused rule raises nothing and learns nothing.
 */
export async function setPaused(
  tx: Queries,
  name: string,
  paused: boolean,
  now: number,
): Promise<SystemEvent | undefined> {
  const system = await lockedSystem(tx, name);
  if (system === undefined) return undefined;
  const watch = monitorOf(system.settings);
  const before = system.monitor ?? watch.init();
  const monitor = paused ? watch.pause(before) : watch.resume(before);
  await saveMonitor(tx, name, monitor);
  const kind = paused ? ("pause" as const) : ("resume" as const);
  const text = paused ? "alarms paused" : "alarms resumed";
  const event = { id: randomUUID(), system: name, time: now, kind, text };
  await insertEvent(tx, event);
  await insertLive(tx, [{ kind: "event", system: name, event }], now);
  return event;
}

/** What the monitor knows after a change that no observation made. */
export const saveMonitor = (tx: Queries, system: string, monitor: MonitorState) =>
  saveProgress(tx, system, {
    monitor,
    status: statusOf(monitor),
    observed: 0,
    duplicates: 0,
    lastObservation: null,
    newest: null,
  });
