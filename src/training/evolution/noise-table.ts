import { normal, type RandomStream } from "../../numeric/index.js";

/** Draws kept, 1 MiB: at 120 ns each, fresh ones would cost more than scoring a small network's population. */
const LENGTH = 2 ** 18;

/**
 * Standard normal noise read from one table at random places (Salimans et al. 2017, section 2.1). Vectors from
 * overlapping places share draws, shifted: with vectors of N numbers two are disjoint with probability about 1 - 2 N / 2^18.
 */
export class NoiseTable {
  readonly #values: Float32Array<ArrayBuffer>;
  readonly #length: number;

  /** @param length of the vectors. */
  constructor(stream: RandomStream, length: number) {
    this.#values = Float32Array.from({ length: LENGTH + length }, normal(stream));
    this.#length = length;
  }

  /** A random place. */
  place(stream: RandomStream): number {
    return stream.integer(LENGTH);
  }

  /** The vector at a place: a view. */
  at(place: number): Float32Array<ArrayBuffer> {
    return this.#values.subarray(place, place + this.#length);
  }
}
