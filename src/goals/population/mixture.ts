import type { EpisodeLikelihoods } from "./episode-likelihoods.js";
import { logLikelihood } from "./log-likelihood.js";
import { checkWeights } from "./weights.js";

export interface MixtureOptions {
  /**
   * Largest accepted `gap`, nats. Default 1e-6, a millionth of what bounds a 95% interval of one weight: there the
   * log-likelihood has fallen by 1.9.
   */
  readonly tolerance?: number;
  /** Default 20,000. */
  readonly maxSteps?: number;
  /** Weights to start from, all positive (EM cannot leave 0). Default 1/K. */
  readonly start?: ArrayLike<number>;
  /** a > 0 gives the mode of the posterior under Dir(a) in the softmax basis; 0 (default) maximum likelihood. */
  readonly pseudoCount?: number;
}

export interface MixtureFit {
  readonly weights: Float64Array;
  /** sum_e ln sum_g w_g P(e | g), nats, over the explained episodes. */
  readonly logLikelihood: number;
  /** By how much the objective may still rise, at most, nats. */
  readonly gap: number;
  readonly steps: number;
  readonly converged: boolean;
  /** Without convergence: what happened and what to do. */
  readonly message?: string;
}

/**
 * Mixture weights by EM [Dempster, Laird & Rubin 1977]: w_g <- (a + sum_e r_eg) / (N + K a), r_eg proportional to
 * w_g P(e | g), sped up by SQUAREM's extrapolation [Varadhan & Roland 2008, scheme S3], which is refused where it
 * would lower the objective. `undefined` without an explained episode.
 *
 * The objective l(w) + a sum_g ln w_g is concave, so its maximum is at most max_g dl/dw_g + a/w_g - (N + K a) above the
 * present value (the Frank-Wolfe gap; for a = 0, Lindsay 1983): the fit stops on that certificate, not on a small step.
 */
export function fitMixture(
  likelihoods: EpisodeLikelihoods,
  { tolerance = 1e-6, maxSteps = 20_000, start, pseudoCount = 0 }: MixtureOptions = {},
): MixtureFit | undefined {
  const { goals, episodes, logScale } = likelihoods;
  if (!(tolerance > 0)) throw new RangeError(`tolerance must be positive, got ${tolerance}`);
  if (!(pseudoCount >= 0)) throw new RangeError(`pseudoCount must be non-negative, got ${pseudoCount}`);
  const weights = startingWeights(start, goals);
  if (episodes === 0) return undefined;

  const evaluate = (at: Float64Array, next: Float64Array) => emStep(likelihoods, pseudoCount, at, next);
  const [first, second, leap, beyond] = Array.from({ length: 4 }, () => new Float64Array(goals));
  let present = evaluate(weights, first);
  let steps = 1;
  while (present.gap > tolerance && steps < maxSteps) {
    const next = evaluate(first, second);
    steps++;
    extrapolate(weights, first, second, leap);
    const landed = evaluate(leap, beyond);
    steps++;
    const accepted = landed.objective >= next.objective;
    present = accepted ? landed : next;
    weights.set(accepted ? leap : first);
    first.set(accepted ? beyond : second);
  }
  const { gap } = present;
  const fit = { weights, logLikelihood: present.logLikelihood + logScale, gap, steps };
  if (gap <= tolerance) return { ...fit, converged: true };
  const message =
    `EM has not converged after ${steps} steps: the log-likelihood may still rise by ${gap.toExponential(1)} nats; ` +
    "raise maxSteps or tolerance, or look for goals that predict the same behaviour";
  return { ...fit, converged: false, message };
}

function startingWeights(start: ArrayLike<number> | undefined, goals: number): Float64Array {
  if (start === undefined) return new Float64Array(goals).fill(1 / goals);
  checkWeights("start", start, goals);
  const weights = Float64Array.from(start);
  const zero = weights.indexOf(0);
  if (zero >= 0) throw new RangeError(`start[${zero}] must be positive: EM cannot leave 0`);
  return weights;
}

/** One EM step from `at` into `next`, with the objective and its gap at `at`. */
function emStep(likelihoods: EpisodeLikelihoods, pseudoCount: number, at: Float64Array, next: Float64Array) {
  const { goals, episodes } = likelihoods;
  const value = logLikelihood(likelihoods, at, next);
  const total = episodes + goals * pseudoCount;
  let [objective, steepest] = [value, 0];
  for (let g = 0; g < goals; g++) {
    if (pseudoCount > 0) objective += pseudoCount * Math.log(at[g]);
    steepest = Math.max(steepest, next[g] + (pseudoCount > 0 ? pseudoCount / at[g] : 0));
    next[g] = (at[g] * next[g] + pseudoCount) / total;
  }
  return { logLikelihood: value, objective, gap: Math.max(0, steepest - total) };
}

/** Smallest share of the EM step's weight that an extrapolation may leave. */
const LEAST = 0.01;

/** From w0, w1 = EM(w0), w2 = EM(w1): w0 + 2 s (w1 - w0) + s^2 (w2 - 2 w1 + w0), s = |w1 - w0| / |w2 - 2 w1 + w0| >= 1. */
function extrapolate(w0: Float64Array, w1: Float64Array, w2: Float64Array, leap: Float64Array): void {
  let [first, second] = [0, 0];
  for (let g = 0; g < w0.length; g++) {
    first += (w1[g] - w0[g]) ** 2;
    second += (w2[g] - 2 * w1[g] + w0[g]) ** 2;
  }
  const s = second > 0 ? Math.max(1, Math.sqrt(first / second)) : 1;
  let total = 0;
  for (let g = 0; g < w0.length; g++) {
    const target = w0[g] + 2 * s * (w1[g] - w0[g]) + s * s * (w2[g] - 2 * w1[g] + w0[g]);
    leap[g] = Math.max(target, LEAST * w2[g]);
    total += leap[g];
  }
  for (let g = 0; g < w0.length; g++) leap[g] /= total;
}
