import type { AlarmPreview, AlarmRuleSettings, SeriesWindow } from "../../contracts/index.js";
import { type AlarmRecord, alarmRule, ruleSettings } from "../../monitor/index.js";
import { type Queries, startOfLatest, type WindowRange, windowsBetween } from "../store/index.js";

/** Points of the statistic at most; of more the largest of each stretch is told. */
const POINTS = 4000;

/** Windows that are judged, the latest; and most of the first that are read for the rule to learn from. */
const JUDGED = 20_000;

/** Windows read at once: others get their turn between two. */
const SLICE = 500;

/**
 * What a rule would have said about windows that are there, had it been in force from the first of them on. Of a long
 * series it learns from the first windows, as it would have, and judges the latest 20,000.
 *
 * @param goals K.
 * @param wanted false once nobody waits for the answer: it is then of the windows so far.
 * @throws RangeError when the rule is not valid.
 */
export async function storedPreview(
  db: Queries,
  range: WindowRange,
  settings: AlarmRuleSettings,
  goals: number,
  wanted: () => boolean = () => true,
): Promise<AlarmPreview> {
  const preview = alarmPreview(settings, goals);
  const latest = await startOfLatest(db, range, JUDGED);
  let from = range.from;
  for (let read = 0; wanted(); read += SLICE) {
    if (latest !== undefined && (preview.learned() || read >= JUDGED))
      from = Math.max(from ?? latest, latest);
    const windows = await windowsBetween(db, { ...range, from }, SLICE);
    for (const window of windows) preview.judge(window);
    if (windows.length < SLICE) break;
    from = windows.at(-1)!.end;
  }
  return preview.result();
}

/**
 * The monitor's own rule, folded over the same reports window by window. Of sliding windows those that share nothing with
 * the one before are judged.
 */
export function alarmPreview(settings: AlarmRuleSettings, goals: number) {
  const rule = alarmRule(settings, goals);
  const { learn, baseline, armed, promise } = ruleSettings(settings, goals);
  const alarms = new Map<string, AlarmRecord>();
  const statistics: AlarmPreview["statistics"] = [];
  let state = rule.init();
  let covered = Number.NEGATIVE_INFINITY;
  const learned = () => state.reference.windows >= learn;
  return {
    /** Whether the reference is complete. */
    learned,
    judge(window: SeriesWindow): void {
      if (window.start < covered) return;
      covered = window.end;
      const step = rule.step(state, { ...window, divergence: null });
      state = step.state;
      const { alarm, statistic } = step.outcome;
      statistics.push({ end: window.end, statistic });
      if (alarm !== null) alarms.set(alarm.id, alarm);
    },
    result(): AlarmPreview {
      const against = learned() ? baseline(state.reference) : undefined;
      return {
        rule: settings,
        threshold: against === undefined ? null : armed(against).threshold,
        falseAlarmInterval: against === undefined ? { kind: "unknown" } : promise(against),
        statistics: largest(statistics),
        alarms: [...alarms.values()],
      };
    },
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
