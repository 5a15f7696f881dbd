import { LuDecomposition, Matrix } from "ml-matrix";
import type { RandomStream } from "../../numeric/index.js";
import { allocateRow } from "../population/allocation.js";
import { type ChainDraws, type ChainOptions, runChains, type WeightChain } from "../population/chains.js";
import { dominantGoalPrior } from "../population/dominant-goal-prior.js";
import { logGammaSampler } from "../population/log-gamma.js";
import {
  dirichletPrior,
  normaliseLogWeights,
  SMALLEST_WEIGHT,
  type WeightPrior,
  type WeightSampler,
} from "../population/weight-prior.js";
import { type Confusion, totalOf } from "./confusion.js";

export interface PrevalenceOptions extends ChainOptions {
  readonly stream: RandomStream;
  /** Of the prevalence. Default {@link dominantGoalPrior}. */
  readonly prior?: WeightPrior;
  /** Of each column of M: Dir(b) over the labels. Default 1/2 (Jeffreys). */
  readonly rateConcentration?: number;
}

/**
 * Posterior of the prevalence when the confusion matrix is itself only known from a calibration set, so that the
 * interval of S widens as either set shrinks: a Gibbs sampler over the classes of the observed labels, the prevalence,
 * and the columns of M ~ Dir(b + calibration counts + allocated labels), and two moves between M and p. `undefined` without
 * labels.
 *
 * @param observed whole counts of each label.
 */
export function samplePrevalence(
  matrix: Confusion,
  observed: ArrayLike<number>,
  { stream, prior = dominantGoalPrior, rateConcentration = 0.5, ...options }: PrevalenceOptions,
): ChainDraws | undefined {
  const total = totalOf(observed, matrix);
  requireWhole("observed", observed);
  requireWhole("calibration", matrix.counts);
  if (!(rateConcentration > 0))
    throw new RangeError(`rateConcentration must be positive, got ${rateConcentration}`);
  if (total === 0) return undefined;
  return runChains(
    `Gibbs draws under the ${prior.name} prior, with the confusion matrix's own`,
    (c) => {
      const chain = stream.split("chain", c);
      const posterior = prior.posterior(chain, matrix.classes, total);
      return new PrevalenceChain(matrix, observed, posterior, rateConcentration, chain);
    },
    options,
  );
}

function requireWhole(name: string, counts: ArrayLike<number>): void {
  for (let i = 0; i < counts.length; i++)
    if (!Number.isInteger(counts[i]))
      throw new RangeError(
        `${name} count ${i} must be whole: its size enters the interval, got ${counts[i]}`,
      );
}

class PrevalenceChain implements WeightChain {
  readonly weights: Float64Array;
  readonly #matrix: Confusion;
  readonly #posterior: WeightSampler;
  readonly #concentration: number;
  readonly #stream: RandomStream;
  readonly #logGamma: (shape: number) => number;
  /** The labels as rows of likelihoods, M itself: [labels * classes]. */
  readonly #rows;
  /** Labels allocated to each class, [labels * classes], and summed over labels, [classes]. */
  readonly #allocated: Float64Array;
  readonly #counts: Float64Array;
  readonly #row: Float64Array;
  readonly #scratch: Float64Array;
  readonly #column: Float64Array;

  constructor(
    matrix: Confusion,
    observed: ArrayLike<number>,
    posterior: WeightSampler,
    concentration: number,
    stream: RandomStream,
  ) {
    const { classes, labels } = matrix;
    this.#matrix = matrix;
    this.#posterior = posterior;
    this.#concentration = concentration;
    this.#stream = stream;
    this.#logGamma = logGammaSampler(stream);
    this.#rows = {
      goals: classes,
      episodes: totalOf(observed, matrix),
      unexplained: 0,
      rows: labels,
      multiplicity: Float64Array.from(observed),
      start: Int32Array.from({ length: labels + 1 }, (_, i) => i * classes),
      goal: Int32Array.from({ length: labels * classes }, (_, i) => i % classes),
      likelihood: new Float64Array(labels * classes),
      logScale: 0,
    };
    this.#allocated = new Float64Array(labels * classes);
    this.#column = new Float64Array(labels);
    this.weights = new Float64Array(classes);
    this.#counts = new Float64Array(classes);
    this.#row = new Float64Array(classes);
    this.#scratch = new Float64Array(classes);
    dirichletPrior(1).posterior(stream, classes, 0).draw(this.weights);
    this.#drawRates();
  }

  advance(): void {
    if (this.#matrix.labels === this.#matrix.classes) this.#moves();
    this.#allocateLabels();
    this.#drawRates();
    this.#posterior.observe(this.#counts);
    this.#posterior.draw(this.weights);
  }

  #allocateLabels(): void {
    const { classes, labels } = this.#matrix;
    this.#counts.fill(0);
    for (let i = 0; i < labels; i++) {
      this.#row.fill(0);
      allocateRow(this.#stream, this.#rows, i, this.weights, this.#row, this.#scratch);
      this.#allocated.set(this.#row, i * classes);
      for (let c = 0; c < classes; c++) this.#counts[c] += this.#row[c];
    }
  }

  #drawRates(): void {
    const { classes, labels } = this.#matrix;
    for (let c = 0; c < classes; c++) {
      this.#drawColumn(c, this.#allocated);
      for (let i = 0; i < labels; i++) this.#rows.likelihood[i * classes + c] = this.#column[i];
    }
  }

  /** P(label | class c) given the calibration items, and the labels allocated to it if given. */
  #drawColumn(c: number, allocated?: Float64Array): void {
    const { classes, labels, counts } = this.#matrix;
    for (let i = 0; i < labels; i++) {
      const at = i * classes + c;
      this.#column[i] = this.#logGamma(counts[at] + (allocated?.[at] ?? 0) + this.#concentration);
    }
    normaliseLogWeights(this.#column);
  }

  /**
   * A square M carries p to r = M p, the shares of the labels, and back. Two moves use that where Gibbs steps creep;
   * each is accepted by the prior's ratio, times the Jacobian.
   * - Fresh shares: r' ~ Dir(1 + observed), which has the likelihood itself as its density, and p' = M^-1 r'.
   * - Fresh rates of one class, from its calibration posterior, r unchanged: with y = M^-1 m', p'_c = p_c / y_c and
   *   p'_i = p_i - y_i p'_c; the Jacobian is det M / det M' = 1 / y_c.
   */
  #moves(): void {
    const { classes } = this.#matrix;
    const { likelihood, multiplicity } = this.#rows;
    for (let i = 0; i < classes; i++) this.#column[i] = this.#logGamma(multiplicity[i] + 1);
    normaliseLogWeights(this.#column);
    const fresh = this.#solve();
    if (fresh !== undefined) this.#accept(fresh, 0);
    for (let c = 0; c < classes; c++) {
      this.#drawColumn(c);
      const y = this.#solve();
      if (y === undefined) continue;
      const own = this.weights[c] / y[c];
      const moved = y.map((share, i) => (i === c ? own : this.weights[i] - share * own));
      if (this.#accept(moved, -Math.log(Math.abs(y[c]))))
        for (let i = 0; i < classes; i++) likelihood[i * classes + c] = this.#column[i];
    }
  }

  /** M^-1 column; `undefined` for a singular M. */
  #solve(): Float64Array | undefined {
    const { classes } = this.#matrix;
    const decomposition = new LuDecomposition(Matrix.from1DArray(classes, classes, this.#rows.likelihood));
    if (decomposition.isSingular()) return undefined;
    return Float64Array.from(decomposition.solve(Matrix.columnVector(this.#column)).to1DArray());
  }

  #accept(moved: Float64Array, logJacobian: number): boolean {
    for (let c = 0; c < moved.length; c++) if (!(moved[c] > SMALLEST_WEIGHT)) return false;
    const ratio = this.#posterior.logDensity(moved) - this.#posterior.logDensity(this.weights) + logJacobian;
    if (Math.log(this.#stream.uniformOpen()) >= ratio) return false;
    this.weights.set(moved);
    return true;
  }
}
