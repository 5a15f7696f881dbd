/**
 * The mixture of symmetric Dirichlet priors whose prior of S is nearly flat.
 *
 * Weight of the concentration a, up to a constant:
 *
 *   (K psi_1(Ka + 1) - psi_1(a + 1)) / (Ka)_n  prod_i (a)_{n_i}     (x)_m the rising factorial
 *
 * and S has the Wolpert-Wolf moments at each a, averaged over that weight. The integral runs over u = ln a, where the
 * weight falls exponentially on both sides (like e^u or faster below, e^-u above), by the trapezoidal rule.
 */
import { type BayesianEntropyEstimator, type EntropyMoments, entropyPosterior } from "./contract.js";
import { type CountsOfCounts, countsOfCounts } from "./counts.js";
import { refine } from "./quadrature.js";
import { logMultisetCoefficient, trigammaExcess } from "./special.js";
import { dirichletEntropyMoments } from "./wolpert-wolf.js";

/** Posterior of the concentration on an even grid of ln a, and the posterior moments of S. */
export interface ConcentrationPosterior extends EntropyMoments {
  readonly logConcentrations: Float64Array;
  /** Sum to 1. */
  readonly weights: Float64Array;
}

/** Nodes with less than e^-45 of the peak weight are left out. */
const CUTOFF = 45;

/** Expects valid counts and n > 0. With one bin no concentration matters, and a = 1 stands for all. */
export function concentrationPosterior(counts: ArrayLike<number>): ConcentrationPosterior {
  if (counts.length === 1) {
    const [logConcentrations, weights] = [Float64Array.of(0), Float64Array.of(1)];
    return { logConcentrations, weights, mean: 0, sd: 0, error: 0 };
  }
  const grouped = countsOfCounts(counts);
  const logWeight = logConcentrationWeight(grouped, counts.length);
  const range = support(logWeight);
  const { values, multiplicities } = grouped;
  // Every second node of a grid is one of the grid before.
  const node = remembered((u) => ({
    logWeight: logWeight(u),
    moments: dirichletEntropyMoments(
      values.map((count) => count + Math.exp(u)),
      multiplicities,
    ),
  }));
  return refine((intervals) => integrate(node, range, intervals), 32, 9);
}

function remembered<Value>(make: (u: number) => Value): (u: number) => Value {
  const known = new Map<number, Value>();
  return (u) => {
    const value = known.get(u) ?? make(u);
    known.set(u, value);
    return value;
  };
}

/** u -> ln of the weight of ln a = u. */
function logConcentrationWeight({ values, multiplicities }: CountsOfCounts, bins: number) {
  const n = values.reduce((total, count, j) => total + count * multiplicities[j], 0);
  return (u: number): number => {
    const a = Math.exp(u);
    // K psi_1(Ka+1) - psi_1(a+1) with 1/x taken out of each psi_1(x): the 1/a of both cancel exactly.
    const prior =
      (bins - 1) / ((bins * a + 1) * (a + 1)) +
      (bins * trigammaExcess(bins * a + 1)) / (bins * a + 1) -
      trigammaExcess(a + 1) / (a + 1);
    let total = u + Math.log(prior) - logMultisetCoefficient(bins * a, n);
    for (let j = 0; j < values.length; j++) {
      if (values[j] > 0) total += multiplicities[j] * logMultisetCoefficient(a, values[j]);
    }
    return total;
  };
}

/**
 * An interval of ln a outside which the weight is below e^-CUTOFF of its peak. The likelihood factor has one peak
 * (Levin & Reeds 1977), found on a coarse grid and refined by golden-section search.
 */
function support(logWeight: (u: number) => number): [low: number, high: number] {
  let peak = -60;
  let highest = logWeight(peak);
  for (let u = -58; u <= 60; u += 2) {
    const value = logWeight(u);
    if (value > highest) [peak, highest] = [u, value];
  }
  let [left, right] = [peak - 2, peak + 2];
  const ratio = (Math.sqrt(5) - 1) / 2;
  while (right - left > 1e-4) {
    const inner = right - ratio * (right - left);
    const outer = left + ratio * (right - left);
    if (logWeight(inner) > logWeight(outer)) right = outer;
    else left = inner;
  }
  peak = (left + right) / 2;
  const floor = logWeight(peak) - CUTOFF;
  const edge = (direction: number) => {
    let distance = 0.01;
    while (logWeight(peak + direction * distance) > floor) distance *= 1.5;
    return peak + direction * distance;
  };
  return [edge(-1), edge(1)];
}

function integrate(
  node: (u: number) => { readonly logWeight: number; readonly moments: EntropyMoments },
  [low, high]: readonly [number, number],
  intervals: number,
) {
  const step = (high - low) / intervals;
  const logConcentrations = Float64Array.from({ length: intervals + 1 }, (_, i) => low + i * step);
  const nodes = Array.from(logConcentrations, node);
  const logWeights = Float64Array.from(nodes, ({ logWeight }) => logWeight);
  const peak = logWeights.reduce((a, b) => Math.max(a, b), -Infinity);
  const weights = logWeights.map((x) => Math.exp(x - peak));
  const integral = weights.reduce((a, b) => a + b, 0);
  const moments = nodes.map(({ moments }) => moments);
  let mean = 0;
  for (let i = 0; i <= intervals; i++) {
    weights[i] /= integral;
    mean += weights[i] * moments[i].mean;
  }
  let variance = 0;
  for (let i = 0; i <= intervals; i++) {
    variance += weights[i] * (moments[i].sd ** 2 + (moments[i].mean - mean) ** 2);
  }
  const sd = Math.sqrt(variance);
  return { logConcentrations, weights, mean, sd, logIntegral: peak + Math.log(integral * step) };
}

/** Posterior mean of S under the Nemenman-Shafee-Bialek prior, K known. Error below 1e-9 nats. */
export const nsb: BayesianEntropyEstimator = entropyPosterior(
  {
    name: "nsb",
    source: "Nemenman, Shafee & Bialek (2002), Entropy and inference, revisited, arXiv:physics/0108025",
    bounded: true,
    integerCounts: false,
  },
  (counts) => {
    const { mean, sd, error } = concentrationPosterior(counts);
    return { mean, sd, error };
  },
);
