import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

type Key = readonly [number, number, number, number];

/** Murmur3's 32-bit finaliser: every input bit reaches every output bit. */
function scramble(word: number): number {
  let h = word | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Absorbs one word into a 128-bit key; distinct (key, word) pairs collide only by chance (about 2^-128). */
function absorb(key: Key, word: number): Key {
  const [a, b, c, d] = key;
  const w = scramble(word + 0x9e3779b9);
  const a1 = scramble(a ^ w) + d;
  const b1 = scramble(b + Math.imul(w, 0x27d4eb2f)) ^ a1;
  const c1 = scramble(c ^ b1) + Math.imul(a1, 5);
  const d1 = scramble(d + c1) ^ b1;
  return [scramble(a1 + d1), scramble(b1 ^ c1), scramble(c1 + a1), scramble(d1 ^ w)];
}

/** A label as 32-bit words: numbers by their IEEE bits (1 and 1.5 differ, 0 and -0 do not), strings by UTF-16 unit. */
function words(label: number | string): number[] {
  if (typeof label === "string")
    return [1, label.length, ...Array.from(label, (_, i) => label.charCodeAt(i))];
  if (!Number.isFinite(label)) throw new RangeError(`a seed or label must be a finite number, got ${label}`);
  const bits = new Int32Array(new Float64Array([label + 0]).buffer);
  return [2, bits[0], bits[1]];
}

/**
 * A seeded stream of random bits (xoroshiro128+, from pure-rand) that splits by name.
 *
 * `split(...path)` depends on the stream's key and the path only, never on how much was drawn: adding a draw in
 * one place leaves every other place's numbers as they were. The same seed and path give the same bytes anywhere.
 * Not for cryptography.
 */
export class RandomStream {
  readonly #key: Key;
  readonly #generator: ReturnType<typeof xoroshiro128plusFromState>;

  private constructor(key: Key) {
    this.#key = key;
    this.#generator = xoroshiro128plusFromState(key.some((word) => word !== 0) ? [...key] : [1, 0, 0, 0]);
  }

  /** @param seed any finite number. */
  static fromSeed(seed: number): RandomStream {
    return new RandomStream(
      words(seed).reduce(absorb, [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344] as Key),
    );
  }

  /** An independent stream named by `path`; `split(a, b)` is `split(a).split(b)`. */
  split(...path: (number | string)[]): RandomStream {
    return new RandomStream(path.flatMap(words).reduce(absorb, this.#key));
  }

  /**
   * Uniform on [0, 1), a multiple of 2^-53. Takes the upper 27 and 26 bits of two words: the lowest two bits of
   * xoroshiro128+ have linear complexity 128 and 8256.
   */
  uniform(): number {
    const high = this.#generator.next() >>> 5;
    const low = this.#generator.next() >>> 6;
    return (high * 2 ** 26 + low) * 2 ** -53;
  }

  /** Uniform on (0, 1), a multiple of 2^-53: safe under ln u and ln(1 - u). Redraws the one zero in 2^53. */
  uniformOpen(): number {
    let u = this.uniform();
    while (u === 0) u = this.uniform();
    return u;
  }

  /** Uniform integer in [0, bound), bound a positive integer up to 2^32; bias below bound / 2^53. */
  integer(bound: number): number {
    if (!(Number.isInteger(bound) && bound > 0 && bound <= 2 ** 32)) {
      throw new RangeError(`a bound must be an integer from 1 to 2^32, got ${bound}`);
    }
    return Math.floor(this.uniform() * bound);
  }
}
