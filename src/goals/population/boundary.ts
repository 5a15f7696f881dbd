/**
 * The two ends of the range of S. A credible interval under any prior density ends strictly inside (0, ln K), so it can
 * never cover an agent that always pursues one goal or that picks goals evenly. Whether the episodes rule these out is
 * therefore tested, and an end that is not ruled out belongs to the interval.
 */
import { gammaInc, lgamma } from "../../numeric/index.js";
import type { EpisodeLikelihoods } from "./episode-likelihoods.js";
import { fitMixture } from "./mixture.js";

/** Log-likelihoods this close, nats, count as equal. */
const TOLERANCE = 1e-3;

/** P(chi-squared with `df` > 0 degrees of freedom >= x). */
export function chiSquaredTail(x: number, df: number): number {
  if (x <= 0) return 1;
  return x === Infinity ? 0 : 1 - gammaInc(df / 2, x / 2);
}

/** P(T >= x > 0) of the chi-squared mixture with `directions` uncorrelated one-sided directions. */
export function oneSidedTail(x: number, directions: number): number {
  let tail = 0;
  for (let j = 1; j <= directions; j++) {
    const logWeight =
      lgamma(directions + 1) - lgamma(j + 1) - lgamma(directions - j + 1) - directions * Math.LN2;
    tail += Math.exp(logWeight) * chiSquaredTail(x, j);
  }
  return tail;
}

/**
 * P-value of "all goals are equally frequent" (S = ln K).
 *
 * Score test: T = |sum_e s_e|^2, s_eg = K r_eg - 1 with r_e the posterior of episode e under equal weights. Under the
 * hypothesis E T = tr A and Var T is about 2 tr A^2, A = sum_e s_e s_e', so T is referred to c chi-squared_v with those
 * two moments [Satterthwaite 1946]; tr A^2 without its diagonal terms [Chen & Qin 2010]. For episodes whose goals are
 * certain it is Pearson's chi-squared test. No matrix is inverted: goals that look alike do no harm.
 */
export function equalWeightsPValue({
  goals,
  rows,
  multiplicity,
  start,
  goal,
  likelihood,
}: EpisodeLikelihoods): number {
  const score = new Float64Array(goals);
  const total = new Float64Array(goals);
  const moments = new Float64Array(goals * goals);
  let [trace, diagonal] = [0, 0];
  for (let r = 0; r < rows; r++) {
    let density = 0;
    for (let i = start[r]; i < start[r + 1]; i++) density += likelihood[i];
    score.fill(-1);
    for (let i = start[r]; i < start[r + 1]; i++) score[goal[i]] += (goals * likelihood[i]) / density;
    let square = 0;
    for (let g = 0; g < goals; g++) {
      const weighted = multiplicity[r] * score[g];
      square += score[g] ** 2;
      total[g] += weighted;
      for (let h = 0; h <= g; h++) moments[g * goals + h] += weighted * score[h];
    }
    trace += multiplicity[r] * square;
    diagonal += multiplicity[r] * square ** 2;
  }
  let [statistic, squares] = [0, 0];
  for (let g = 0; g < goals; g++) {
    statistic += total[g] ** 2;
    squares += moments[g * goals + g] ** 2;
    for (let h = 0; h < g; h++) squares += 2 * moments[g * goals + h] ** 2;
  }
  if (trace === 0) return 1;
  const spread = squares > diagonal ? squares - diagonal : squares;
  return chiSquaredTail((statistic * trace) / spread, trace ** 2 / spread);
}

/**
 * P-value of "every episode pursued the same goal" (S = 0), for the goal that explains all of them best.
 *
 * Likelihood ratio d = 2 (max l - l(e_g)). At a vertex of the simplex its law is a mixture of chi-squared laws; used is
 * that of K - 1 uncorrelated directions, binomial weights C(K-1, j) / 2^(K-1) [Self & Liang 1987], an upper bound where
 * the directions are positively correlated. 1 without episodes.
 */
export function oneGoalPValue(likelihoods: EpisodeLikelihoods): number {
  const fit = fitMixture(likelihoods, { tolerance: TOLERANCE });
  if (fit === undefined) return 1;
  const { goals, rows, multiplicity, start, goal, likelihood, logScale } = likelihoods;
  const alone = new Float64Array(goals);
  const explained = new Float64Array(goals);
  for (let r = 0; r < rows; r++) {
    for (let i = start[r]; i < start[r + 1]; i++) {
      alone[goal[i]] += multiplicity[r] * Math.log(likelihood[i]);
      explained[goal[i]] += 1;
    }
  }
  let best = -Infinity;
  for (let g = 0; g < goals; g++) if (explained[g] === rows && alone[g] > best) best = alone[g];
  const ratio = 2 * (fit.logLikelihood - logScale - best);
  if (ratio <= 2 * TOLERANCE) return 1;
  return oneSidedTail(ratio, goals - 1);
}
