/** Eigenvalues in falling order on logarithmic scales: how fast the spectrum falls. */
import type { Html } from "../html.js";
import { exact, number } from "../numbers.js";
import { axisTitles, logTicks } from "./axes.js";
import { draw, Plot, type Size } from "./drawing.js";
import { logRange } from "./line-panel.js";

const sizes: readonly Size[] = [
  { kind: "wide", width: 860, height: 340, fontSize: 13 },
  { kind: "narrow", width: 380, height: 290, fontSize: 11 },
];

/** @param eigenvalues Falling; those that are not positive cannot be drawn. */
export const spectrumChart = (eigenvalues: readonly number[], label: string): [Html, Html] =>
  sizes.map((size) => drawn(eigenvalues, label, size)) as [Html, Html];

function drawn(eigenvalues: readonly number[], label: string, { kind, width, height, fontSize }: Size): Html {
  const points = thinned(eigenvalues.flatMap((value, i) => (value > 0 ? [{ rank: i + 1, value }] : [])));
  const [x, y] = [
    [0.9, Math.max(2, points.at(-1)?.rank ?? 1) * 1.1] as const,
    logRange(points.map(({ value }) => value)),
  ];
  return draw({
    name: `spectrum-${kind}`,
    alternative: {
      title: "Sample eigenvalues in falling order",
      desc: `From ${number(points[0]?.value ?? 0)} down to ${number(points.at(-1)?.value ?? 0)}, ${eigenvalues.length} of them.`,
    },
    width,
    height,
    marginTop: 34,
    marginBottom: 44,
    marginLeft: 58,
    marginRight: 12,
    style: { fontSize: `${fontSize}px` },
    x: { type: "log", domain: [...x], ticks: logTicks(x), tickFormat: exact, tickSize: 4, label: null },
    y: { type: "log", domain: [...y], ticks: logTicks(y), tickFormat: exact, tickSize: 0, label: null },
    marks: [
      Plot.gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: logTicks(y) }),
      axisTitles(label, "rank"),
      Plot.line(points, { x: "rank", y: "value", stroke: "var(--policy-2)", strokeWidth: 1.25 }),
      Plot.dot(points, { x: "rank", y: "value", r: 2.5, fill: "var(--policy-2)" }),
    ],
  });
}

/** All of the first forty, then fewer and fewer, as a logarithmic axis shows them. */
const thinned = <T extends { readonly rank: number }>(points: readonly T[]): T[] => {
  let last = 0;
  return points.filter(({ rank }, i) => {
    const keep = rank <= 40 || rank >= last * 1.03 || i === points.length - 1;
    if (keep) last = rank;
    return keep;
  });
};
