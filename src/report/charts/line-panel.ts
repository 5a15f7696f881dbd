/** A few lines with bands in a small panel; a key beside it says which is which. */
import type { Html } from "../html.js";
import { exact } from "../numbers.js";
import type { PolicyLook } from "../palette.js";
import { logTicks } from "./axes.js";
import { draw, Plot } from "./drawing.js";
import type { Axis, LinePoint } from "./lines.js";

export interface LinePanel {
  readonly name: string;
  readonly title: string;
  readonly desc: string;
  readonly x: Axis;
  readonly y: Axis;
  /** Segments of one look are parts of one line with a jump between them. */
  readonly lines: readonly { readonly look: PolicyLook; readonly points: readonly LinePoint[] }[];
  readonly strip?: readonly [number, number];
  /** Named horizontal lines, and vertical ones. */
  readonly guides?: readonly { readonly at: number; readonly label: string }[];
  readonly events?: readonly number[];
}

export function linePanel(chart: LinePanel): Html {
  const { x, y, lines, strip, guides = [], events = [] } = chart;
  const [low, high] = y.domain;
  const on = (value: number | null | undefined): number =>
    typeof value === "number" ? Math.min(high, Math.max(low, value)) : Number.NaN;
  const ticks = y.ticks ? [...y.ticks] : y.log ? logTicks(y.domain) : 5;
  const shown = guides.filter(({ at }) => at >= low && at <= high);
  return draw({
    name: chart.name,
    alternative: { title: chart.title, desc: chart.desc },
    width: 420,
    height: 250,
    marginTop: 28,
    marginBottom: 42,
    marginLeft: 46,
    marginRight: 10,
    style: { fontSize: "12.5px" },
    x: {
      domain: [...x.domain],
      type: x.log ? "log" : "linear",
      ticks: x.ticks ? [...x.ticks] : x.log ? logTicks(x.domain) : 5,
      tickFormat: x.format ?? exact,
      tickSize: 4,
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
            x1: x.domain[0],
            x2: x.domain[1],
            y1: on(strip[0]),
            y2: on(strip[1]),
            fill: "var(--ink)",
            fillOpacity: 0.1,
          })
        : null,
      Plot.gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks }),
      events.length > 0 ? Plot.ruleX([...events], { stroke: "var(--muted)", strokeDasharray: "2 3" }) : null,
      Plot.ruleY(
        shown.map(({ at }) => at),
        { stroke: "var(--muted)", strokeWidth: 1.25 },
      ),
      lines.map(({ look, points }) => [
        Plot.areaY(points, {
          x: "x",
          y1: ({ lower }: LinePoint) => on(lower),
          y2: ({ upper }: LinePoint) => on(upper),
          fill: look.colour,
          fillOpacity: 0.13,
        }),
        Plot.line(points, {
          x: "x",
          y: ({ value }: LinePoint) => on(value),
          stroke: look.colour,
          strokeWidth: 2,
          strokeDasharray: look.dash,
        }),
        Plot.dot(points.slice(-1), {
          x: "x",
          y: ({ value }: LinePoint) => on(value),
          symbol: look.symbol,
          r: 3.5,
          fill: look.colour,
        }),
      ]),
      shown.map(({ at, label }) =>
        Plot.text([label], {
          frameAnchor: "right",
          y: [at],
          dx: -8,
          dy: -8,
          fill: "var(--muted)",
          stroke: "var(--page)",
          strokeWidth: 3,
        }),
      ),
      Plot.text([y.label], { frameAnchor: "top-left", dx: -38, dy: -20, fill: "var(--muted)" }),
      Plot.text([x.label], { frameAnchor: "bottom", dy: 36, fill: "var(--muted)" }),
    ],
  });
}

/** From a little below the smallest to a little above the largest positive value, for a logarithmic axis. */
export function logRange(values: readonly number[]): [number, number] {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  return positive.length === 0 ? [0.1, 10] : [Math.min(...positive) / 1.3, Math.max(...positive) * 1.3];
}
