/** Quantities against one another as lines with bands, named beside their ends. Where a value is missing, a line breaks. */
import type { Html } from "../html.js";
import { type Axis, placeOn } from "./axes.js";
import { Plot } from "./drawing.js";
import { type Label, sideLabels } from "./labels.js";
import { type FittedLayout, fittedLayouts, frameOf, panel } from "./panel.js";

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

const layouts = fittedLayouts({ heights: [360, 300], right: [190, 96] });

export const linesChart = (chart: LinesChart): [Html, Html] =>
  layouts.map((layout) => drawn(chart, layout)) as [Html, Html];

function drawn(chart: LinesChart, layout: FittedLayout): Html {
  const { name, title, desc, y, lines, guides = [], strip } = chart;
  const { kind, fontSize } = layout;
  const x: Axis = { ticks: kind === "wide" ? 10 : 4, ...chart.x };
  const onY = placeOn(y);
  const labels: Label[] = [
    ...guides.map(({ at, label }) => ({ text: label, at, colour: "var(--muted)" })),
    ...lines.flatMap(({ label, colour, points }) => {
      const last = points.findLast(({ value }) => value !== null);
      return last ? [{ text: label, at: onY(last.value), colour }] : [];
    }),
  ];
  return panel({
    name: `${name}-${kind}`,
    title,
    desc,
    layout,
    x,
    y,
    strip,
    guides: guides.map(({ at }) => at),
    marks: [
      lines.flatMap((line) => lineMarks(line, y)),
      sideLabels(
        labels,
        frameOf(layout, x, y),
        fontSize * (kind === "wide" ? 1.35 : 2.3),
        kind === "wide" ? 24 : 7,
      ),
    ],
  });
}

function lineMarks({ colour, dash = "none", symbol = "circle", points }: Line, y: Axis): Plot.Markish[] {
  const onY = placeOn(y);
  const end = (name: "value" | "lower" | "upper") => (point: LinePoint) => onY(point[name]);
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
