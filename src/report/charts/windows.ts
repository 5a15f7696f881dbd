/** A quantity over windows of observations or time: one step a window with its band; a gap stays a gap. */
import type { Html } from "../html.js";
import { exact } from "../numbers.js";
import { type Axis, placeOn } from "./axes.js";
import { Plot } from "./drawing.js";
import { sideLabels } from "./labels.js";
import { type FittedLayout, fittedLayouts, frameOf, panel } from "./panel.js";

export interface WindowValue {
  /** Half open, [start, end). */
  readonly start: number;
  readonly end: number;
  /** Null where the window has too few observations for an estimate, or none. */
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

export interface WindowsChart {
  readonly name: string;
  readonly title: string;
  readonly desc: string;
  readonly windows: readonly WindowValue[];
  /** Whether `start` and `end` are milliseconds since 1970, UTC, rather than numbers of observations. */
  readonly time: boolean;
  readonly y: string;
  readonly domain: readonly [number, number];
  readonly colour: string;
  readonly guides: readonly { readonly at: number; readonly label: string }[];
}

const layouts = fittedLayouts({ heights: [280, 240], right: [150, 84], bottom: 52, below: 46 });

export const windowsChart = (chart: WindowsChart): [Html, Html] =>
  layouts.map((layout) => drawn(chart, layout)) as [Html, Html];

function drawn(chart: WindowsChart, layout: FittedLayout): Html {
  const { name, title, desc, windows, time, domain, colour, guides } = chart;
  const { kind, fontSize } = layout;
  const [start, end] = [windows[0]?.start ?? 0, windows.at(-1)?.end ?? 1];
  const x: Axis = {
    label: time ? "time (UTC)" : "number of the observation",
    domain: [start, end],
    ticks: kind === "wide" ? 8 : 4,
    time,
    format: time ? clock(end - start) : exact,
  };
  const y: Axis = { label: chart.y, domain, ticks: 4 };
  const on = placeOn(y);
  const known = windows.flatMap(({ value, lower, upper, ...span }) =>
    value === null || lower === null || upper === null
      ? []
      : [{ ...span, value: on(value), lower: on(lower), upper: on(upper) }],
  );
  const gaps = windows.filter(({ value }) => value === null);
  // A hair between neighbours, so that windows can be told apart.
  const hair = windows.length > 200 ? 0 : 0.5;
  const step = { x1: "start", x2: "end", insetLeft: hair, insetRight: hair };
  return panel({
    name: `${name}-${kind}`,
    title,
    desc,
    layout,
    x,
    y,
    guides: guides.map(({ at }) => at),
    behind: [
      Plot.rect(gaps, { ...step, y1: domain[0], y2: domain[1], fill: "var(--line)", fillOpacity: 0.55 }),
    ],
    marks: [
      Plot.rect(known, { ...step, y1: "lower", y2: "upper", fill: colour, fillOpacity: 0.2 }),
      Plot.link(known, {
        x1: "start",
        x2: "end",
        y1: "value",
        y2: "value",
        stroke: colour,
        strokeWidth: 2.5,
      }),
      sideLabels(
        guides.map(({ at, label }) => ({ at, text: label, colour: "var(--muted)" })),
        frameOf(layout, x, y),
        fontSize * (kind === "wide" ? 1.35 : 2.3),
        kind === "wide" ? 18 : 6,
      ),
    ],
  });
}

/** Ticks in UTC: hours and minutes with the date where it changes, or dates alone over weeks. */
function clock(span: number): (date: Date, index: number, dates?: readonly Date[]) => string {
  const day = (date: Date | undefined): string => date?.toISOString().slice(0, 10) ?? "";
  if (span > 4 * 86_400_000) return day;
  return (date, i, dates = []) => {
    const time = date.toISOString().slice(11, 16);
    return day(dates[i - 1]) === day(date) ? time : `${time}\n${day(date)}`;
  };
}
