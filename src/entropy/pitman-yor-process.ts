/**
 * The Pitman-Yor process of concentration alpha > 0 and discount 0 <= d < 1 given a sample: its evidence, the prior that
 * is flat in expected entropy, and the posterior moments of S. Archer, Park & Pillow 2014.
 *
 * Prior. E[S] = h = psi(1+alpha) - psi(1-d). With h = x + y, x = psi(1) - psi(1-d) and y = psi(1+alpha) - psi(1), the
 * share gamma = x/h says how heavy the tail is. Flat in h, with density q(gamma) = exp(-10 / (1 - gamma)), so that
 *
 *   p(alpha, d) = q(gamma) psi_1(1+alpha) psi_1(1-d) / h
 *
 * Evidence of n observations in K occupied bins, and S given the sample:
 *
 *   prod_{l<K} (alpha + l d) prod_i (1-d)_{n_i - 1} / (1+alpha)_{n-1}          (x)_m the rising factorial
 *   S = A + p* B,   (p_1..p_K, p*) ~ Dir(n_i - d, alpha + K d) with entropy A,   B the entropy of PY(alpha + K d, d)
 *
 * Parameters come as ln alpha and logit d. What depends on one of them alone is worked out once per grid line.
 */
import { digamma, trigamma } from "../numeric/index.js";
import { type CountsOfCounts, countsOfCounts } from "./counts.js";
import { logMultisetCoefficient, trigammaExcess } from "./special.js";

export interface Sample {
  readonly n: number;
  readonly occupied: number;
  readonly counts: CountsOfCounts;
}

/** Expects valid counts with `occupied` > 0 bins of sum `n`; empty bins are dropped. */
export function occupiedSample(counts: ArrayLike<number>, n: number, occupied: number): Sample {
  return { n, occupied, counts: countsOfCounts(Array.from(counts).filter((count) => count > 0)) };
}

export interface Discount {
  readonly d: number;
  /** 1 - d, exact where d rounds to 1. */
  readonly rest: number;
  readonly x: number;
  readonly logDensity: number;
  /** Mean and variance of psi(n_i - d + 1), and mean of g(n_i - d + 1), over occupied bins with weights n_i - d. */
  readonly centre: number;
  readonly spread: number;
  readonly excess: number;
}

export interface Concentration {
  readonly alpha: number;
  readonly y: number;
  readonly logDensity: number;
}

export function discount(
  logit: number,
  { counts: { values, multiplicities }, n, occupied }: Sample,
): Discount {
  const d = 1 / (1 + Math.exp(-logit));
  const rest = 1 / (1 + Math.exp(logit));
  const masses = values.map((count) => count - 1 + rest);
  const weights = masses.map((mass, j) => (multiplicities[j] * mass) / (n - occupied * d));
  const psi = masses.map((mass) => digamma(mass + 1));
  let logDensity = Math.log(trigamma(rest)) + Math.log(d) + Math.log(rest);
  let centre = 0;
  let excess = 0;
  for (let j = 0; j < values.length; j++) {
    logDensity += multiplicities[j] * logMultisetCoefficient(rest, values[j] - 1);
    centre += weights[j] * psi[j];
    excess += weights[j] * trigammaExcess(masses[j] + 1);
  }
  const spread = weights.reduce((total, weight, j) => total + weight * (psi[j] - centre) ** 2, 0);
  const x = d < 1e-3 ? -digammaRise(-d) : digamma(1) - digamma(rest);
  return { d, rest, x, logDensity, centre, spread, excess };
}

export function concentration(logAlpha: number, { n }: Sample): Concentration {
  const alpha = Math.exp(logAlpha);
  const logDensity = Math.log(trigamma(1 + alpha)) + logAlpha - logMultisetCoefficient(1 + alpha, n - 1);
  return { alpha, y: digammaRise(alpha), logDensity };
}

/** psi(1 + t) - psi(1), t > -1; near 0 by Taylor's series, its coefficients zeta(2), zeta(3), ... */
function digammaRise(t: number): number {
  if (Math.abs(t) > 1e-3) return digamma(1 + t) - digamma(1);
  return t * (1.6449340668482264 - t * (1.2020569031595942 - t * (1.082323233711138 - t * 1.03692775514337)));
}

/** ln of the posterior density of (ln alpha, logit d), up to a constant. */
export function logPosterior(concentration: Concentration, discount: Discount, { occupied }: Sample): number {
  const { alpha, y } = concentration;
  const { d, x } = discount;
  const tables = (occupied - 1) * Math.log(d) + logMultisetCoefficient(alpha / d + 1, occupied - 1);
  return concentration.logDensity + discount.logDensity + tables - Math.log(x + y) - (10 * (x + y)) / y;
}

/** Mean and variance of S given the sample, alpha and d. */
export function conditionalMoments(
  { alpha }: Concentration,
  { d, rest, centre, spread, excess }: Discount,
  { n, occupied }: Sample,
): { mean: number; variance: number } {
  const total = alpha + n;
  const unseen = alpha + occupied * d;
  const w = unseen / total;
  const psi = digamma(unseen + 1);
  const meanA = digamma(total + 1) - (1 - w) * centre - w * psi;
  const scatter = (1 - w) * (spread + w * (centre - psi) ** 2);
  const excesses = (1 - w) * excess + w * trigammaExcess(unseen + 1) - trigammaExcess(total + 1);
  const varianceA = (scatter + excesses) / (total + 1);

  // E[A p*] = w E'[A], where E' has one more unit of mass on the unseen bins.
  const tilted = (unseen + 1) / (total + 1);
  const tiltedA = digamma(total + 2) - (1 - tilted) * centre - tilted * digamma(unseen + 2);
  const meanB = psi - digamma(rest);
  const varianceB =
    (unseen + d) / ((unseen + 1) ** 2 * rest) +
    (rest / (unseen + 1)) * trigamma(1 + rest) -
    trigamma(unseen + 2);

  const covariance = w * (tiltedA - meanA);
  const varianceOfUnseen = (w * (1 - w)) / (total + 1);
  const variance =
    varianceA + 2 * covariance * meanB + varianceOfUnseen * meanB ** 2 + w * tilted * varianceB;
  return { mean: meanA + w * meanB, variance };
}
