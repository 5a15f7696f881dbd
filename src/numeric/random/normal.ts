import { randomNormal } from "d3-random";
import type { RandomStream } from "./stream.js";

/** Sampler of N(mean, sd^2): Marsaglia's polar method (d3-random). */
export function normal(stream: RandomStream, mean = 0, sd = 1): () => number {
  return randomNormal.source(() => stream.uniform())(mean, sd);
}
