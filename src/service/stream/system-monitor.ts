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
