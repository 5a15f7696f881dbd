import type { AlarmNotice } from "../../../contracts/index.js";

/** An alarm as Prometheus' alerts are: the labels say which one it is, the annotations what of it. */
export function alertOf({ notice, title, alarm }: AlarmNotice) {
  const { value, tolerated, detector } = alarm.evidence;
  return {
    labels: {
      alertname: notice === "test" ? "telostat_test" : "telostat_alarm",
      system: alarm.system,
      rule: alarm.rule,
      of: alarm.of,
      detector,
    },
    annotations: {
      summary: title,
      value: String(value.value),
      lower: String(value.lower),
      upper: String(value.upper),
      tolerated: String(tolerated),
    },
    startsAt: iso(alarm.raisedAt),
  };
}

/** @param seconds since 1970. */
export const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();
