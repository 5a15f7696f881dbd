import fc from "fast-check";
import { expect, it } from "vitest";
import type { AlarmRuleSettings, SeriesWindow } from "../../contracts/index.js";
import { monitor } from "../../monitor/index.js";
import { alarmPreview } from "./alarm-preview.js";

function preview(rule: AlarmRuleSettings, windows: readonly SeriesWindow[]) {
  const folded = alarmPreview(rule, 2);
  windows.forEach(folded.judge);
  return folded.result();
}

/** A stream of two goals in windows of 25, of which the share of the other changes once. */
function watched(rule: AlarmRuleSettings, share: number) {
  const watch = monitor({ goals: ["a", "b"], windowing: { by: "observations", size: 25 }, alarms: [rule] });
  const observations = Array.from({ length: 2500 }, (_, i) => ({
    time: i,
    goal: (i * 0.618034) % 1 < (i < 1250 ? 0.1 : share) ? "b" : "a",
  }));
  return watch.step(watch.init(), observations).reports;
}
const windowsOf = (reports: ReturnType<typeof watched>): SeriesWindow[] =>
  reports.map(({ assessment, divergence: _, ...window }) => ({
    ...window,
    counts: [...window.counts],
    closed: window.end,
    drift: assessment?.drift ?? null,
    status: "ok",
  }));

it("says of a rule what the monitor says that runs with it", () => {
  const rules = fc.record({
    of: fc.constantFrom("entropy" as const, "fidelity" as const),
    against: fc.oneof(
      fc.record({ limit: fc.constantFrom(0.3, 0.5, 0.65) }),
      fc.record({ referenceWindows: fc.constantFrom(5, 20) }),
    ),
    detector: fc.constantFrom("cusum", "shewhart", "e-cusum-bounded-mean"),
    falseAlarmInterval: fc.constantFrom(100, 10_000),
  });
  fc.assert(
    fc.property(rules, fc.constantFrom(0.1, 0.3, 0.5), (rule, share) => {
      const reports = watched(rule, share);
      const said = preview(rule, windowsOf(reports));
      const raised = reports.flatMap(({ assessment }) =>
        assessment!.alarms.flatMap(({ notice, alarm }) => (notice === "raised" ? [alarm!.id] : [])),
      );
      expect(said.alarms.map(({ id }) => id)).toEqual(raised);
      const statistics = reports.map(({ assessment }) => assessment!.alarms[0].statistic);
      expect(said.statistics.map(({ statistic }) => statistic)).toEqual(statistics);
      expect(said.threshold).toBe(reports.at(-1)!.assessment!.alarms[0].threshold);
    }),
    { seed: 8, numRuns: 25 },
  );
});

it("promises nothing before the reference is complete, and tells a bad rule", () => {
  const windows = windowsOf(watched({}, 0.5)).slice(0, 10);
  expect(preview({ against: { referenceWindows: 20 } }, windows)).toMatchObject({
    threshold: null,
    falseAlarmInterval: { kind: "unknown" },
    alarms: [],
  });
  expect(() => preview({ falseAlarmInterval: 2 }, windows)).toThrow(RangeError);
});

it("keeps the largest statistics of many windows", () => {
  const windows = windowsOf(watched({}, 0.5));
  const [first] = windows;
  const many = Array.from({ length: 9000 }, (_, i) => ({
    ...windows[i % 100],
    window: i,
    start: i,
    end: i + 1,
  }));
  const { statistics, threshold } = preview({ against: { limit: 0.5 } }, [first, ...many]);
  expect(statistics.length).toBeLessThanOrEqual(4000);
  const { statistic } = statistics.at(-1)!;
  expect(statistic).toBeGreaterThan(threshold!);
});
