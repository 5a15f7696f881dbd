/** S on its scale from 0 to ln K, read as a number of equally likely goals. */
import type { Html } from "../html.js";
import { exact, number } from "../numbers.js";
import { draw, Plot, type Size } from "./drawing.js";

export interface Spread {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  /** K. */
  readonly goals: number;
}

const sizes: readonly Size[] = [
  { kind: "wide", width: 860, height: 130, fontSize: 13 },
  { kind: "narrow", width: 380, height: 130, fontSize: 11 },
];

export const spreadChart = (spread: Spread): [Html, Html] =>
  sizes.map((size) => drawn(spread, size)) as [Html, Html];

function drawn({ value, lower, upper, goals }: Spread, { kind, width, height, fontSize }: Size): Html {
  const top = Math.log(goals);
  const on = (s: number): number => Math.min(top, Math.max(0, s));
  const equal = equallyLikely(goals, kind === "wide" ? 9 : 5);
  const muted = { fill: "var(--muted)" };
  return draw({
    name: `spread-${kind}`,
    alternative: {
      title: "Ethical entropy S between 0 and ln K",
      desc: `S is ${number(value)} nats, between ${number(lower)} and ${number(upper)}, of at most ${number(top)}.`,
    },
    width,
    height,
    marginTop: 52,
    marginBottom: 46,
    marginLeft: 18,
    marginRight: 18,
    style: { fontSize: `${fontSize}px` },
    x: { domain: [0, top], ticks: kind === "wide" ? 8 : 5, tickSize: 4, tickFormat: exact, label: null },
    y: { domain: [0, 1], axis: null },
    marks: [
      Plot.rect([0], { x1: 0, x2: top, y1: 0, y2: 1, fill: "var(--surface)", stroke: "var(--line)" }),
      Plot.rect([0], { x1: 0, x2: on(value), y1: 0, y2: 1, fill: "var(--policy-2)", fillOpacity: 0.3 }),
      Plot.link([0], {
        x1: on(lower),
        x2: on(upper),
        y1: 0.5,
        y2: 0.5,
        stroke: "var(--policy-2)",
        strokeWidth: 3,
      }),
      Plot.dot([0], { x: on(value), y: 0.5, r: 6, fill: "var(--policy-2)" }),
      Plot.text(equal, { x: Math.log, y: 1, dy: -12, text: exact, ...muted }),
      Plot.text(["as spread as so many equally likely goals"], {
        frameAnchor: "top-left",
        dx: -4,
        dy: -40,
        ...muted,
      }),
      Plot.text(["S (nats)"], { frameAnchor: "bottom", dy: 40, ...muted }),
    ],
  });
}

/** Whole numbers of goals from 1 to K that leave room for one another on a logarithmic scale. */
function equallyLikely(goals: number, most: number): number[] {
  const gap = Math.log(goals) / most;
  const chosen: number[] = [1];
  for (let k = 2; k < goals; k++) {
    const room = Math.min(Math.log(k) - Math.log(chosen.at(-1)!), Math.log(goals) - Math.log(k));
    if (room >= gap) chosen.push(k);
  }
  return [...chosen, goals];
}
