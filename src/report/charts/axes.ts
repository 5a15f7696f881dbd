import { exact } from "../numbers.js";
import { Plot } from "./drawing.js";

/** What is along one side of a chart. */
export interface Axis {
  readonly label: string;
  readonly domain: readonly [number, number];
  /** Where its ticks are, or about how many. Default: 5, or round numbers on a logarithmic axis. */
  readonly ticks?: number | readonly number[];
  readonly format?: (value: never, index: number, values?: never) => string;
  readonly log?: boolean;
  /** Where zero is written on a logarithmic axis, which has none. */
  readonly zero?: number;
  /** Values are milliseconds since 1970, UTC. */
  readonly time?: boolean;
  /** Names of the values 0, 1, ..., each in the middle of its own room. */
  readonly categories?: readonly string[];
  /** Whether their names are written at a slant, for want of room. */
  readonly slanted?: boolean;
}

export const categoryAxis = (label: string, categories: readonly string[]): Axis => ({
  label,
  categories,
  domain: [-0.5, categories.length - 0.5],
});

export const ticksOf = ({ ticks, log, domain, categories }: Axis): number | number[] => {
  if (categories) return categories.map((_, i) => i);
  return typeof ticks === "number" ? ticks : ticks ? [...ticks] : log ? logTicks(domain) : 5;
};

/** @param tickSize Pixels; categories have none. @param reverse Whether it runs down or left. */
export function scaleOf(axis: Axis, tickSize: number, reverse = false): Plot.ScaleOptions {
  const { log, time, categories } = axis;
  return {
    type: time ? "utc" : log ? "log" : "linear",
    domain: [...axis.domain],
    reverse,
    ticks: ticksOf(axis),
    tickFormat: categories
      ? (i: number) => categories[i] ?? ""
      : ((axis.format ?? exact) as (value: unknown) => string),
    tickSize: categories ? 0 : tickSize,
    ...(axis.slanted ? { tickRotate: -35 } : {}),
    label: null,
  };
}

/** Where on the axis a value is drawn: at the edge where it lies beyond, nowhere (NaN) where there is none. */
export const placeOn =
  ({ domain: [low, high] }: Pick<Axis, "domain">) =>
  (value: number | null | undefined): number =>
    typeof value === "number" ? Math.min(high, Math.max(low, value)) : Number.NaN;

/** Where the names of the axes stand, pixels from the frame: right and down of its top left corner, below its foot. */
export interface TitlePlaces {
  readonly dx: number;
  readonly dy: number;
  readonly below: number;
}

/** The axes' names, set where they are read first: above the values, and under the frame. */
export const axisTitles = (
  y: string,
  x: string,
  { dx = -34, dy = -26, below = 38 }: Partial<TitlePlaces> = {},
): Plot.Markish[] => [
  Plot.text([y], { frameAnchor: "top-left", dx, dy, fill: "var(--muted)" }),
  Plot.text([x], { frameAnchor: "bottom", dy: below, fill: "var(--muted)" }),
];

/** Round numbers in the domain of a logarithmic axis, fewer of each decade the more decades there are. */
export function logTicks([low, high]: readonly [number, number]): number[] {
  const ratio = high / low;
  const steps =
    ratio < 6 ? [1, 1.2, 1.5, 2, 3, 4, 6, 8] : ratio < 60 ? [1, 2, 5] : ratio < 1e4 ? [1, 3] : [1];
  const decades = Array.from({ length: 49 }, (_, i) => 10 ** (i - 24));
  return decades
    .flatMap((decade) => steps.map((step) => step * decade))
    .filter((tick) => tick >= low && tick <= high);
}

/** From a little below the smallest to a little above the largest positive value, for a logarithmic axis. */
export function logRange(values: readonly number[]): [number, number] {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  return positive.length === 0 ? [0.1, 10] : [Math.min(...positive) / 1.3, Math.max(...positive) * 1.3];
}
