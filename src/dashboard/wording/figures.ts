/** Numbers, times and states in words. */
import type { SeriesWindow, SystemOverview, SystemStatus } from "../../contracts/index.js";

export type Estimate = NonNullable<SeriesWindow["entropy"]>;
export type Unit = "observations" | "seconds";

/** Three decimals, and three digits where that says nothing. */
export const number = (value: number): string =>
  value !== 0 && (Math.abs(value) < 0.01 || Math.abs(value) >= 1e5)
    ? value.toPrecision(3)
    : String(Number(value.toFixed(3)));

export const interval = ({ lower, upper }: Pick<Estimate, "lower" | "upper">): string =>
  `${number(lower)} to ${number(upper)}`;

export const estimate = (figure: Estimate | null): string =>
  figure === null ? "no data" : `${number(figure.value)} (${interval(figure)})`;

export const percent = (level: number): string => `${Number((100 * level).toFixed(1))}%`;

export const count = (n: number): string => n.toLocaleString("en", { maximumFractionDigits: 1 });

export const plural = (n: number, one: string, more = `${one}s`): string =>
  `${count(n)} ${n === 1 ? one : more}`;

export const time = (seconds: number): string =>
  new Date(seconds * 1000).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "medium" });

export const date = (seconds: number): string =>
  new Date(seconds * 1000).toLocaleDateString("en-GB", { dateStyle: "medium" });

/** A place on the x axis. */
export const place = (at: number, unit: Unit): string =>
  unit === "seconds" ? time(at) : `observation ${count(at)}`;

/** Ends are open: the last observation of a window that ends at 101 is the hundredth. */
export const lastOf = (end: number, unit: Unit): number => (unit === "seconds" ? end : end - 1);

export function duration(seconds: number): string {
  const units = [
    [86_400, "day"],
    [3600, "hour"],
    [60, "minute"],
  ] as const;
  const [size, name] = units.find(([size]) => seconds >= 2 * size) ?? ([1, "second"] as const);
  return plural(Math.round(seconds / size), name);
}

/** dS/dt reads better by the hour, or by a thousand observations. */
export const driftUnit = (unit: Unit) =>
  unit === "seconds"
    ? ({ factor: 3600, text: "nats an hour" } as const)
    : ({ factor: 1000, text: "nats a thousand observations" } as const);

export const scaled = ({ value, lower, upper, ...rest }: Estimate, factor: number): Estimate => ({
  ...rest,
  value: value * factor,
  lower: lower * factor,
  upper: upper * factor,
});

/** A system in a word; "no data" is what the monitor says also of data that its rules cannot judge yet. */
export function stateOf({ status, recent }: Pick<SystemOverview, "status" | "recent">) {
  const unjudged = status === "no-data" && recent.at(-1)?.entropy != null;
  return unjudged ? ({ word: "Not judged yet", tone: "plain" } as const) : states[status];
}

/** A word and the report's tone of each state. */
export const states: Record<
  SystemStatus,
  { readonly word: string; readonly tone: "good" | "warn" | "bad" | "plain" }
> = {
  ok: { word: "OK", tone: "good" },
  warning: { word: "Warning", tone: "warn" },
  alarm: { word: "Alarm", tone: "bad" },
  "no-data": { word: "No data", tone: "plain" },
  paused: { word: "Paused", tone: "plain" },
};
