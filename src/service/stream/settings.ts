/** A system's settings change: what follows from it for its windows, its alarms and the marks on its series. */
import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { SystemSettings } from "../../contracts/index.js";
import { goalFileOf } from "../inference/goal-file.js";
import {
  alarmRows,
  insertDeliveries,
  insertEvent,
  insertLive,
  lockedSystem,
  type Queries,
  saveAlarm,
  updateSettings,
} from "../store/index.js";
import type { AlarmLink } from "./save-step.js";
import { monitorOf } from "./system-monitor.js";
import { saveMonitor } from "./watching.js";

/**
 * Other goals, another goal file, windows or alarms start a new epoch: windows are counted from one again, and alarms of
 * the epoch before are resolved, since nothing would ever clear them. What is paused stays paused until it is resumed.
 *
 * @returns whether there is such a system.
 */
export async function changeSettings(
  tx: Queries,
  name: string,
  settings: SystemSettings,
  now: number,
  link: AlarmLink,
): Promise<boolean> {
  const system = await lockedSystem(tx, name);
  if (system === undefined) return false;
  const afresh = !sameMonitor(system.settings, settings);
  await updateSettings(tx, name, settings, afresh, now);
  if (!afresh) return true;
  const watch = monitorOf(settings);
  if (system.status === "paused") await saveMonitor(tx, name, watch.pause(watch.init()));
  const event = {
    id: randomUUID(),
    system: name,
    time: now,
    kind: "settings" as const,
    text: `settings ${system.epoch + 1}`,
  };
  await insertEvent(tx, event);
  await insertLive(tx, [{ kind: "event", system: name, event }], now);
  await resolveAll(tx, name, system.epoch, now, link);
  return true;
}

/** Not by their text: PostgreSQL's jsonb keeps no order of keys. */
function sameMonitor(a: SystemSettings, b: SystemSettings): boolean {
  const of = (settings: SystemSettings) => {
    const { goals, intended, window, lateness, alarms } = settings;
    return [goals, intended, window, lateness, alarms, goalFileOf(settings)];
  };
  return isDeepStrictEqual(of(a), of(b));
}

async function resolveAll(tx: Queries, system: string, epoch: number, now: number, link: AlarmLink) {
  for (const open of await alarmRows(tx, { system, state: "open", most: 1000 })) {
    const alarm = await saveAlarm(tx, epoch, { ...open, state: "resolved", resolvedAt: now });
    await insertLive(tx, [{ kind: "alarm", system, alarm }], now);
    const title = `${system}: its settings changed, and the alarm with them`;
    const id = `${alarm.id}/resolved/settings`;
    await insertDeliveries(tx, { id, notice: "resolved", title, link: link(alarm), alarm }, now);
  }
}
