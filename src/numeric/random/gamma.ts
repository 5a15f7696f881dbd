import { randomGamma } from "d3-random";
import type { RandomStream } from "./stream.js";

/** Sampler of Gamma(shape, scale), mean shape x scale: Marsaglia & Tsang 2000 (d3-random). Shape > 0. */
export function gamma(stream: RandomStream, shape: number, scale = 1): () => number {
  requirePositive("shape", shape);
  requirePositive("scale", scale);
  return randomGamma.source(() => stream.uniformOpen())(shape, scale);
}

/**
 * Sampler of ln G, G ~ Gamma(shape, 1): finite where G itself underflows (shape below about 0.01).
 * G(shape) = G(shape + 1) U^(1/shape).
 */
export function logGamma(stream: RandomStream, shape: number): () => number {
  requirePositive("shape", shape);
  const boosted = gamma(stream, shape + 1);
  return () => Math.log(boosted()) + Math.log(stream.uniformOpen()) / shape;
}

function requirePositive(name: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value)))
    throw new RangeError(`a gamma ${name} must be positive and finite, got ${value}`);
}
