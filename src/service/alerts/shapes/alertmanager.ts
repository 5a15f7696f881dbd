import { createHash } from "node:crypto";
import type { AlarmNotice } from "../../../contracts/index.js";
import type { Outgoing } from "../post.js";
import { alertOf, iso } from "./alert.js";

/** Prometheus Alertmanager's webhook payload, version 4, as its receivers take it: one alert a notice. */
export function alertmanager(notice: AlarmNotice, receiver: string): Outgoing {
  const { id, link, alarm } = notice;
  const status = alarm.state === "resolved" ? "resolved" : "firing";
  const { labels, annotations, startsAt } = alertOf(notice);
  const { alertname, system } = labels;
  return {
    headers: { "telostat-id": id },
    body: JSON.stringify({
      version: "4",
      groupKey: `{}:{alertname="${alertname}", system="${system}"}`,
      truncatedAlerts: 0,
      status,
      receiver,
      groupLabels: { alertname, system },
      commonLabels: labels,
      commonAnnotations: annotations,
      externalURL: link === null ? "" : new URL("/", link).href,
      alerts: [
        {
          status,
          labels,
          annotations,
          startsAt,
          // As Go writes no time: it is not over.
          endsAt: alarm.resolvedAt === null ? "0001-01-01T00:00:00Z" : iso(alarm.resolvedAt),
          generatorURL: link ?? "",
          fingerprint: createHash("sha256").update(alarm.id).digest("hex").slice(0, 16),
        },
      ],
    }),
  };
}
