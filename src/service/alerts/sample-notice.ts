import { randomUUID } from "node:crypto";
import type { AlarmNotice } from "../../contracts/index.js";

/** What a test sends: an alarm that never was, of no system. */
export function sampleNotice(now: number): AlarmNotice {
  const id = `test.${randomUUID()}`;
  return {
    id,
    notice: "test",
    title: "telostat: a test of this destination, no alarm",
    link: null,
    alarm: {
      id,
      system: "test",
      rule: "test",
      of: "entropy",
      state: "resolved",
      began: now,
      raised: now,
      resolved: now,
      raisedAt: now,
      resolvedAt: now,
      evidence: {
        detector: "test",
        statistic: 0,
        threshold: 0,
        windows: 1,
        observations: 0,
        value: { value: 0, lower: 0, upper: 0, level: 0.95, method: "none: a test", n: 0, covers: "nothing" },
        tolerated: 0,
      },
      falseAlarmInterval: { kind: "unknown" },
      renotified: 0,
    },
  };
}
