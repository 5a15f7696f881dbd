/** Names of the lines to compare with, written where they do not lie on one another. */
import type { Axis } from "./axes.js";
import { Plot } from "./drawing.js";
import { spread } from "./labels.js";
import type { Layout } from "./panel.js";

export interface Note {
  readonly at: number;
  /** Without one the line is explained elsewhere. */
  readonly label?: string;
}

const named = (notes: readonly Note[]): Required<Note>[] =>
  notes.flatMap(({ at, label }) => (label === undefined ? [] : [{ at, label }])).sort((a, b) => a.at - b.at);

const words = { fill: "var(--muted)", stroke: "var(--page)", strokeWidth: 3 };

/** Pixels that a text is wide: a letter has about 0.55 em. */
export const textWidth = (text: string, fontSize: number): number => 0.55 * fontSize * text.length;

/** Share of the axis that lies below a value. */
function share({ log, domain: [low, high] }: Axis, at: number): number {
  const to = log ? Math.log : (value: number) => value;
  return (to(at) - to(low)) / (to(high) - to(low));
}

/** At the right end of each horizontal line: above it, at the top of the frame below it, and clear of one another. */
export function guideLabels(
  guides: readonly Note[],
  { height, margins, fontSize }: Layout,
  y: Axis,
): Plot.Markish[] {
  const room = height - margins.marginTop - margins.marginBottom;
  const off = 0.65 * fontSize;
  const lines = named(guides).map(({ at }) => room * share(y, at));
  const wanted = lines.map((line) => (line + 2 * off > room ? line - off : line + off));
  const placed = spread(wanted, fontSize * 1.15, off, room - off);
  return named(guides).map(({ at, label }, i) =>
    Plot.text([label], { frameAnchor: "right", y: [at], dx: -8, dy: lines[i]! - placed[i]!, ...words }),
  );
}

const ROW = 1.25;

interface Placed extends Required<Note> {
  readonly row: number;
  /** Whether the name stands left of its line. */
  readonly left: boolean;
}

/** Each name above the frame on the side of its line that has room; a row higher where another is in the way. */
function placeEvents(events: readonly Note[], { width, margins, fontSize }: Layout, x: Axis): Placed[] {
  const room = width - margins.marginLeft - margins.marginRight;
  const ends: number[] = [];
  return named(events).map(({ at, label }) => {
    const [from, wide] = [room * share(x, at), textWidth(label, fontSize)];
    const left = from + wide > room;
    const [start, end] = left ? [from - wide - 6, from] : [from, from + wide + 6];
    const free = ends.findIndex((taken) => taken <= start);
    const row = free < 0 ? ends.length : free;
    ends[row] = end;
    return { at, label, row, left };
  });
}

/** How many pixels above the frame the names of vertical lines take. */
export function eventRoom(events: readonly Note[], layout: Layout, x: Axis): number {
  const placed = placeEvents(events, layout, x);
  return placed.length === 0 ? 0 : layout.fontSize * ROW * (1 + Math.max(...placed.map(({ row }) => row)));
}

/** Vertical lines with their names above the frame. */
export const eventMarks = (events: readonly Note[], layout: Layout, x: Axis): Plot.Markish[] =>
  events.length === 0
    ? []
    : [
        Plot.ruleX(
          events.map(({ at }) => at),
          { stroke: "var(--muted)", strokeDasharray: "2 3" },
        ),
        placeEvents(events, layout, x).map(({ at, label, row, left }) =>
          Plot.text([label], {
            x: [at],
            frameAnchor: "top",
            textAnchor: left ? "end" : "start",
            dx: left ? 2 : -2,
            dy: -(8 + row * layout.fontSize * ROW),
            ...words,
          }),
        ),
      ];
