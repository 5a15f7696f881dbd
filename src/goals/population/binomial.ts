import { lgamma, type RandomStream } from "../../numeric/index.js";

/** Below this n p inversion is cheaper. */
const FEW = 10;

/**
 * One draw of Binomial(n, p) for an n and p that change at every draw, n whole, 0 <= p <= 1, not checked.
 *
 * Few successes by inversion along the recurrence of the probabilities [Kachitvichyanukul & Schmeiser 1988, algorithm
 * BINV]; many by transformed rejection [Hormann 1993, algorithm BTRS], at a cost that does not grow with n.
 */
export function binomial(stream: RandomStream, n: number, p: number): number {
  if (p > 0.5) return n - binomial(stream, n, 1 - p);
  if (p <= 0) return 0;
  return n * p < FEW ? byInversion(stream, n, p) : byRejection(stream, n, p);
}

function byInversion(stream: RandomStream, n: number, p: number): number {
  const odds = p / (1 - p);
  for (;;) {
    let probability = Math.exp(n * Math.log1p(-p));
    let left = stream.uniform();
    for (let k = 0; k <= n; k++) {
      if (left < probability) return k;
      left -= probability;
      probability *= (odds * (n - k)) / (k + 1);
      // What rounding leaves of the unit interval is drawn again.
      if (probability === 0) break;
    }
  }
}

function byRejection(stream: RandomStream, n: number, p: number): number {
  const sd = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * sd;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const c = n * p + 0.5;
  const alpha = (2.83 + 5.1 / b) * sd;
  for (;;) {
    const u = stream.uniform() - 0.5;
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + c);
    const v = stream.uniform();
    // Four fifths of the draws fall where the hat touches: accepted at once.
    if (us >= 0.07 && v <= 0.92 - 4.2 / b) return k;
    if (!(k >= 0 && k <= n)) continue;
    const mode = Math.floor((n + 1) * p);
    const atMode = lgamma(mode + 1) + lgamma(n - mode + 1);
    const height = atMode - lgamma(k + 1) - lgamma(n - k + 1) + (k - mode) * Math.log(p / (1 - p));
    if (Math.log((v * alpha) / (a / (us * us) + b)) <= height) return k;
  }
}
