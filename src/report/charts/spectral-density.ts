/** Histogram of the sample spectrum on a logarithmic axis, with what white noise would give and the largest eigenvalues. */
import type { FisherResult } from "../../contracts/index.js";
import type { Html } from "../html.js";
import { exact, number } from "../numbers.js";
import { axisTitles, logTicks } from "./axes.js";
import { draw, Plot, type Size } from "./drawing.js";

export type DensityBin = FisherResult["density"][number];

const sizes: readonly Size[] = [
  { kind: "wide", width: 860, height: 320, fontSize: 13 },
  { kind: "narrow", width: 380, height: 270, fontSize: 11 },
];

/** @param largest Eigenvalues marked one by one: where they stand alone, their bar is too low to see. */
export const spectralDensityChart = (
  bins: readonly DensityBin[],
  largest: readonly number[],
  label: string,
): [Html, Html] => sizes.map((size) => drawn(bins, largest, label, size)) as [Html, Html];

interface NoisePoint {
  readonly at: number;
  readonly noise: number;
}

function drawn(
  bins: readonly DensityBin[],
  largest: readonly number[],
  label: string,
  { kind, width, height, fontSize }: Size,
): Html {
  const x = [(bins[0]?.from ?? 1) / 1.1, (bins.at(-1)?.to ?? 10) * 1.1] as const;
  const noise = bins.flatMap(({ from, to, noise }): NoisePoint[] =>
    noise === null ? [] : [{ at: Math.sqrt(from * to), noise }],
  );
  // Beyond its edges, one point on the axis each.
  const law = noise.filter((_, i) =>
    noise.slice(Math.max(0, i - 1), i + 2).some(({ noise }) => noise > 1e-9),
  );
  const top = Math.max(...bins.map(({ share, noise }) => Math.max(share, noise ?? 0)));
  const filled = bins.filter(({ share }) => share > 0);
  return draw({
    name: `spectral-density-${kind}`,
    alternative: {
      title: "Density of the sample eigenvalues",
      desc: filled
        .map(({ from, to, share }) => `${number(from)} to ${number(to)}: ${percent(share)}`)
        .join("; "),
    },
    width,
    height,
    marginTop: 34,
    marginBottom: 44,
    marginLeft: 58,
    marginRight: 12,
    style: { fontSize: `${fontSize}px` },
    x: { type: "log", domain: [...x], ticks: logTicks(x), tickFormat: exact, tickSize: 4, label: null },
    y: { domain: [0, top * 1.05], ticks: 5, tickFormat: percent, tickSize: 0, label: null },
    marks: [
      Plot.gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks: 5 }),
      axisTitles("share of the sample eigenvalues", label),
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
        insetTop: height - 34 - 44 - 12,
      }),
    ],
  });
}

const percent = (share: number): string => `${+(100 * share).toPrecision(3)}%`;
