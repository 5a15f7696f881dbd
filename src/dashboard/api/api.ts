/** What the service is asked on the pages of its systems. */
import type {
  AlarmPage,
  AlarmPreview,
  AlarmRuleSettings,
  Distribution,
  Insight,
  ReportState,
  Series,
  SystemAlarm,
  SystemDescription,
  SystemEvent,
  SystemOverview,
  Trust,
  Uploaded,
} from "../../contracts/index.js";
import { request, sent, step } from "./request.js";

const path = (system: string, rest = ""): string => `/systems/${step(system)}${rest}`;

/** A stretch of a series; everything of the present epoch by default. */
export interface Stretch {
  readonly epoch?: number | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly points?: number | undefined;
}

export const api = {
  systems: () => request<SystemOverview[]>("/systems"),
  system: (system: string) => request<SystemDescription>(path(system)),
  /** Makes it where there is none. */
  change: (system: string, settings: unknown) =>
    request<SystemDescription>(path(system), sent("PUT", settings)),
  remove: (system: string) => request<void>(path(system), { method: "DELETE" }),
  series(system: string, { epoch, from, to, points = 2000 }: Stretch = {}) {
    const query = new URLSearchParams({ points: String(points) });
    if (epoch !== undefined) query.set("epoch", String(epoch));
    if (from !== undefined) query.set("from", String(from));
    if (to !== undefined) query.set("to", String(to));
    return request<Series>(path(system, `/series?${query}`));
  },
  trust: (system: string) => request<Trust>(path(system, "/trust")),
  insight: (system: string) => request<Insight>(path(system, "/insight")),
  distribution: (system: string) => request<Distribution>(path(system, "/distribution")),
  alarms: (system: string) => request<SystemAlarm[]>(path(system, "/alarms")),
  preview: (system: string, rule: AlarmRuleSettings) =>
    request<AlarmPreview>(path(system, "/alarm-preview"), sent("POST", rule)),
  report: () => request<ReportState>("/report"),
  upload(system: string, file: File) {
    const body = new FormData();
    body.append("file", file);
    return request<Uploaded>(path(system, "/uploads"), { method: "POST", body });
  },
  alarm: (id: string) => request<AlarmPage>(`/alarms/${step(id)}`),
  mark: (system: string, event: { kind: string; text: string; time?: string }) =>
    request<SystemEvent>(path(system, "/events"), sent("POST", event)),
  pause: (system: string, paused: boolean) =>
    request<SystemEvent>(path(system, paused ? "/pause" : "/resume"), { method: "POST" }),
};
