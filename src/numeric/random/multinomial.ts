import { categorical } from "./categorical.js";
import type { RandomStream } from "./stream.js";

/** Sampler of the counts of `n` categorical draws. Cost O(n ln K) a sample. */
export function multinomial(stream: RandomStream, n: number, weights: ArrayLike<number>): () => Float64Array {
  if (!(Number.isInteger(n) && n >= 0)) throw new RangeError(`n must be a non-negative integer, got ${n}`);
  const draw = categorical(stream, weights);
  return () => {
    const counts = new Float64Array(weights.length);
    for (let i = 0; i < n; i++) counts[draw()] += 1;
    return counts;
  };
}
