import type { SystemSettings } from "../../contracts/index.js";
import { type Monitor, monitor } from "../../monitor/index.js";

/** Goals of a system in the monitor's order: the intended one first. */
export const goalsOf = ({ goals, intended }: SystemSettings): string[] => [
  intended,
  ...goals.filter((goal) => goal !== intended),
];

/** Windows without observations that pass one by one; a longer gap is one report. */
export const MOST_GAP = 1000;

/**
 * The monitor of a system. Repeats are recognised by the store, among all observations that are kept, and not here.
 *
 * @throws RangeError where the settings do not make one; its message says which.
 */
export const monitorOf = (settings: SystemSettings): Monitor =>
  monitor({
    goals: goalsOf(settings),
    windowing: settings.window,
    lateness: settings.lateness,
    alarms: settings.alarms,
    idHorizon: 0,
    mostGap: MOST_GAP,
  });

/** Systems whose monitors are kept: their thresholds take as long as some hundred observations. */
const KEPT = 200;
const kept = new Map<string, { readonly settings: string; readonly monitor: Monitor }>();

/** The monitor of a system, which is a pure function of its settings: that of its last batch, where they are the same. */
export function keptMonitor({
  system,
  settings,
}: {
  readonly system: string;
  readonly settings: SystemSettings;
}): Monitor {
  const text = JSON.stringify(settings);
  const last = kept.get(system);
  const one = last?.settings === text ? last : { settings: text, monitor: monitorOf(settings) };
  // To the end: the first is the one that was not asked for the longest.
  kept.delete(system);
  kept.set(system, one);
  if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
  return one.monitor;
}
