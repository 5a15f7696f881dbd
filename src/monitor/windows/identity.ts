import type { Content } from "./observation.js";

/**
 * 53-bit hash of a text [cyrb53, bryc 2018, public domain]. Two texts share one with a chance of 1e-16: what is
 * remembered of an id takes 8 bytes whatever its length. It does not withstand someone who makes collisions on purpose.
 */
export function hash53(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}

/** What must be alike in a repeat of an id. */
export function contentHash({ goal, count, weights }: Content, time: number | undefined): number {
  return hash53(weights === null ? `${goal}|${count}|${time}` : `${weights.join()}|${time}`);
}

/** Ids that were accepted with the hash of their content, oldest first. Plain JSON. */
export interface RememberedIds {
  readonly ids: readonly number[];
  readonly contents: readonly number[];
}

/** The last `horizon` ids that were accepted. */
export class IdMemory {
  readonly #horizon: number;
  readonly #contents: Map<number, number>;

  constructor(horizon: number, { ids, contents }: RememberedIds) {
    this.#horizon = horizon;
    this.#contents = new Map(ids.map((id, i) => [id, contents[i]!]));
  }

  /** The hash of the content that came with the id. */
  content(id: number): number | undefined {
    return this.#contents.get(id);
  }

  remember(id: number, content: number): void {
    if (this.#horizon === 0) return;
    if (this.#contents.size >= this.#horizon) {
      const [oldest] = this.#contents.keys();
      this.#contents.delete(oldest!);
    }
    this.#contents.set(id, content);
  }

  state(): RememberedIds {
    return { ids: [...this.#contents.keys()], contents: [...this.#contents.values()] };
  }
}
