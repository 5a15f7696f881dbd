/** Quantities of a goal distribution p that is known, not sampled: p[i] the probability of goal i, nats throughout. */
import { xlogx } from "../numeric/index.js";

/** How far the probabilities may sum from 1. */
const SIMPLEX_TOLERANCE = 1e-9;

function checkDistribution(name: string, p: ArrayLike<number>): void {
  let total = 0;
  for (let i = 0; i < p.length; i++) {
    if (!(p[i] >= 0 && p[i] <= 1 + SIMPLEX_TOLERANCE))
      throw new RangeError(`${name}[${i}] must be a probability, got ${p[i]}`);
    total += p[i];
  }
  if (!(Math.abs(total - 1) <= SIMPLEX_TOLERANCE))
    throw new RangeError(`${name} must sum to 1 within ${SIMPLEX_TOLERANCE}, got ${total}`);
}

/** Ethical entropy S = -sum_i p_i ln p_i, 0 ln 0 = 0 (Shannon 1948). Within [0, ln K]. */
export function entropy(p: ArrayLike<number>): number {
  checkDistribution("p", p);
  let total = 0;
  for (let i = 0; i < p.length; i++) total -= xlogx(p[i]);
  return Math.min(Math.max(0, total), Math.log(p.length));
}

/** D_KL(p || q) = sum_i p_i ln (p_i / q_i); Infinity where q rules out what p allows (Kullback & Leibler 1951). */
export function klDivergence(p: ArrayLike<number>, q: ArrayLike<number>): number {
  checkDistribution("p", p);
  checkDistribution("q", q);
  if (p.length !== q.length)
    throw new RangeError(`p and q must have the same length, got ${p.length} and ${q.length}`);
  let total = 0;
  for (let i = 0; i < p.length; i++) if (p[i] > 0) total += p[i] * Math.log(p[i] / q[i]);
  return Math.max(0, total);
}

/**
 * Goal fidelity p(g_1), the probability of the intended goal. To be reported beside S, which cannot tell "certain of the
 * intended goal" from "certain of a wrong one".
 *
 * @param intended index of the intended goal. Default 0.
 */
export function goalFidelity(p: ArrayLike<number>, intended = 0): number {
  checkDistribution("p", p);
  if (!(Number.isInteger(intended) && intended >= 0 && intended < p.length))
    throw new RangeError(`the intended goal must be an index below ${p.length}, got ${intended}`);
  return p[intended];
}

/**
 * Entropy of a distribution with probability f on the intended goal and the rest uniform over the other K - 1:
 * -f ln f - (1-f) ln (1-f) + (1-f) ln (K-1).
 *
 * @param goals K, at least 2.
 * @param fidelity f. Default 0.9, the start of the source paper (arXiv:2511.10704): S_0 = 0.3250829733914482 for K = 2.
 */
export function initialEntropy(goals: number, fidelity = 0.9): number {
  if (!(Number.isInteger(goals) && goals >= 2))
    throw new RangeError(`the number of goals must be an integer of at least 2, got ${goals}`);
  if (!(fidelity >= 0 && fidelity <= 1))
    throw new RangeError(`fidelity must be a probability, got ${fidelity}`);
  return -xlogx(fidelity) - xlogx(1 - fidelity) + (1 - fidelity) * Math.log(goals - 1);
}
