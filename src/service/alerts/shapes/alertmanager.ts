import { createHash } from "node:crypto";
import type { AlarmNotice } from "../../../contracts/index.js";
import type { Outgoing } from "../post.js";

/** Prometheus Alertmanager's webhook payload, version 4, as its receivers take it: one alert a notice. */
export function alertmanager({ id, notice, title, link, alarm }: AlarmNotice, receiver: string): Outgoing {
  const status = alarm.state === "resolved" ? "resolved" : "firing";
  const labels = {
    alertname: notice === "test" ? "telostat_test" : "telostat_alarm",
    system: alarm.system,
    rule: alarm.rule,
    of: alarm.of,
    detector: alarm.evidence.detector,
  };
  const { value, tolerated } = alarm.evidence;
  const annotations = {
    summary: title,
    value: String(value.value),
    lower: String(value.lower),
    upper: String(value.upper),
    tolerated: String(tolerated),
  };
  const groupLabels = { alertname: labels.alertname, system: labels.system };
  return {
    headers: { "telostat-id": id },
    body: JSON.stringify({
      version: "4",
      groupKey: `{}:{alertname="${labels.alertname}", system="${labels.system}"}`,
      truncatedAlerts: 0,
      status,
      receiver,
      groupLabels,
      commonLabels: labels,
      commonAnnotations: annotations,
      externalURL: link === null ? "" : new URL("/", link).href,
      alerts: [
        {
          status,
          labels,
          annotations,
          startsAt: iso(alarm.raisedAt),
          // As Go writes no time: it is not over.
          endsAt: alarm.resolvedAt === null ? "0001-01-01T00:00:00Z" : iso(alarm.resolvedAt),
          generatorURL: link ?? "",
          fingerprint: createHash("sha256").update(alarm.id).digest("hex").slice(0, 16),
        },
      ],
    }),
  };
}

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();
