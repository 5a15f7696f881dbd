/** Tumbling windows: one after the other, without overlap. Windows in time begin at multiples of their length in UTC. */
import type { MeasureResult } from "../../contracts/index.js";
import { InputError } from "../../ingest/index.js";
import type { Observation, Sample } from "./method.js";

export type Windowing = NonNullable<MeasureResult["windowing"]>;

export interface Window<S> {
  /** Half open: numbers of observations from 1, or seconds since 1970. */
  readonly start: number;
  readonly end: number;
  readonly label: string;
  /** Absent in a gap. */
  readonly sample?: S;
}

/** Most windows, gaps included. */
export const mostWindows = 10_000;

/** Windows in time are counted from a Monday, so that weeks are. */
const monday = 4 * 86_400;

/** Collects observations into a sample for each window; without windows, into one. */
export class Windows<T, S extends Sample<T>> {
  readonly #windowing: Windowing | undefined;
  readonly #newSample: () => S;
  readonly #samples = new Map<number, S>();
  #n = 0;
  #range = { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };

  constructor(windowing: Windowing | undefined, newSample: () => S) {
    this.#windowing = windowing;
    this.#newSample = newSample;
  }

  /** @throws InputError where a window in time meets no time, and where windows become too many. */
  add(observation: Observation<T>): void {
    const { value, count, position } = observation;
    if (this.#windowing?.by !== "observations") {
      this.#sampleOf(this.#timeWindow(observation), observation).add(value, count, position);
      return;
    }
    const { size } = this.#windowing;
    for (let left = count; left > 0; ) {
      const part = Math.min(left, size - (this.#n % size));
      this.#sampleOf(Math.floor(this.#n / size), observation).add(value, part, position);
      this.#n += part;
      left -= part;
    }
  }

  /** All observations together. */
  whole(): S {
    const [only, ...more] = this.#samples.values();
    if (only && more.length === 0) return only;
    const whole = this.#newSample();
    for (const sample of this.#samples.values()) whole.absorb(sample);
    return whole;
  }

  /** In order, gaps included; `undefined` without windows. */
  list(): Window<S>[] | undefined {
    const windowing = this.#windowing;
    if (windowing === undefined) return undefined;
    const { first, last } = this.#range;
    return Array.from({ length: this.#samples.size === 0 ? 0 : last - first + 1 }, (_, i) => {
      const sample = this.#samples.get(first + i);
      return { ...this.#bounds(windowing, first + i), ...(sample && sample.n > 0 && { sample }) };
    });
  }

  #timeWindow({ time, position }: Observation<T>): number {
    if (this.#windowing === undefined) return 0;
    if (time === undefined)
      throw new InputError(position, "no time; windows in time need one in every record");
    return Math.floor((time - monday) / this.#windowing.size);
  }

  #sampleOf(window: number, { position }: Observation<T>): S {
    const known = this.#samples.get(window);
    if (known) return known;
    const first = Math.min(window, this.#range.first);
    const last = Math.max(window, this.#range.last);
    if (last - first >= mostWindows) {
      throw new InputError(
        position,
        `more than ${mostWindows} windows up to here, gaps included; use longer ones`,
      );
    }
    this.#range = { first, last };
    const sample = this.#newSample();
    this.#samples.set(window, sample);
    return sample;
  }

  #bounds({ by, size }: Windowing, window: number): Omit<Window<S>, "sample"> {
    if (by === "observations") {
      const start = window * size + 1;
      const end = Math.min((window + 1) * size, this.#n) + 1;
      return { start, end, label: `${start} to ${end - 1}` };
    }
    const start = window * size + monday;
    return { start, end: start + size, label: timeLabel(start, size) };
  }
}

/** The start of a window in UTC, as exact as its length needs. */
export function timeLabel(start: number, size: number): string {
  const text = new Date(start * 1000).toISOString().replace("T", " ");
  if (size % 86_400 === 0) return text.slice(0, 10);
  if (size % 60 === 0) return text.slice(0, 16);
  return Number.isInteger(size) ? text.slice(0, 19) : text.slice(0, 23);
}
