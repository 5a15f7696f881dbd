/** What an axis spans, when only the data are known. */
import { extent } from "d3-array";
import { type Axis, logTicks } from "./axes.js";

export interface Extents {
  /** What must be seen: values and lines to compare with. */
  readonly core: readonly number[];
  /** Ends of intervals: they lengthen the axis by its own length at most on either side, and are cut there. */
  readonly ends: readonly number[];
  /** Share of the axis left free at both ends. */
  readonly pad: number;
}

type Range = [number, number];

/** An axis from zero where zero is near. Without values from 0 to 1. */
export function linearAxis(label: string, { core, ends, pad }: Extents): Axis {
  const [low, high] = rangeOf(core);
  if (low === undefined || high === undefined) return { label, domain: [0, 1] };
  const reached = reach([low, high], ends);
  const [from, to] = reached[0] === reached[1] ? around(low) : reached;
  const free = pad * (to - from);
  const fromZero = from >= 0 && from < 0.4 * to;
  const start = fromZero ? 0 : from - free;
  const end = to <= 0 && to > 0.4 * from ? 0 : to + free;
  return { label, domain: [start, end] };
}

/** A logarithmic axis. Zero, which it cannot have, stands at its left or lower edge and is named there. */
export function logAxis(label: string, { core, ends, pad }: Extents): Axis {
  const positive = (values: readonly number[]): number[] => values.filter((value) => value > 0).map(Math.log);
  const [low, high] = rangeOf(positive(core));
  if (low === undefined || high === undefined) return { label, domain: [0.1, 10], log: true };
  const reached = reach([low, high], positive(ends));
  const [from, to] = reached[0] === reached[1] ? [low - Math.LN2, low + Math.LN2] : reached;
  const free = pad * (to - from);
  if (!core.includes(0)) return { label, domain: [Math.exp(from - free), Math.exp(to + free)], log: true };
  const zero = Math.exp(from - Math.max(Math.LN2, 0.15 * (to - from)));
  const domain: Range = [zero, Math.exp(to + free)];
  return { label, domain, ticks: logTicks([Math.exp(from - free), domain[1]]), zero, log: true };
}

const rangeOf = (values: readonly number[]) => extent(values) as Range | [undefined, undefined];

function reach([low, high]: Range, ends: readonly number[]): Range {
  const [from = low, to = high] = rangeOf(ends);
  const room = high - low || Math.max(Math.abs(low), 1);
  return [Math.max(Math.min(low, from), low - room), Math.min(Math.max(high, to), high + room)];
}

const around = (value: number): Range =>
  value === 0 ? [0, 1] : [value - Math.abs(value) / 2, value + Math.abs(value) / 2];
