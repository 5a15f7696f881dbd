/** Moving along a chart, by pointer, wheel and keys; all of it also by the buttons beside it. */
import type { Range } from "./columns.js";

/** The range moved by a share of its width, within what there is. */
export function shifted({ from, to }: Range, share: number, whole: Range): Range {
  const width = to - from;
  const start = Math.min(Math.max(from + share * width, whole.from), Math.max(whole.to - width, whole.from));
  return { from: start, to: start + width };
}

/** The range made so much wider around a point, within what there is and not below a thousandth of it. */
export function zoomed(
  range: Range,
  factor: number,
  whole: Range,
  around = (range.from + range.to) / 2,
): Range {
  const all = whole.to - whole.from;
  const width = Math.min(Math.max((range.to - range.from) * factor, all / 1e4), all);
  const share = (around - range.from) / (range.to - range.from || 1);
  return shifted({ from: around - share * width, to: around + (1 - share) * width }, 0, whole);
}

export interface Moves {
  readonly range: () => Range;
  readonly whole: () => Range;
  readonly go: (range: Range) => void;
  /** Everything there is, whatever comes. */
  readonly all: () => void;
}

/** What a key does; false where it is not for the chart. */
export function onKey(key: string, { range, whole, go, all }: Moves): boolean {
  const keys: Record<string, () => void> = {
    ArrowLeft: () => go(shifted(range(), -0.1, whole())),
    ArrowRight: () => go(shifted(range(), 0.1, whole())),
    PageUp: () => go(shifted(range(), -0.9, whole())),
    PageDown: () => go(shifted(range(), 0.9, whole())),
    Home: () => go(shifted(range(), Number.NEGATIVE_INFINITY, whole())),
    End: () => go(shifted(range(), 1e9, whole())),
    "+": () => go(zoomed(range(), 0.5, whole())),
    "=": () => go(zoomed(range(), 0.5, whole())),
    "-": () => go(zoomed(range(), 2, whole())),
    "0": all,
  };
  keys[key]?.();
  return key in keys;
}

/** Drag moves, a wheel with Ctrl (or a pinch) zooms, a sideways wheel moves: an upright wheel is left to the page. */
export function byPointer(over: HTMLElement, moves: Moves): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  let held: { x: number; range: Range } | null = null;
  const share = (x: number) => (x - over.getBoundingClientRect().left) / over.clientWidth;
  over.addEventListener(
    "pointerdown",
    ({ clientX, pointerId }) => {
      over.setPointerCapture(pointerId);
      held = { x: clientX, range: moves.range() };
    },
    { signal },
  );
  over.addEventListener(
    "pointermove",
    ({ clientX }) => {
      if (held) moves.go(shifted(held.range, (held.x - clientX) / over.clientWidth, moves.whole()));
    },
    { signal },
  );
  for (const end of ["pointerup", "pointercancel"] as const)
    over.addEventListener(
      end,
      () => {
        held = null;
      },
      { signal },
    );
  over.addEventListener("dblclick", moves.all, { signal });
  over.addEventListener(
    "wheel",
    (event) => {
      const { deltaX, deltaY, ctrlKey, shiftKey, clientX } = event;
      const range = moves.range();
      const sideways = shiftKey ? deltaX || deltaY : deltaX;
      if (ctrlKey)
        moves.go(
          zoomed(
            range,
            2 ** (deltaY / 200),
            moves.whole(),
            range.from + share(clientX) * (range.to - range.from),
          ),
        );
      else if (Math.abs(sideways) > Math.abs(shiftKey ? 0 : deltaY))
        moves.go(shifted(range, sideways / over.clientWidth, moves.whole()));
      else return;
      event.preventDefault();
    },
    { signal, passive: false },
  );
  return () => listening.abort();
}
