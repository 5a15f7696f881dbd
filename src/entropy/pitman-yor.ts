/**
 * The Pitman-Yor mixture: posterior mean of S when the number of bins is *unknown*, possibly infinite.
 *
 * Empty bins are ignored, and the estimate may exceed ln K: there may be goals that nobody listed. Where the list is
 * closed, `nsb` uses more of what is known.
 *
 * The moments of `pitman-yor-process.ts` are averaged over the posterior of (ln alpha, logit d) by the trapezoidal rule;
 * the density is smooth and falls exponentially or faster on every side. About 0.1 s an estimate.
 *
 * The authors' published program (PYMentropy) takes q(gamma) as the density of (alpha, d), without the Jacobian to
 * (h, gamma), and cuts the range at six standard deviations about the peak; it therefore prints larger values (2.148 for
 * counts 1, 2, 2, 4; here 1.815). The prior here is the one of the paper, flat in expected entropy.
 */
import { type BayesianEntropyEstimator, type EntropyMoments, entropyPosterior } from "./contract.js";
import {
  concentration,
  conditionalMoments,
  discount,
  logPosterior,
  occupiedSample,
  type Sample,
} from "./pitman-yor-process.js";
import { type GridMoments, refine } from "./quadrature.js";

type Range = readonly [low: number, high: number];

interface Box {
  readonly logAlpha: Range;
  readonly logitD: Range;
}

function grid({ logAlpha, logitD }: Box, intervals: Record<keyof Box, number>, sample: Sample) {
  const columns = nodes(logAlpha, intervals.logAlpha).map((node) => concentration(node, sample));
  const rows = nodes(logitD, intervals.logitD).map((node) => discount(node, sample));
  const logs = rows.map((row) => Float64Array.from(columns, (column) => logPosterior(column, row, sample)));
  return { columns, rows, logs, peak: largest(logs.map(largest)) };
}

function nodes([low, high]: Range, intervals: number): number[] {
  return Array.from({ length: intervals + 1 }, (_, i) => low + ((high - low) * i) / intervals);
}

function largest(values: Iterable<number>): number {
  let top = -Infinity;
  for (const value of values) if (value > top) top = value;
  return top;
}

/** The box outside which the density is below e^-45 of its peak, read off a grid of step 2 with a step to spare. */
function support(sample: Sample): Box {
  const all: Box = { logAlpha: [-60, 60], logitD: [-60, 20] };
  const { logs, peak } = grid(all, { logAlpha: 60, logitD: 40 }, sample);
  const trim = ([low]: Range, peaks: number[]): Range => {
    const inside = (value: number) => value > peak - 45;
    return [low + 2 * (peaks.findIndex(inside) - 1), low + 2 * (peaks.findLastIndex(inside) + 1)];
  };
  return {
    logAlpha: trim(
      all.logAlpha,
      Array.from(logs[0], (_, i) => largest(logs.map((row) => row[i]))),
    ),
    logitD: trim(all.logitD, logs.map(largest)),
  };
}

function integrate(sample: Sample, box: Box, intervals: number): GridMoments {
  const { columns, rows, logs, peak } = grid(box, { logAlpha: intervals, logitD: intervals }, sample);
  let integral = 0;
  let mean = 0;
  let variance = 0;
  for (let i = 0; i <= intervals; i++) {
    for (let j = 0; j <= intervals; j++) {
      const weight = Math.exp(logs[i][j] - peak);
      if (weight < 1e-20) continue;
      const given = conditionalMoments(columns[j], rows[i], sample);
      integral += weight;
      const deviation = given.mean - mean;
      mean += (weight / integral) * deviation;
      variance += weight * (given.variance + deviation * (given.mean - mean));
    }
  }
  const logIntegral = peak + Math.log(integral) - 2 * Math.log(intervals);
  return { mean, sd: Math.sqrt(variance / integral), logIntegral };
}

function mixtureMoments(sample: Sample): EntropyMoments {
  const box = support(sample);
  const { mean, sd, error } = refine((intervals) => integrate(sample, box, intervals), 64, 4);
  return { mean, sd, error };
}

/**
 * Posterior mean of S, number of bins unknown; `undefined` without a coincidence (n = occupied bins), where it is
 * infinite. Error below 1e-9 nats.
 */
export const pitmanYor: BayesianEntropyEstimator = entropyPosterior(
  {
    name: "pitman-yor",
    source:
      "Archer, Park & Pillow (2014), Bayesian entropy estimation for countable discrete distributions, JMLR 15",
    bounded: false,
    integerCounts: true,
  },
  (counts, { n, occupied }) =>
    n === occupied ? undefined : mixtureMoments(occupiedSample(counts, n, occupied)),
);
