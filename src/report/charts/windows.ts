/** A quantity over windows of observations or time: one step a window with its band; a gap stays a gap. */
import type { Html } from "../html.js";
import { exact } from "../numbers.js";
import { axisTitles } from "./axes.js";
import { draw, Plot, type Size } from "./drawing.js";
import { sideLabels } from "./labels.js";

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

const sizes: readonly (Size & { readonly right: number; readonly lineWidth: number })[] = [
  { kind: "wide", width: 860, height: 280, fontSize: 13, right: 150, lineWidth: 18 },
  { kind: "narrow", width: 380, height: 240, fontSize: 11, right: 84, lineWidth: 6 },
];

export const windowsChart = (chart: WindowsChart): [Html, Html] =>
  sizes.map((size) => drawn(chart, size)) as [Html, Html];

function drawn(chart: WindowsChart, size: (typeof sizes)[number]): Html {
  const { windows, time, y, domain, colour, guides } = chart;
  const { kind, width, height, fontSize, right } = size;
  const margins = { marginTop: 34, marginBottom: 52, marginLeft: 46, marginRight: right };
  const [start, end] = [windows[0]?.start ?? 0, windows.at(-1)?.end ?? 1];
  const frame = {
    width: width - margins.marginLeft - margins.marginRight,
    height: height - margins.marginTop - margins.marginBottom,
    start,
    end,
    domain,
  };
  const on = (value: number): number => Math.min(domain[1], Math.max(domain[0], value));
  const known = windows.flatMap(({ value, lower, upper, ...span }) =>
    value === null || lower === null || upper === null
      ? []
      : [{ ...span, value: on(value), lower: on(lower), upper: on(upper) }],
  );
  const gaps = windows.filter(({ value }) => value === null);
  // A hair between neighbours, so that windows can be told apart.
  const hair = windows.length > 200 ? 0 : 0.5;
  const step = { x1: "start", x2: "end", insetLeft: hair, insetRight: hair };
  return draw({
    name: `${chart.name}-${kind}`,
    alternative: { title: chart.title, desc: chart.desc },
    width,
    height,
    ...margins,
    style: { fontSize: `${fontSize}px` },
    x: {
      type: time ? "utc" : "linear",
      domain: [start, end],
      ticks: kind === "wide" ? 8 : 4,
      tickSize: 4,
      label: null,
      tickFormat: time ? clock(end - start) : exact,
    },
    y: { domain: [...domain], ticks: 4, tickSize: 0, label: null, tickFormat: exact },
    marks: [
      Plot.rect(gaps, { ...step, y1: domain[0], y2: domain[1], fill: "var(--line)", fillOpacity: 0.55 }),
      Plot.gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: 4 }),
      guides.length > 0
        ? Plot.ruleY(
            guides.map(({ at }) => at),
            { stroke: "var(--muted)" },
          )
        : null,
      axisTitles(y, time ? "time (UTC)" : "number of the observation", 46),
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
        frame,
        fontSize * (kind === "wide" ? 1.35 : 2.3),
        size.lineWidth,
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
