import type { ClosedPane } from "./counting.js";
import type { Pane } from "./ledger.js";
import type { Bounds, Panes } from "./windowing.js";

/** Counts of one window. */
export interface WindowCounts extends Bounds {
  readonly window: number;
  readonly n: number;
  readonly counts: readonly number[];
}

/** Closed panes that later windows still hold, oldest first. Plain JSON. */
export type SlidingState = readonly Pane[];

/** The window that a closed pane ends; `undefined` until there are as many panes as a window has. */
export function slide(
  panes: Panes,
  state: SlidingState,
  { first, ...pane }: ClosedPane,
): { readonly state: SlidingState; readonly window: WindowCounts | undefined } {
  const { perWindow } = panes;
  if (first < pane.index) {
    const gap = { window: pane.index, n: 0, counts: pane.counts };
    const bounds = { start: panes.bounds(first).start, end: panes.bounds(pane.index).end };
    return { state: emptyPanes(pane, perWindow - 1), window: { ...gap, ...bounds } };
  }
  const held = [...state, pane];
  const rest = held.slice(Math.max(0, held.length - perWindow + 1));
  if (held.length < perWindow) return { state: rest, window: undefined };
  const counts = held.reduce((sums, { counts }) => sums.map((sum, g) => sum + counts[g]!), zeros(pane));
  const n = held.reduce((sum, { n }) => sum + n, 0);
  return { state: rest, window: { window: pane.index, ...panes.windowBounds(pane.index), n, counts } };
}

const zeros = ({ counts }: Pane): number[] => counts.map(() => 0);

const emptyPanes = (last: Pane, count: number): Pane[] =>
  Array.from({ length: count }, (_, i) => ({ index: last.index - count + 1 + i, n: 0, counts: zeros(last) }));
