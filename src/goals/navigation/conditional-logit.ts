/**
 * The conditional logit [McFadden 1974]: of the alternatives i of a choice, i is taken with probability
 * exp(w . x_i) / sum_j exp(w . x_j). It is the maximum-entropy policy of inverse reinforcement learning for a reward of
 * linear features plus a potential that the same features span, since the potential of where one stands cancels.
 */
import { minimise } from "../irl/newton.js";
import { sandwichErrors } from "../irl/weight-uncertainty.js";

/** Alternatives of choice c are the rows start[c] .. end[c] - 1; choices may share a table of features. */
export interface Choices {
  /** Features of an alternative. */
  readonly width: number;
  /** [alternative, feature] */
  readonly features: Float32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** The row that was taken, of each choice. */
  readonly taken: Int32Array;
  /** Numbers 0 .. clusters - 1: choices of one cluster may depend on each other. */
  readonly cluster: Int32Array;
}

export interface LogitOptions {
  /** Where the weights are drawn to, and so where those that do not matter stay. Default 0. */
  readonly centre?: Float64Array;
  /** Strength of the pull, as the precision of a normal prior: precision |w - centre|^2 / 2 in the log-likelihood. Default 1. */
  readonly precision?: number;
  /** Newton iterations. Default 50; ten are usual. */
  readonly maxIterations?: number;
}

export interface LogitFit {
  readonly weights: Float64Array;
  /** By the sandwich over clusters; `undefined` when there are not more clusters than weights. */
  readonly standardErrors: Float64Array | undefined;
  /** Mean negative log-likelihood of a choice, nats, without the penalty. */
  readonly loss: number;
  readonly choices: number;
  readonly converged: boolean;
  readonly message: string;
}

/** Fits weights by Newton's method on the convex penalised loss. @throws RangeError without a choice. */
export function fitConditionalLogit(choices: Choices, options: LogitOptions = {}): LogitFit {
  const { centre = new Float64Array(choices.width), precision = 1, maxIterations = 50 } = options;
  const count = choices.taken.length;
  if (count === 0) throw new RangeError("a conditional logit needs at least one choice, got none");
  if (!(precision >= 0)) throw new RangeError(`precision must be at least 0, got ${precision}`);
  const pull: Pull = { centre, precision };
  const start = logitLoss(choices, centre, pull);
  if (!Number.isFinite(start.value))
    throw new RangeError(`features must be finite, but give the loss ${start.value}`);
  const evaluate = (weights: Float64Array) => logitLoss(choices, weights, pull);
  const { x, point, converged, message } = minimise(evaluate, centre, { tolerance: 1e-5, maxIterations });
  const { loss, ...rest } = point ?? start;
  return { weights: x, standardErrors: sandwichErrors(rest), loss, choices: count, converged, message };
}

export interface Pull {
  readonly centre: Float64Array;
  readonly precision: number;
}

export interface LogitPoint {
  /** Mean negative log-likelihood plus the penalty. */
  readonly value: number;
  /** Without the penalty. */
  readonly loss: number;
  readonly gradient: Float64Array;
  /** The matrix of second derivatives, row-major. */
  readonly curvature: Float64Array;
  /** [cluster, feature]: the clusters' shares of the gradient without penalty, times their number. */
  readonly scores: Float64Array;
}

/** The penalised mean negative log-likelihood at `weights`, with its derivatives. */
export function logitLoss(choices: Choices, weights: Float64Array, { centre, precision }: Pull): LogitPoint {
  const { width, features, start, end, taken, cluster } = choices;
  const count = taken.length;
  const clusters = cluster.reduce((most, c) => Math.max(most, c), 0) + 1;
  const gradient = new Float64Array(width);
  const curvature = new Float64Array(width * width);
  const scores = new Float64Array(clusters * width);
  const expected = new Float64Array(width);
  let largest = 0;
  for (let c = 0; c < count; c++) largest = Math.max(largest, end[c] - start[c]);
  const probability = new Float64Array(largest);
  let loss = 0;
  for (let c = 0; c < count; c++) {
    const first = start[c];
    const rows = end[c] - first;
    const logTotal = softmax(choices, weights, first, rows, probability);
    loss += logTotal - dot(weights, features, taken[c] * width);
    expected.fill(0);
    for (let i = 0; i < rows; i++) {
      const at = (first + i) * width;
      for (let k = 0; k < width; k++) {
        const row = k * width;
        const weighted = probability[i] * features[at + k];
        if (weighted === 0) continue;
        expected[k] += weighted;
        for (let l = 0; l <= k; l++) curvature[row + l] += weighted * features[at + l];
      }
    }
    for (let k = 0; k < width; k++) {
      scores[cluster[c] * width + k] += expected[k] - features[taken[c] * width + k];
      for (let l = 0; l <= k; l++) curvature[k * width + l] -= expected[k] * expected[l];
    }
  }
  loss /= count;
  let value = loss;
  for (let k = 0; k < width; k++) {
    for (let c = 0; c < clusters; c++) {
      gradient[k] += scores[c * width + k] / count;
      scores[c * width + k] *= clusters / count;
    }
    const away = weights[k] - centre[k];
    gradient[k] += (precision / count) * away;
    value += ((precision / count) * away ** 2) / 2;
    for (let l = 0; l <= k; l++) {
      curvature[k * width + l] = (curvature[k * width + l] + (k === l ? precision : 0)) / count;
      curvature[l * width + k] = curvature[k * width + l];
    }
  }
  return { value, loss, gradient, curvature, scores };
}

/** Writes the probabilities of `rows` alternatives; returns ln of the sum of exponentials. */
function softmax(
  { width, features }: Choices,
  weights: Float64Array,
  first: number,
  rows: number,
  probability: Float64Array,
): number {
  let top = -Infinity;
  for (let i = 0; i < rows; i++) {
    probability[i] = dot(weights, features, (first + i) * width);
    top = Math.max(top, probability[i]);
  }
  let total = 0;
  for (let i = 0; i < rows; i++) {
    probability[i] = Math.exp(probability[i] - top);
    total += probability[i];
  }
  for (let i = 0; i < rows; i++) probability[i] /= total;
  return top + Math.log(total);
}

function dot(weights: Float64Array, features: Float32Array, at: number): number {
  let total = 0;
  for (let k = 0; k < weights.length; k++) total += weights[k] * features[at + k];
  return total;
}
