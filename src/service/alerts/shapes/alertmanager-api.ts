import type { AlarmNotice } from "../../../contracts/index.js";
import type { Outgoing } from "../post.js";
import { alertOf, iso } from "./alert.js";

/** Whether an Alertmanager itself is at this URL, in the place of a receiver of its webhook. */
export const isAlertmanagerApi = (url: string): boolean => new URL(url).pathname.endsWith("/api/v2/alerts");

/**
 * Seconds until an Alertmanager that hears nothing more of an open alarm takes it for resolved: more than an upgrade takes.
 * Without an end it would take its own `resolve_timeout`, five minutes by default.
 */
const HELD = 3600;

/** Seconds after which it is told again of an open alarm: it forgets alerts when it is restarted, and counts on this. */
export const TOLD_AGAIN = 60;

/** `POST /api/v2/alerts` of an Alertmanager (OpenAPI document of its 0.25: `postableAlerts`). */
export function alertmanagerApi(notice: AlarmNotice, now: number): Outgoing {
  const { link, alarm } = notice;
  const endsAt = iso(alarm.state === "resolved" ? (alarm.resolvedAt ?? now) : now + HELD);
  const alert = { ...alertOf(notice), endsAt, ...(link !== null && { generatorURL: link }) };
  return { headers: {}, body: JSON.stringify([alert]) };
}
