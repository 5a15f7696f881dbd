import { logGamma } from "./gamma.js";
import type { RandomStream } from "./stream.js";

/** Sampler of Dirichlet(alpha), alpha_i > 0: normalised gamma variates, in logarithms so that tiny alpha works. */
export function dirichlet(stream: RandomStream, alpha: ArrayLike<number>): () => Float64Array {
  const samplers = Array.from(alpha, (a) => logGamma(stream, a));
  return () => {
    const p = Float64Array.from(samplers, (draw) => draw());
    const top = p.reduce((a, b) => Math.max(a, b), -Infinity);
    let total = 0;
    for (let i = 0; i < p.length; i++) {
      p[i] = Math.exp(p[i] - top);
      total += p[i];
    }
    for (let i = 0; i < p.length; i++) p[i] /= total;
    return p;
  };
}
