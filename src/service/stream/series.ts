/** A series as it is drawn: however many windows there are, what is read and held at once is bounded by the answer. */
import type { SeriesWindow } from "../../contracts/index.js";
import { countWindows, entropiesBetween, type Queries, type WindowRange, windowsAt } from "../store/index.js";

/** Windows of which S is read at once, and windows that are read whole: others get their turn between two. */
const SLICE = 20_000;
const WHOLE = 1000;

export interface Thinned {
  readonly windows: SeriesWindow[];
  /** Whether windows were left out. */
  readonly thinned: boolean;
}

/**
 * At most `most` windows of a range: of each stretch those of the least and the largest S, and a gap where it has one, so
 * that no peak and no hole is lost. A window that closes meanwhile may be missing.
 */
export async function thinnedWindows(db: Queries, range: WindowRange, most: number): Promise<Thinned> {
  const total = await countWindows(db, range);
  const stretches = total <= most ? total : Math.max(1, Math.floor(most / 3));
  const kept = await extremes(db, range, total, stretches);
  const windows: SeriesWindow[] = [];
  for (let i = 0; i < kept.length; i += WHOLE)
    for (const window of await windowsAt(db, range, kept.slice(i, i + WHOLE))) windows.push(window);
  return { windows, thinned: total > most };
}

/** Ends of the windows that are kept of `total` in equal stretches, ascending. */
async function extremes(
  db: Queries,
  range: WindowRange,
  total: number,
  stretches: number,
): Promise<number[]> {
  const kept: number[] = [];
  let stretch = new Stretch();
  let place = 0;
  for (let from = range.from; place < total; ) {
    const { ends, entropies } = await entropiesBetween(
      db,
      { ...range, from },
      Math.min(SLICE, total - place),
    );
    if (ends.length === 0) break;
    ends.forEach((end, i) => {
      stretch.add(end, entropies[i]!);
      place++;
      // The last of its stretch.
      if (Math.floor((place * stretches) / total) > Math.floor(((place - 1) * stretches) / total)) {
        kept.push(...stretch.kept());
        stretch = new Stretch();
      }
    });
    from = ends.at(-1)!;
  }
  kept.push(...stretch.kept());
  return kept;
}

/** What is kept of windows that follow each other. */
class Stretch {
  #least: readonly [end: number, entropy: number] | undefined;
  #largest: readonly [end: number, entropy: number] | undefined;
  #gap: number | undefined;

  add(end: number, entropy: number | null): void {
    if (entropy === null) this.#gap = end;
    else {
      if (this.#least === undefined || entropy < this.#least[1]) this.#least = [end, entropy];
      if (this.#largest === undefined || entropy > this.#largest[1]) this.#largest = [end, entropy];
    }
  }

  kept(): number[] {
    const ends = [this.#least?.[0], this.#largest?.[0], this.#gap].filter((end) => end !== undefined);
    return [...new Set(ends)].sort((a, b) => a - b);
  }
}
