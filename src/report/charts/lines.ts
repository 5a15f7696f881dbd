/** Quantities against one another as lines with bands, named beside their ends. Where a value is missing, a line breaks. */
import type { Html } from "../html.js";
import { exact } from "../numbers.js";
import { axisTitles, logTicks } from "./axes.js";
import { draw, Plot, type Size } from "./drawing.js";
import { type Label, sideLabels } from "./labels.js";

export interface LinePoint {
  readonly x: number;
  readonly value: number | null;
  readonly lower?: number | null;
  readonly upper?: number | null;
}

export interface Line {
  readonly label: string;
  readonly colour: string;
  readonly dash?: string;
  readonly symbol?: Plot.SymbolType;
  readonly points: readonly LinePoint[];
}

export interface Axis {
  readonly label: string;
  readonly domain: readonly [number, number];
  readonly ticks?: readonly number[];
  readonly format?: (value: number) => string;
  readonly log?: boolean;
}

export interface LinesChart {
  readonly name: string;
  readonly title: string;
  readonly desc: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly Line[];
  /** Horizontal lines to compare with. */
  readonly guides?: readonly { readonly at: number; readonly label: string }[];
  /** A horizontal strip to compare with. */
  readonly strip?: readonly [number, number];
}

const sizes: readonly (Size & { readonly right: number; readonly lineWidth: number })[] = [
  { kind: "wide", width: 860, height: 360, fontSize: 13, right: 190, lineWidth: 24 },
  { kind: "narrow", width: 380, height: 300, fontSize: 11, right: 96, lineWidth: 7 },
];

export const linesChart = (chart: LinesChart): [Html, Html] =>
  sizes.map((size) => drawn(chart, size)) as [Html, Html];

function drawn(chart: LinesChart, size: (typeof sizes)[number]): Html {
  const { x, y, lines, guides = [], strip } = chart;
  const { kind, width, height, fontSize } = size;
  const margins = { marginTop: 34, marginBottom: 44, marginLeft: 46, marginRight: size.right };
  const frame = {
    width: width - margins.marginLeft - margins.marginRight,
    height: height - margins.marginTop - margins.marginBottom,
    start: x.domain[0],
    end: x.domain[1],
    logX: x.log ?? false,
    domain: y.domain,
    log: y.log ?? false,
  };
  const labels: Label[] = [
    ...guides.map(({ at, label }) => ({ text: label, at, colour: "var(--muted)" })),
    ...lines.flatMap(({ label, colour, points }) => {
      const last = points.findLast(({ value }) => value !== null);
      return last ? [{ text: label, at: inside(y, last.value as number), colour }] : [];
    }),
  ];
  return draw({
    name: `${chart.name}-${kind}`,
    alternative: { title: chart.title, desc: chart.desc },
    width,
    height,
    ...margins,
    style: { fontSize: `${fontSize}px` },
    x: scale(x, kind === "wide" ? 10 : 4, 4),
    y: scale(y, 5, 0),
    marks: [
      Plot.gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: ticksOf(y, 5) }),
      strip
        ? Plot.rectY([0], {
            x1: x.domain[0],
            x2: x.domain[1],
            y1: inside(y, strip[0]),
            y2: inside(y, strip[1]),
            fill: "var(--ink)",
            fillOpacity: 0.08,
          })
        : null,
      guides.length > 0
        ? Plot.ruleY(
            guides.map(({ at }) => at),
            { stroke: "var(--muted)", x1: x.domain[0], x2: x.domain[1] },
          )
        : null,
      axisTitles(y.label, x.label),
      lines.flatMap((line) => lineMarks(line, y)),
      sideLabels(labels, frame, fontSize * (kind === "wide" ? 1.35 : 2.3), size.lineWidth),
    ],
  });
}

function lineMarks({ colour, dash = "none", symbol = "circle", points }: Line, y: Axis): Plot.Markish[] {
  const end = (name: "value" | "lower" | "upper") => (point: LinePoint) => {
    const value = point[name];
    return typeof value === "number" ? inside(y, value) : Number.NaN;
  };
  const few = points.length <= 60;
  return [
    Plot.areaY(points, { x: "x", y1: end("lower"), y2: end("upper"), fill: colour, fillOpacity: 0.16 }),
    Plot.line(points, { x: "x", y: end("value"), stroke: colour, strokeWidth: 2.25, strokeDasharray: dash }),
    few
      ? Plot.dot(
          points.filter(({ value }) => value !== null),
          { x: "x", y: end("value"), symbol, fill: colour, r: 3.5 },
        )
      : null,
  ];
}

const inside = ({ domain: [low, high] }: Axis, value: number): number => Math.min(high, Math.max(low, value));

const ticksOf = ({ ticks, log, domain }: Axis, most: number): number | number[] =>
  ticks ? [...ticks] : log ? logTicks(domain) : most;

const scale = (axis: Axis, ticks: number, tickSize: number): Plot.ScaleOptions => ({
  domain: [...axis.domain],
  type: axis.log ? "log" : "linear",
  ticks: ticksOf(axis, ticks),
  tickFormat: axis.format ?? exact,
  tickSize,
  label: null,
});
