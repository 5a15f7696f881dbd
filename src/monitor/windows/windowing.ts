/**
 * Windows are made of panes [Li et al. 2005, "No pane, no gain"]: tumbling stretches as long as the slide. A window is
 * the sum of its last size/slide panes, so that sliding costs no more than tumbling, and shards add up pane by pane.
 */
export interface Windowing {
  readonly by: "observations" | "time";
  /** Observations, or seconds. */
  readonly size: number;
  /** From one window to the next; `size` must be a multiple of it. Default `size`: tumbling. */
  readonly slide?: number | undefined;
}

export interface Bounds {
  /** Half open, [start, end): seconds, or numbers of observations from 1. */
  readonly start: number;
  readonly end: number;
}

/** A windowing, checked. */
export interface Panes {
  readonly by: Windowing["by"];
  readonly width: number;
  readonly perWindow: number;
  /** Pane of a time, or of the observation that has so many before it. */
  indexOf(position: number): number;
  /** Of a pane. */
  bounds(pane: number): Bounds;
  /** Of the window that a pane ends. */
  windowBounds(pane: number): Bounds;
}

/** Windows in time are counted from a Monday, 1970-01-05 in UTC, so that weeks are. */
const monday = 4 * 86_400;

/** Most panes a window. */
const mostPanes = 10_000;

/** @throws RangeError when the windowing is not one. */
export function panesOf({ by, size, slide = size }: Windowing): Panes {
  const whole = by === "observations";
  for (const [name, value] of Object.entries({ size, slide }))
    if (!(value > 0 && Number.isFinite(value)) || (whole && !Number.isSafeInteger(value)))
      throw new RangeError(
        `a window's ${name} must be ${whole ? "a whole number" : "finite"} and > 0, got ${value}`,
      );
  const perWindow = Math.round(size / slide);
  if (Math.abs(perWindow * slide - size) > 1e-9 * size || perWindow < 1)
    throw new RangeError(`a window's size must be a multiple of its slide, got ${size} and ${slide}`);
  if (perWindow > mostPanes)
    throw new RangeError(`a window may slide ${mostPanes} times over its size, got ${perWindow}`);
  const origin = whole ? 1 : monday;
  const bounds = (pane: number): Bounds => ({
    start: origin + pane * slide,
    end: origin + (pane + 1) * slide,
  });
  return {
    by,
    width: slide,
    perWindow,
    indexOf: (position) => Math.floor((position - (whole ? 0 : monday)) / slide),
    bounds,
    windowBounds: (pane) => ({ start: bounds(pane - perWindow + 1).start, end: bounds(pane).end }),
  };
}
