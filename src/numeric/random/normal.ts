import { randomNormal } from "d3-random";
import type { RandomStream } from "./stream.js";

/** Sampler of N(mean, sd^2), sd >= 0: Marsaglia's polar method (d3-random). */
export function normal(stream: RandomStream, mean = 0, sd = 1): () => number {
  if (!Number.isFinite(mean)) throw new RangeError(`a mean must be finite, got ${mean}`);
  if (!(sd >= 0 && Number.isFinite(sd)))
    throw new RangeError(`an sd must be non-negative and finite, got ${sd}`);
  return randomNormal.source(() => stream.uniform())(mean, sd);
}
