import type { RandomStream } from "./stream.js";

/** Sampler of an index i with probability weights[i] / sum(weights), by inversion of the cumulative sum. */
export function categorical(stream: RandomStream, weights: ArrayLike<number>): () => number {
  const cumulative = new Float64Array(weights.length);
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    if (!(weights[i] >= 0)) throw new RangeError(`weight ${i} must be non-negative, got ${weights[i]}`);
    total += weights[i];
    cumulative[i] = total;
  }
  if (!(total > 0 && Number.isFinite(total)))
    throw new RangeError(`weights must have a positive finite sum, got ${total}`);
  return () => {
    const target = stream.uniform() * total;
    let low = 0;
    let high = cumulative.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (cumulative[middle] > target) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
