/** A series as what its charts draw. */
import type { Series, SeriesWindow, SystemAlarm, TrainingPoint } from "../../contracts/index.js";
import type { Drawing, Gap, Line, Mark, Range } from "../chart/columns.js";
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

/** Steps where they ascend; with several runs, whose steps do not, the time. */
export const trainingAxis = (training: readonly Pick<TrainingPoint, "step">[]): "step" | "time" =>
  training.every(({ step }, i) => i === 0 || step > training[i - 1]!.step) ? "step" : "time";

const plain = (
  name: string,
  colour: string,
  values: readonly (number | null)[],
  dash: number[] = [],
): Line => ({
  name,
  colour,
  dash,
  seldom: true,
  value: Float64Array.from(values, (value) => value ?? Number.NaN),
});

/** gamma beside the critical work, and lambda_max with its interval. */
export function trainingDrawings(training: readonly TrainingPoint[]): { work: Drawing; curvature: Drawing } {
  const axis = trainingAxis(training);
  const drawing = (lines: readonly Line[]): Drawing => ({
    x: Float64Array.from(training, (point) => point[axis]),
    lines,
    gaps: [],
    marks: [],
    guides: [],
  });
  return {
    work: drawing([
      plain(
        "gamma",
        "--policy-1",
        training.map(({ gamma }) => gamma),
      ),
      plain(
        "gamma_crit",
        "--policy-3",
        training.map(({ criticalWork }) => criticalWork),
        [8, 4],
      ),
    ]),
    curvature: drawing([
      { ...line("lambda_max", "--policy-2", training, ({ lambdaMax }) => lambdaMax), seldom: true },
    ]),
  };
}
