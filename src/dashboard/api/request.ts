/** Requests to the service: JSON both ways, and its problems as errors. Answers are what the contracts say. */
import type {
  AlarmPage,
  AlarmPreview,
  AlarmRuleSettings,
  Distribution,
  Insight,
  Problem,
  ReportState,
  Series,
  SystemAlarm,
  SystemDescription,
  SystemOverview,
  SystemSettings,
  Trust,
  Uploaded,
} from "../../contracts/index.js";
import { access, authorisation } from "./key.svelte.js";

export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

async function request<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`/api/v1${path}`, {
    ...init,
    headers: { accept: "application/json", ...authorisation(), ...init.headers },
  });
  if (response.ok) return response.json() as Promise<Answer>;
  if (response.status === 401) access.refused = true;
  const problem = (await response.json().catch(() => null)) as Problem | null;
  throw new ApiError(response.status, problem?.detail ?? `the service answered ${response.status}`);
}

const sent = (method: "POST" | "PUT", body: unknown): RequestInit => ({
  method,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

const path = (system: string, rest = ""): string => `/systems/${encodeURIComponent(system)}${rest}`;

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
  change: (system: string, settings: SystemSettings) =>
    request<SystemDescription>(path(system), sent("PUT", settings)),
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
  alarm: (id: string) => request<AlarmPage>(`/alarms/${encodeURIComponent(id)}`),
};
