import type { RandomStream } from "../../numeric/index.js";
import { allocateRow } from "../population/allocation.js";
import { type ChainDraws, type ChainOptions, runChains, type WeightChain } from "../population/chains.js";
import { dominantGoalPrior } from "../population/dominant-goal-prior.js";
import { logGammaSampler } from "../population/log-gamma.js";
import { dirichletPrior, normaliseLogWeights, type WeightPrior } from "../population/weight-prior.js";
import { type Confusion, totalOf } from "./confusion.js";

export interface PrevalenceOptions extends ChainOptions {
  readonly stream: RandomStream;
  /** Of the prevalence. Default {@link dominantGoalPrior}. */
  readonly prior?: WeightPrior;
  /** Of each column of M: Dir(b) over the labels. Default 1/2 (Jeffreys). */
  readonly rateConcentration?: number;
}

/**
 * Posterior of the prevalence when the confusion matrix is itself only known from a calibration set: Gibbs over the
 * classes of the observed labels, the prevalence, and the columns of M ~ Dir(b + calibration counts + allocated
 * labels). So the interval of S widens as either set shrinks. `undefined` without labels.
 *
 * @param observed whole counts of each label.
 */
export function samplePrevalence(
  matrix: Confusion,
  observed: ArrayLike<number>,
  { stream, prior = dominantGoalPrior, rateConcentration = 0.5, ...options }: PrevalenceOptions,
): ChainDraws | undefined {
  const total = totalOf(observed, matrix);
  for (const [name, counts] of [
    ["observed", observed],
    ["calibration", matrix.counts],
  ] as const)
    for (let i = 0; i < counts.length; i++)
      if (!Number.isInteger(counts[i]))
        throw new RangeError(
          `${name} count ${i} must be whole: its size enters the interval, got ${counts[i]}`,
        );
  if (total === 0) return undefined;
  return runChains(
    `Gibbs draws under the ${prior.name} prior, with the confusion matrix's own`,
    (c) => prevalenceChain(matrix, observed, total, prior, rateConcentration, stream.split("chain", c)),
    options,
  );
}

function prevalenceChain(
  { classes, labels, counts: calibration }: Confusion,
  observed: ArrayLike<number>,
  total: number,
  prior: WeightPrior,
  concentration: number,
  stream: RandomStream,
): WeightChain {
  const posterior = prior.posterior(stream, classes, total);
  const logGamma = logGammaSampler(stream);
  const [weights, counts, share, row] = Array.from({ length: 4 }, () => new Float64Array(classes));
  const allocated = new Float64Array(labels * classes);
  const column = new Float64Array(labels);
  const likelihood = new Float64Array(labels * classes);
  const likelihoods = {
    goals: classes,
    episodes: total,
    unexplained: 0,
    rows: labels,
    multiplicity: Float64Array.from(observed),
    start: Int32Array.from({ length: labels + 1 }, (_, i) => i * classes),
    goal: Int32Array.from({ length: labels * classes }, (_, i) => i % classes),
    likelihood,
    logScale: 0,
  };
  const drawRates = () => {
    for (let c = 0; c < classes; c++) {
      for (let i = 0; i < labels; i++)
        column[i] = logGamma(calibration[i * classes + c] + allocated[i * classes + c] + concentration);
      normaliseLogWeights(column);
      for (let i = 0; i < labels; i++) likelihood[i * classes + c] = column[i];
    }
  };
  dirichletPrior(1).posterior(stream, classes, 0).draw(weights);
  return {
    weights,
    advance() {
      drawRates();
      counts.fill(0);
      for (let i = 0; i < labels; i++) {
        row.fill(0);
        allocateRow(stream, likelihoods, i, weights, row, share);
        allocated.set(row, i * classes);
        for (let c = 0; c < classes; c++) counts[c] += row[c];
      }
      posterior.observe(counts);
      posterior.draw(weights);
    },
  };
}
