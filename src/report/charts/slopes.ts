/** Pairs of values of the same thing under two conditions, joined by a line: who rises, who falls. */
import type { Html } from "../html.js";
import { number } from "../numbers.js";
import { draw, Plot } from "./drawing.js";

export interface SlopesChart {
  readonly name: string;
  readonly title: string;
  readonly y: string;
  readonly conditions: readonly [string, string];
  readonly domain: readonly [number, number];
  readonly pairs: readonly { readonly name: string; readonly from: number; readonly to: number }[];
}

export function slopesChart({ name, title, y, conditions, domain, pairs }: SlopesChart): Html {
  const rising = pairs.filter(({ from, to }) => to > from);
  const others = pairs.filter(({ from, to }) => to <= from);
  const marks = (
    some: typeof pairs,
    colour: string,
    symbol: Plot.SymbolType,
    dash: string,
  ): Plot.Markish[] => [
    Plot.link(some, {
      x1: () => 0,
      x2: () => 1,
      y1: "from",
      y2: "to",
      stroke: colour,
      strokeWidth: 1.5,
      strokeOpacity: 0.75,
      strokeDasharray: dash,
    }),
    [0, 1].map((x) =>
      Plot.dot(some, {
        x: () => x,
        y: x === 0 ? "from" : "to",
        r: 3.5,
        symbol,
        fill: colour,
        title: ({ name, from, to }: (typeof pairs)[number]) => `${name}: ${number(from)} to ${number(to)}`,
      }),
    ),
  ];
  return draw({
    name,
    alternative: {
      title,
      desc: `Of ${pairs.length} pairs ${rising.length} rise from ${conditions[0]} to ${conditions[1]}.`,
    },
    width: 420,
    height: 380,
    marginTop: 34,
    marginBottom: 30,
    marginLeft: 46,
    marginRight: 20,
    style: { fontSize: "12.5px" },
    x: {
      domain: [-0.25, 1.25],
      ticks: [0, 1],
      tickFormat: (i: number) => conditions[i] ?? "",
      tickSize: 0,
      label: null,
    },
    y: { domain: [...domain], ticks: 5, tickSize: 0, label: null },
    marks: [
      Plot.gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: 5 }),
      marks(others, "var(--policy-1)", "square", "9 4"),
      marks(rising, "var(--policy-2)", "circle", "none"),
      Plot.text([y], { frameAnchor: "top-left", dx: -38, dy: -24, fill: "var(--muted)" }),
    ],
  });
}
