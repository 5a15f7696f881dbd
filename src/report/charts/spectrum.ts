/** Eigenvalues in falling order on logarithmic scales: how fast the spectrum falls. */
import type { Html } from "../html.js";
import { number } from "../numbers.js";
import { logRange } from "./axes.js";
import { Plot } from "./drawing.js";
import { type FittedLayout, fittedLayouts, panel } from "./panel.js";

const layouts = fittedLayouts({ heights: [340, 290], left: 58 });

/** @param eigenvalues Falling; those that are not positive cannot be drawn. */
export const spectrumChart = (eigenvalues: readonly number[], label: string): [Html, Html] =>
  layouts.map((layout) => drawn(eigenvalues, label, layout)) as [Html, Html];

function drawn(eigenvalues: readonly number[], label: string, layout: FittedLayout): Html {
  const points = thinned(eigenvalues.flatMap((value, i) => (value > 0 ? [{ rank: i + 1, value }] : [])));
  return panel({
    name: `spectrum-${layout.kind}`,
    title: "Sample eigenvalues in falling order",
    desc: `From ${number(points[0]?.value ?? 0)} down to ${number(points.at(-1)?.value ?? 0)}, ${eigenvalues.length} of them.`,
    layout,
    x: { label: "rank", domain: [0.9, Math.max(2, points.at(-1)?.rank ?? 1) * 1.1], log: true },
    y: { label, domain: logRange(points.map(({ value }) => value)), log: true },
    marks: [
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
