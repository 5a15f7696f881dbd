/** Histogram of the sample spectrum on a logarithmic axis, with what white noise would give and the largest eigenvalues. */
import type { FisherResult } from "../../contracts/index.js";
import type { Html } from "../html.js";
import { number } from "../numbers.js";
import { Plot } from "./drawing.js";
import { type FittedLayout, fittedLayouts, panel } from "./panel.js";

export type DensityBin = FisherResult["density"][number];

const layouts = fittedLayouts({ heights: [320, 270], left: 58 });

/** @param largest Eigenvalues marked one by one: where they stand alone, their bar is too low to see. */
export const spectralDensityChart = (
  bins: readonly DensityBin[],
  largest: readonly number[],
  label: string,
): [Html, Html] => layouts.map((layout) => drawn(bins, largest, label, layout)) as [Html, Html];

interface NoisePoint {
  readonly at: number;
  readonly noise: number;
}

function drawn(
  bins: readonly DensityBin[],
  largest: readonly number[],
  label: string,
  layout: FittedLayout,
): Html {
  const noise = bins.flatMap(({ from, to, noise }): NoisePoint[] =>
    noise === null ? [] : [{ at: Math.sqrt(from * to), noise }],
  );
  // Beyond its edges, one point on the axis each.
  const law = noise.filter((_, i) =>
    noise.slice(Math.max(0, i - 1), i + 2).some(({ noise }) => noise > 1e-9),
  );
  const top = Math.max(...bins.map(({ share, noise }) => Math.max(share, noise ?? 0)));
  const filled = bins.filter(({ share }) => share > 0);
  return panel({
    name: `spectral-density-${layout.kind}`,
    title: "Density of the sample eigenvalues",
    desc: filled
      .map(({ from, to, share }) => `${number(from)} to ${number(to)}: ${percent(share)}`)
      .join("; "),
    layout,
    x: { label, domain: [(bins[0]?.from ?? 1) / 1.1, (bins.at(-1)?.to ?? 10) * 1.1], log: true },
    y: { label: "share of the sample eigenvalues", domain: [0, top * 1.05], format: percent },
    marks: [
      Plot.rect(filled, {
        x1: "from",
        x2: "to",
        y1: 0,
        y2: "share",
        fill: "var(--policy-2)",
        fillOpacity: 0.45,
        insetLeft: 0.5,
        insetRight: 0.5,
      }),
      Plot.line(law, {
        x: "at",
        y: "noise",
        stroke: "var(--policy-1)",
        strokeWidth: 2,
        strokeDasharray: "9 4",
      }),
      Plot.ruleY([0], { stroke: "var(--muted)" }),
      Plot.tickX(largest, {
        x: (value: number) => value,
        stroke: "var(--ink)",
        strokeWidth: 1.25,
        insetTop: layout.height - layout.margins.marginTop - layout.margins.marginBottom - 12,
      }),
    ],
  });
}

const percent = (share: number): string => `${+(100 * share).toPrecision(3)}%`;
