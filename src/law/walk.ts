/**
 * The governing equation of ethical entropy, in nats and optimiser steps:
 *
 *     S <- max(0, S + drift + noise x xi),   xi ~ N(0, 1),   drift = sigma - gamma
 *
 * and its continuous limit, Brownian motion with drift reflected at 0. One description serves the simulation
 * (`simulateWalk`), the exact law of the clipped walk (`discreteWalkLaw`), the closed form (`reflectedBrownian`)
 * and the Fokker-Planck solver.
 */
export interface Walk {
  /** S at step 0, nats, >= 0. */
  readonly start: number;
  /** sigma - gamma: entropy production less work rate, nats per step. */
  readonly drift: number;
  /** Standard deviation of one step's noise, nats, > 0; in the continuous limit nats per sqrt(step). */
  readonly noise: number;
}

/** The law of S at one time. */
export interface EntropyLaw {
  /** E[S], nats. */
  readonly mean: number;
  /** Standard deviation of S, nats. */
  readonly sd: number;
  /** P(S <= y). */
  cdf(y: number): number;
  /** The smallest y with P(S <= y) >= p, 0 <= p < 1. */
  quantile(p: number): number;
}

/** @throws RangeError naming the part of the walk that is out of range. */
export function checkWalk({ start, drift, noise }: Walk): void {
  if (!(start >= 0 && Number.isFinite(start)))
    throw new RangeError(`start must be finite and >= 0, got ${start}`);
  if (!Number.isFinite(drift)) throw new RangeError(`drift must be finite, got ${drift}`);
  if (!(noise > 0 && Number.isFinite(noise)))
    throw new RangeError(`noise must be finite and > 0, got ${noise}`);
}

/** Reach of normal noise, in standard deviations: beyond lies 1e-15. */
const REACH = 8;

/** The highest S to be reckoned with up to `time`: start + max_t (drift t + 8 noise sqrt t); more has probability 1e-15. */
export function highest({ start, drift, noise }: Walk, time: number): number {
  const longest = drift < 0 ? Math.min(time, ((REACH * noise) / (2 * drift)) ** 2) : time;
  return start + drift * longest + REACH * noise * Math.sqrt(longest);
}

/** The point mass at `point`. */
export function pointMass(point: number): EntropyLaw {
  return { mean: point, sd: 0, cdf: (y) => (y >= point ? 1 : 0), quantile: () => point };
}

/**
 * Inverts a distribution function on [0, upper] by bisection to the last bit.
 * @throws RangeError when p is not in [0, 1).
 */
export function invertCdf(cdf: (y: number) => number, p: number, upper: number): number {
  if (!(p >= 0 && p < 1)) throw new RangeError(`p must lie in [0, 1), got ${p}`);
  if (cdf(0) >= p) return 0;
  let low = 0;
  let high = upper;
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    if (cdf(middle) >= p) high = middle;
    else low = middle;
  }
}
