/** Many values with intervals in rising order: the whole at a glance, single ones by name only where asked for. */
import type { Html } from "../html.js";
import { exact } from "../numbers.js";
import type { PolicyLook } from "../palette.js";
import { axisTitles } from "./axes.js";
import { draw, Plot, type Size } from "./drawing.js";

export interface RankedValue {
  readonly name: string;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  readonly look: PolicyLook;
}

export interface RankedChart {
  readonly name: string;
  readonly title: string;
  readonly desc: string;
  readonly values: readonly RankedValue[];
  readonly x: string;
  readonly y: string;
  readonly domain: readonly [number, number];
  readonly guide?: { readonly at: number; readonly label: string };
}

const sizes: readonly Size[] = [
  { kind: "wide", width: 860, height: 340, fontSize: 13 },
  { kind: "narrow", width: 380, height: 290, fontSize: 11 },
];

export const rankedChart = (chart: RankedChart): [Html, Html] =>
  sizes.map((size) => drawn(chart, size)) as [Html, Html];

function drawn(chart: RankedChart, { kind, width, height, fontSize }: Size): Html {
  const { domain, guide } = chart;
  const on = (value: number): number => Math.min(domain[1], Math.max(domain[0], value));
  const ranked = [...chart.values]
    .sort((a, b) => a.value - b.value)
    .map((entry, rank) => ({ ...entry, rank, lower: on(entry.lower), upper: on(entry.upper) }));
  const looks = [...new Set(ranked.map(({ look }) => look))];
  return draw({
    name: `${chart.name}-${kind}`,
    alternative: { title: chart.title, desc: chart.desc },
    width,
    height,
    marginTop: 34,
    marginBottom: 34,
    marginLeft: 46,
    marginRight: 8,
    style: { fontSize: `${fontSize}px` },
    x: { domain: [-0.8, Math.max(1, ranked.length) - 0.2], axis: null },
    y: { domain: [...domain], ticks: 5, tickSize: 0, tickFormat: exact, label: null },
    marks: [
      Plot.gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: 5 }),
      guide ? Plot.ruleY([guide.at], { stroke: "var(--muted)" }) : null,
      guide
        ? Plot.text([guide.label], {
            frameAnchor: "left",
            y: [guide.at],
            dy: 10,
            dx: 4,
            fill: "var(--muted)",
          })
        : null,
      looks.map((look) => {
        const mine = ranked.filter((entry) => entry.look === look);
        return [
          Plot.ruleX(mine, {
            x: "rank",
            y1: "lower",
            y2: "upper",
            stroke: look.colour,
            strokeWidth: kind === "wide" ? 2 : 1.25,
          }),
          Plot.dot(mine, {
            x: "rank",
            y: "value",
            symbol: look.symbol,
            r: kind === "wide" ? 4 : 2.5,
            fill: look.colour,
            title: "name",
          }),
        ];
      }),
      axisTitles(chart.y, chart.x, { below: 26 }),
    ],
  });
}
