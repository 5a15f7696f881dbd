import type { Position } from "../input-error.js";

export interface Omission {
  /** What was left out or read otherwise than it stands, such as "request failed". */
  readonly what: string;
  readonly count: number;
  /** Where it happened first. */
  readonly first: Position;
}

/** Counts what a reader leaves out, so that a caller can say it. */
export class Omissions {
  readonly #byKind = new Map<string, { count: number; first: Position }>();

  add(what: string, position: Position): void {
    const known = this.#byKind.get(what);
    if (known) known.count++;
    else this.#byKind.set(what, { count: 1, first: position });
  }

  list(): Omission[] {
    return [...this.#byKind].map(([what, { count, first }]) => ({ what, count, first }));
  }
}
