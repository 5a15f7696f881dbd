/** Values with intervals in a few groups, the series side by side within each: a small panel. */
import type { Html } from "../html.js";
import { exact } from "../numbers.js";
import type { PolicyLook } from "../palette.js";
import { logTicks } from "./axes.js";
import { draw, Plot } from "./drawing.js";
import type { Axis } from "./lines.js";

export interface GroupedPoint {
  /** Index of its group, and of its series in `looks`. */
  readonly group: number;
  readonly series: number;
  readonly value: number;
  readonly lower?: number;
  readonly upper?: number;
}

export interface GroupedChart {
  readonly name: string;
  readonly title: string;
  readonly desc: string;
  /** What is written below each group, and below all of them. */
  readonly groups: readonly string[];
  readonly axis: string;
  readonly looks: readonly PolicyLook[];
  readonly points: readonly GroupedPoint[];
  readonly y: Axis;
  /** A horizontal strip, and lines, to compare with. */
  readonly strip?: readonly [number, number];
  readonly guides?: readonly number[];
}

const width = 420;
const height = 250;
/** Share of a group's room that its series take. */
const room = 0.72;

export function groupedChart(chart: GroupedChart): Html {
  const { groups, looks, y, strip, guides = [] } = chart;
  const [low, high] = y.domain;
  const on = (value: number): number => Math.min(high, Math.max(low, value));
  const points = chart.points.map(({ group, series, value, lower = value, upper = value }) => ({
    x: group + (looks.length < 2 ? 0 : room * (series / (looks.length - 1) - 0.5)),
    value: on(value),
    lower: on(lower),
    upper: on(upper),
    look: looks[series]!,
  }));
  const ticks = y.ticks ? [...y.ticks] : y.log ? logTicks(y.domain) : 5;
  const across = { x1: -0.5, x2: groups.length - 0.5 };
  return draw({
    name: chart.name,
    alternative: { title: chart.title, desc: chart.desc },
    width,
    height,
    marginTop: 28,
    marginBottom: 42,
    marginLeft: 46,
    marginRight: 6,
    style: { fontSize: "12.5px" },
    x: {
      domain: [-0.5, groups.length - 0.5],
      ticks: groups.map((_, i) => i),
      tickFormat: (i: number) => groups[i] ?? "",
      tickSize: 0,
      label: null,
    },
    y: {
      domain: [low, high],
      type: y.log ? "log" : "linear",
      ticks,
      tickFormat: y.format ?? exact,
      tickSize: 0,
      label: null,
    },
    marks: [
      strip
        ? Plot.rectY([0], {
            ...across,
            y1: on(strip[0]),
            y2: on(strip[1]),
            fill: "var(--ink)",
            fillOpacity: 0.09,
          })
        : null,
      Plot.gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks }),
      Plot.ruleX(
        groups.slice(1).map((_, i) => i + 0.5),
        { stroke: "var(--line)" },
      ),
      guides.length > 0 ? Plot.ruleY([...guides], { ...across, stroke: "var(--muted)" }) : null,
      looks.map((look) => {
        const mine = points.filter((point) => point.look === look);
        return [
          Plot.ruleX(mine, { x: "x", y1: "lower", y2: "upper", stroke: look.colour, strokeWidth: 1.75 }),
          Plot.dot(mine, {
            x: "x",
            y: "value",
            symbol: look.symbol,
            r: 3.5,
            fill: look.colour,
            stroke: look.colour,
          }),
        ];
      }),
      Plot.text([y.label], { frameAnchor: "top-left", dx: -38, dy: -20, fill: "var(--muted)" }),
      Plot.text([chart.axis], { frameAnchor: "bottom", dy: 36, fill: "var(--muted)" }),
    ],
  });
}
