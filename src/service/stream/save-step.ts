/** What a step of a system's monitor said, into the tables. */
import type { LiveMessage, SeriesWindow, SystemAlarm } from "../../contracts/index.js";
import type { MonitorReport, MonitorState, MonitorStep } from "../../monitor/index.js";
import { withWork } from "../insight/work.js";
import {
  insertDeliveries,
  insertLive,
  insertWindows,
  type Queries,
  type SystemRow,
  saveAlarm,
  saveProgress,
} from "../store/index.js";
import { statusOf, worst } from "./status.js";

/** Where an alarm's page is, told in notices; null where the service does not know its own address. */
export type AlarmLink = (alarm: SystemAlarm) => string | null;

interface Batch {
  readonly now: number;
  readonly link: AlarmLink;
  readonly observed: number;
  readonly duplicates: number;
  readonly received: number | null;
  readonly newest: number | null;
}

/** Windows, alarms, notices, what open pages are told, and the state of the monitor after it all. */
export async function saveStep(
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
