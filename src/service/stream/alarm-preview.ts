import type { AlarmPreview, AlarmRuleSettings, SeriesWindow } from "../../contracts/index.js";
import { type AlarmRecord, alarmRule, ruleSettings } from "../../monitor/index.js";

/** Points of the statistic at most; of more the largest of each stretch is told. */
const POINTS = 4000;

/**
 * What a rule would have said about windows that are there, had it been in force from the first of them on: the monitor's
 * own rule, folded over the same reports. Of sliding windows those that share nothing with the one before are judged.
 *
 * @param goals K.
 * @throws RangeError when the rule is not valid.
 */
export function alarmPreview(
  settings: AlarmRuleSettings,
  goals: number,
  windows: readonly SeriesWindow[],
): AlarmPreview {
  const rule = alarmRule(settings, goals);
  const { learn, baseline, armed, promise } = ruleSettings(settings, goals);
  const alarms = new Map<string, AlarmRecord>();
  const statistics: AlarmPreview["statistics"] = [];
  let state = rule.init();
  let covered = Number.NEGATIVE_INFINITY;
  for (const window of windows) {
    if (window.start < covered) continue;
    covered = window.end;
    const step = rule.step(state, { ...window, divergence: null });
    state = step.state;
    const { alarm, statistic } = step.outcome;
    statistics.push({ end: window.end, statistic });
    if (alarm !== null) alarms.set(alarm.id, alarm);
  }
  const against = state.reference.windows >= learn ? baseline(state.reference) : undefined;
  return {
    rule: settings,
    threshold: against === undefined ? null : armed(against).threshold,
    falseAlarmInterval: against === undefined ? { kind: "unknown" } : promise(against),
    statistics: largest(statistics),
    alarms: [...alarms.values()],
  };
}

function largest(statistics: AlarmPreview["statistics"]): AlarmPreview["statistics"] {
  const length = Math.ceil(statistics.length / POINTS);
  if (length <= 1) return statistics;
  return Array.from({ length: Math.ceil(statistics.length / length) }, (_, i) =>
    statistics
      .slice(i * length, (i + 1) * length)
      .reduce((a, b) => ((b.statistic ?? -1) > (a.statistic ?? -1) ? b : a)),
  );
}
