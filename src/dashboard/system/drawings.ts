/** A series as what its charts draw. */
import type { Series, SeriesWindow, SystemAlarm } from "../../contracts/index.js";
import type { Cone, Drawing, Gap, Line, Mark, Range } from "../chart/columns.js";
import { alarmLink } from "../links.js";
import type { Estimate } from "../wording/figures.js";

/** One estimate of each window, or point, as a line with its interval. */
export function line<Row>(
  name: string,
  colour: string,
  rows: readonly Row[],
  figure: (row: Row) => Estimate | null,
  factor = 1,
): Line {
  const column = (of: (figure: Estimate) => number) =>
    Float64Array.from(rows, (row) => {
      const found = figure(row);
      return found === null ? Number.NaN : of(found) * factor;
    });
  return {
    name,
    colour,
    value: column(({ value }) => value),
    lower: column(({ lower }) => lower),
    upper: column(({ upper }) => upper),
  };
}

/** Undefined unless both ends are there, in order. */
export const asRange = (from: number | undefined, to: number | undefined): Range | undefined =>
  from !== undefined && to !== undefined && to > from ? { from, to } : undefined;

/** Where all windows are, with room for a mark at either end. */
export function wholeOf(windows: readonly SeriesWindow[]): Range {
  const [from, to] = [windows[0]?.start ?? 0, windows.at(-1)?.end ?? 1];
  const room = 0.012 * (to - from);
  return { from: from - room, to: to + room };
}

/** Where S goes from the last window, if it has a forecast. */
export function coneOf(windows: readonly SeriesWindow[]): Cone | undefined {
  const last = windows.at(-1);
  if (!last?.forecast || last.entropy === null) return undefined;
  const { limit, lower, median, upper, horizon } = last.forecast;
  const x = middle(last);
  const at = (time: number | null) => (time === null ? null : x + time);
  const times = { lower: at(lower), median: at(median), upper: at(upper), until: x + horizon };
  return { x, y: last.entropy.value, limit, ...times, colour: "--policy-2" };
}

/** With some room for a cone: a third more at most. */
export function withRoom({ from, to }: Range, cone: Cone | undefined): Range {
  const end = cone?.lower == null ? to : (cone.upper ?? cone.until);
  return { from, to: Math.max(to, Math.min(end, to + (to - from) / 3)) };
}

/** Alarms of the epoch that is shown: places of others are not on its axis. */
export function alarmsOf<Alarm extends Pick<SystemAlarm, "raisedAt">>(
  alarms: readonly Alarm[],
  { epoch, epochs }: Pick<Series, "epoch" | "epochs">,
): Alarm[] {
  const i = epochs.findIndex((one) => one.epoch === epoch);
  const [since, until] = [epochs[i]?.since ?? 0, epochs[i + 1]?.since ?? Number.POSITIVE_INFINITY];
  return alarms.filter(({ raisedAt }) => raisedAt >= since && raisedAt < until);
}

/** Where a window is drawn. */
export const middle = ({ start, end }: Pick<SeriesWindow, "start" | "end">): number => (start + end) / 2;

/** Neighbouring gaps as one; what was left out by thinning between two gaps was gap too, or has a window of its own. */
export function gapsOf(windows: readonly SeriesWindow[]): Gap[] {
  const gaps: [number, number][] = [];
  windows.forEach(({ gap, start, end }, i) => {
    if (!gap) return;
    const last = gaps.at(-1);
    if (last !== undefined && windows[i - 1]?.gap) last[1] = end;
    else gaps.push([start, end]);
  });
  return gaps;
}

/** Where a moment of the clock is on the axis of the windows: with windows by observations, the last that had closed then. */
export function placeOf(time: number, unit: Series["unit"], windows: readonly SeriesWindow[]): number {
  if (unit === "seconds") return time;
  return windows.findLast(({ closed }) => closed <= time)?.end ?? windows[0]?.start ?? 0;
}

export const eventMarks = ({ events, unit, windows }: Series): Mark[] =>
  events.map(({ time, kind, text }) => ({ x: placeOf(time, unit, windows), kind, text }));

export const alarmMarks = (alarms: readonly SystemAlarm[]): Mark[] =>
  alarms.map(({ id, raised, of, state }) => ({
    x: raised,
    kind: "alarm",
    text: `${of} (${state})`,
    link: alarmLink(id),
  }));

/** Windows with nothing on them yet: their places and their gaps. */
export const windowDrawing = (windows: readonly SeriesWindow[]): Drawing => ({
  x: Float64Array.from(windows, middle),
  lines: [],
  gaps: gapsOf(windows),
  marks: [],
  guides: [],
});
