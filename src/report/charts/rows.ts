/** Named values under one another, each with its interval, on one horizontal axis. */
import type { Html } from "../html.js";
import { exact } from "../numbers.js";
import { draw, literal, named, Plot, type Size } from "./drawing.js";

export interface Row {
  /** A name that somebody gave: shown as it is, shortened where there is no room. */
  readonly label: string;
  /** Null where only the interval may be quoted. */
  readonly value: number | null;
  readonly lower?: number | null;
  readonly upper?: number | null;
  /** Whether the interval has no upper end: it then runs to the edge. */
  readonly open?: boolean;
  /** The numbers in words, at the end of the row. */
  readonly text: string;
  readonly colour?: string;
  /** The same quantity by other means. */
  readonly others?: readonly { readonly at: number; readonly symbol: Plot.SymbolType }[];
}

export interface RowsChart {
  readonly name: string;
  readonly title: string;
  readonly desc: string;
  readonly rows: readonly Row[];
  readonly domain: readonly [number, number];
  readonly axis: string;
  readonly tickFormat?: (value: number) => string;
  /** Bars from zero rather than dots: for shares of a whole. */
  readonly bars?: boolean;
  /** Vertical lines to compare with, named at the top. */
  readonly guides?: readonly { readonly at: number; readonly label: string }[];
}

interface Layout extends Size {
  readonly row: number;
}

const wide = { kind: "wide", width: 860, fontSize: 13, row: 27 } as const;
const narrow = { kind: "narrow", width: 380, fontSize: 11.5, row: 42 } as const;
const top = 26;
const bottom = 46;

export const rowsChart = (chart: RowsChart): [Html, Html] => {
  const sized = (layout: Omit<Layout, "height">): Layout => ({
    ...layout,
    height: top + bottom + layout.row * Math.max(1, chart.rows.length),
  });
  return [drawn(chart, sized(wide)), drawn(chart, sized(narrow))];
};

function drawn(chart: RowsChart, { kind, width, height, fontSize }: Layout): Html {
  const { rows, domain, guides = [] } = chart;
  const isWide = kind === "wide";
  const margins = {
    marginTop: top,
    marginBottom: bottom,
    marginLeft: isWide ? nameWidth(rows) * fontSize + 14 : 8,
    marginRight: isWide ? 172 : 8,
  };
  const on = (value: number): number => Math.min(domain[1], Math.max(domain[0], value));
  // On a narrow screen the name and the numbers stand above the line, which is then low in its row.
  const middle = (i: number): number => i + (isWide ? 0.5 : 0.72);
  const placed = rows.map((entry, i) => ({
    ...entry,
    y: middle(i),
    colour: entry.colour ?? "var(--policy-2)",
  }));
  const known = placed.flatMap(({ value, ...entry }) => (value === null ? [] : [{ ...entry, value }]));
  const within = placed.flatMap(({ lower, upper, open, ...entry }) => {
    const end = open ? domain[1] : upper;
    return typeof lower === "number" && typeof end === "number" ? [{ ...entry, lower, upper: end }] : [];
  });
  const ticks = { ticks: isWide ? 8 : 5, tickSize: 0, tickFormat: chart.tickFormat ?? exact };
  const bar = isWide ? 0.28 : 0.13;
  return draw({
    name: `${chart.name}-${kind}`,
    alternative: { title: chart.title, desc: chart.desc },
    width,
    height,
    ...margins,
    style: { fontSize: `${fontSize}px` },
    x: { domain: [...domain], label: null, ...ticks },
    y: { domain: [0, Math.max(1, rows.length)], reverse: true, axis: null },
    marks: [
      Plot.gridX({ stroke: "var(--line)", strokeOpacity: 1, ticks: ticks.ticks }),
      guides.map(({ at, label }) => [
        Plot.ruleX([at], { stroke: "var(--muted)", strokeWidth: 1.25 }),
        Plot.text([label], { x: [at], frameAnchor: "top", dy: -14, fill: "var(--muted)" }),
      ]),
      chart.bars
        ? Plot.rect(known, {
            x1: on(0),
            x2: ({ value }) => on(value),
            y1: ({ y }) => y - bar,
            y2: ({ y }) => y + bar,
            fill: "colour",
            fillOpacity: 0.35,
          })
        : null,
      Plot.link(within, {
        x1: ({ lower }) => on(lower),
        x2: ({ upper }) => on(upper),
        y1: "y",
        y2: "y",
        stroke: "colour",
        strokeWidth: 2,
      }),
      Plot.dot(known, { x: ({ value }) => on(value), y: "y", r: 4, fill: "colour" }),
      placed.map(({ others = [], y }) =>
        others.map(({ at, symbol }) =>
          Plot.dot([at], { x: [on(at)], y: [y], symbol, r: 5, stroke: "var(--ink)", strokeWidth: 1.5 }),
        ),
      ),
      names(placed, chart, isWide),
      numbers(placed, chart, isWide),
      Plot.text([chart.axis], { frameAnchor: "bottom", dy: 38, fill: "var(--muted)" }),
    ],
  });
}

type Placed = readonly (Row & { readonly y: number })[];

/** Ems that the names take on a wide screen, at most 17: a letter has about 0.6, an ideograph 1. */
const nameWidth = (rows: readonly Row[]): number =>
  Math.min(
    17,
    Math.max(
      2,
      ...rows.map(({ label }) => label.replace(/[^\u2e80-\uffff]/gu, "").length * 0.4 + label.length * 0.62),
    ),
  );

const names = (rows: Placed, { domain }: RowsChart, isWide: boolean): Plot.Markish =>
  Plot.text(rows, {
    className: literal,
    x: () => domain[0],
    y: ({ y }) => (isWide ? y : y - 0.44),
    text: ({ label }) => named(label),
    textAnchor: isWide ? "end" : "start",
    dx: isWide ? -10 : 0,
    fill: "var(--ink)",
    lineWidth: isWide ? nameWidth(rows) : 18,
    textOverflow: "ellipsis-end",
  });

const numbers = (rows: Placed, { domain }: RowsChart, isWide: boolean): Plot.Markish =>
  Plot.text(rows, {
    x: () => domain[1],
    y: ({ y }) => (isWide ? y : y - 0.44),
    text: "text",
    textAnchor: isWide ? "start" : "end",
    dx: isWide ? 10 : 0,
    fill: "var(--muted)",
  });
