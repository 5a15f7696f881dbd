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

const double = new Float64Array(1);
const halves = new Int32Array(double.buffer);

/** What must be alike in a repeat of an id, as a 53-bit hash. */
export function contentHash({ goal, count, weights }: Content, time: number | undefined): number {
  if (weights !== null) return hash53(`${weights.join()}|${time}`);
  let a = Math.imul(goal ^ 0x2c1b3c6d, 2654435761);
  let b = Math.imul(count ^ 0x297a2d39, 1597334677);
  double[0] = time ?? Number.NaN;
  a = Math.imul(a ^ halves[0]! ^ (b >>> 15), 2246822507);
  b = Math.imul(b ^ halves[1]! ^ (a >>> 13), 3266489909);
  a = Math.imul(a ^ (b >>> 16), 2654435761);
  return 4294967296 * (2097151 & (b ^ (a >>> 14))) + (a >>> 0);
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
    this.#contents = new Map();
    for (let i = 0; i < ids.length; i++) this.#contents.set(ids[i]!, contents[i]!);
  }

  /** The hash of the content that came with the id. */
  content(id: number): number | undefined {
    return this.#contents.get(id);
  }

  remember(id: number, content: number): void {
    if (this.#horizon === 0) return;
    if (this.#contents.size >= this.#horizon) {
      this.#contents.delete(this.#contents.keys().next().value!);
    }
    this.#contents.set(id, content);
  }

  state(): RememberedIds {
    // Pushed one by one, they stay unboxed doubles: spread, they would take three times the memory.
    const ids: number[] = [];
    const contents: number[] = [];
    for (const [id, content] of this.#contents) {
      ids.push(id);
      contents.push(content);
    }
    return { ids, contents };
  }
}
