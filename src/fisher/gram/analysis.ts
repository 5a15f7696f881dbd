/** The spectrum of a Fisher matrix from gradient samples, with what they can and cannot say about lambda_max. */
import {
  type Estimate,
  mean,
  type RandomStream,
  studentTQuantile,
  symmetricEigenvalues,
  variance,
} from "../../numeric/index.js";
import { type BracketPoint, bracketAt, nestedSizes, type Settling, settling } from "./against-samples.js";
import { type EffectiveDimension, effectiveDimension } from "./effective-dimension.js";
import {
  type Bracket,
  COVERS,
  type LambdaMaxEvidence,
  type LambdaMaxInterval,
  lambdaMaxEvidence,
} from "./lambda-max.js";
import { noiseReduction } from "./noise-reduction.js";
import { type DensityBin, sampleDensity } from "./sample-density.js";
import { type SampleGram, sampleGram } from "./sample-gram.js";
import { type SpikedModel, spikedModel } from "./spiked-model.js";
import type { TailDiagnostic } from "./tail.js";

export interface GramOptions {
  /** N: columns of G, the number of parameters. */
  readonly parameters: number;
  readonly stream: RandomStream;
  /** Which Fisher matrix E g g' the rows are draws for; repeated in the result. Default "empirical Fisher". */
  readonly matrix?: string;
  /** Random halvings to average over. Default 16: more change the ends by less than their sampling error. */
  readonly splits?: number;
  /** Confidence level of every interval. Default 0.95. */
  readonly level?: number;
  /** Ridges c of the effective dimensions tr F (F + c)^-1. Default none. */
  readonly ridges?: readonly number[];
  /** Ratio of the bracket's ends that counts as settled. Default 2. */
  readonly settledAt?: number;
}

export interface GramAnalysis {
  readonly matrix: string;
  /** n, gradients. */
  readonly rows: number;
  readonly parameters: number;
  /** The headline: limits of lambda_max, each missed with probability (1 - level) / 2. */
  readonly lambdaMax: LambdaMaxInterval;
  readonly bracket: Bracket;
  /** Point estimates for Gaussian rows: to be quoted only where `tail.againstPoint` is empty. */
  readonly noiseReduction: number;
  readonly spikedModel: SpikedModel;
  readonly tail: TailDiagnostic;
  /** tr F = E |g|^2. */
  readonly trace: Estimate;
  /** tr F / lambda_max from the intervals of both, hence of at least `level`; >= 1 always. */
  readonly traceOverTop: LambdaMaxInterval;
  readonly effectiveDimensions: readonly EffectiveDimension[];
  /** Eigenvalues of G'G / n, descending, one a row: biased up at the top, down at the bottom. */
  readonly eigenvalues: readonly number[];
  /** Density of these over ln lambda, those that are not zero, beside that of white noise. */
  readonly density: readonly DensityBin[];
  /** The bracket at nested numbers of rows, and how many would settle it. */
  readonly curve: readonly BracketPoint[];
  readonly settling?: Settling;
}

/**
 * @param entries K = G G', row-major n x n, not divided by n, for rows that are independent draws.
 *
 * Limits: the intervals cover the draw of the n gradients at these parameters, for the matrix that their law defines.
 * They do not cover another data distribution, another seed of training, or a projection of the gradients. Rows that
 * are not independent (gradients of overlapping batches) make all of it too sure.
 *
 * @throws RangeError where K is no Gram matrix of at least two gradients, or an option is out of range.
 */
export function gramAnalysis(
  entries: Float64Array,
  {
    parameters,
    stream,
    matrix = "empirical Fisher",
    splits = 16,
    level = 0.95,
    ridges = [],
    settledAt = 2,
  }: GramOptions,
): GramAnalysis {
  requireOptions(parameters, splits, level, settledAt);
  const gram = sampleGram(entries);
  const n = gram.rows;
  const eigenvalues = Array.from(symmetricEigenvalues(gram.entries, n), (value) => Math.max(0, value) / n);
  const evidence = lambdaMaxEvidence(gram, splits, stream.split("halves"));
  const { bracket, tail } = evidence;
  const curve = nestedSizes(n).map((rows) =>
    rows === n ? { rows, ...bracket } : bracketAt(gram, rows, SUBSETS, stream.split("subset", rows)),
  );
  const settled = settling(curve, settledAt);
  const spike = spikedModel(eigenvalues, parameters);
  return {
    matrix,
    rows: n,
    parameters,
    lambdaMax: evidence.interval(level),
    bracket,
    noiseReduction: noiseReduction(eigenvalues[0], sumOf(eigenvalues), n),
    spikedModel: spike,
    tail,
    trace: traceInterval(gram, level),
    traceOverTop: traceOverTop(gram, evidence, level),
    effectiveDimensions: ridges.map((ridge) => effectiveDimension(gram, eigenvalues, ridge)),
    eigenvalues,
    density: sampleDensity(eigenvalues, parameters, spike),
    curve,
    ...(settled === undefined ? {} : { settling: settled }),
  };
}

/** Random subsets a size of the curve. */
const SUBSETS = 16;

function requireOptions(parameters: number, splits: number, level: number, settledAt: number): void {
  if (!(Number.isInteger(parameters) && parameters >= 1))
    throw new RangeError(`parameters must be a whole number >= 1, got ${parameters}`);
  if (!(Number.isInteger(splits) && splits >= 1))
    throw new RangeError(`splits must be a whole number >= 1, got ${splits}`);
  if (!(level > 0 && level < 1)) throw new RangeError(`level must be between 0 and 1, got ${level}`);
  if (!(settledAt > 1)) throw new RangeError(`settledAt must be > 1, got ${settledAt}`);
}

/** Student's t over the squared norms. */
function traceInterval({ entries, rows }: SampleGram, level: number): Estimate {
  const norms = Float64Array.from({ length: rows }, (_, i) => entries[i * rows + i]);
  const value = mean(norms)!;
  const half = studentTQuantile((1 + level) / 2, rows - 1) * Math.sqrt(variance(norms)! / rows);
  return {
    value,
    lower: Math.max(0, value - half),
    upper: value + half,
    level,
    method: "mean squared norm, Student t",
    n: rows,
    covers: COVERS,
  };
}

/** Each at a level that leaves half of the error probability to the other (Bonferroni). */
function traceOverTop(gram: SampleGram, evidence: LambdaMaxEvidence, level: number): LambdaMaxInterval {
  const half = (1 + level) / 2;
  const trace = traceInterval(gram, half);
  const top = evidence.interval(half);
  const lower = top.upper === undefined ? 1 : Math.max(1, trace.lower / top.upper);
  const above =
    top.lower > 0
      ? { upper: Math.max(1, trace.upper / top.lower) }
      : { noUpper: "lambda_max has no positive lower limit" };
  return {
    value: Math.max(lower, top.value > 0 ? trace.value / top.value : lower),
    lower,
    ...above,
    level,
    method: "trace over the two-half bracket, Bonferroni",
    n: trace.n,
    covers: COVERS,
  };
}

const sumOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
