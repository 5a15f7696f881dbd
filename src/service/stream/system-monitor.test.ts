import { expect, it } from "vitest";
import { systemSettingsSchema } from "../../contracts/index.js";
import { keptMonitor, monitorOf } from "./system-monitor.js";

const settings = (size: number) =>
  systemSettingsSchema.parse({
    goals: ["a", "b"],
    intended: "a",
    window: { by: "observations", size },
    alarms: [{ against: { limit: 0.4 } }],
  });
const observations = Array.from({ length: 400 }, (_, i) => ({
  time: i,
  goal: i % (i < 200 ? 10 : 2) ? "a" : "b",
}));

it("keeps the monitor of a system while its settings are the same", () => {
  const one = keptMonitor({ system: "kept", settings: settings(20) });
  expect(keptMonitor({ system: "kept", settings: settings(20) })).toBe(one);
  const changed = keptMonitor({ system: "kept", settings: settings(50) });
  expect(changed.step(changed.init(), observations).reports).toHaveLength(8);
  for (let i = 0; i < 200; i++) keptMonitor({ system: `other-${i}`, settings: settings(20) });
  expect(keptMonitor({ system: "kept", settings: settings(50) })).not.toBe(changed);
});

it("says what a fresh one says, also of one system after another", () => {
  const shared = keptMonitor({ system: "shared", settings: settings(20) });
  const fold = (from: number) => shared.step(shared.init(), observations.slice(from));
  for (const from of [0, 150, 0]) {
    const fresh = monitorOf(settings(20));
    expect(fold(from)).toEqual(fresh.step(fresh.init(), observations.slice(from)));
  }
});
