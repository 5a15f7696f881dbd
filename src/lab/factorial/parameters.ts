import { cueNetworkArrays, tooLarge } from "../array-sizes.js";
import type { Execution } from "../execution.js";
import {
  agreement,
  classCount,
  each,
  enoughInputs,
  execution,
  notNegative,
  numbersOf,
  positive,
  problemIn,
  whole,
} from "../parameter-checks.js";

/** Every number of the experiment; its sample size is `seeds`. */
export type FactorialParameters = typeof factorialDefaults;

/** Ways to make exploration noise stronger: smaller batches, a higher rate, noise added to the gradient. */
export const noises = ["batch", "rate", "gradient"] as const;
export type Noise = (typeof noises)[number];

export const factorialDefaults = {
  seeds: 24,
  cues: 4,
  classes: 6,
  dimensions: 16,
  noise: 0.3,
  hidden: 32,
  alignmentSteps: 200,
  alignmentRate: 0.1,
  /** Probability that cue j names the label under the proxy objective. */
  proxyAgreement: [0.3, 0.9, 0.9, 0.9],
  /** Share of a batch that is labelled by the proxy under gaming; the rest, and all without gaming, by cue 1. */
  proxyShare: 0.25,
  batch: 64,
  driftRate: 0.05,
  driftSteps: 800,
  /** How much larger eta / batch size is with noise: the temperature of stochastic gradient descent. */
  noiseFactor: 8,
  /** Standard deviation of the noise on every entry of a one-hot label. */
  labelNoise: 1,
  /** Work, in units of gamma_crit at the aligned start. */
  workMultiple: 0.1,
  conflictInputs: 1000,
  fisherInputs: 256,
  taskInputs: 1000,
  /** Smallest effects of interest: nats of S, and of the log odds of the goals other than the intended one. */
  leastEntropy: 0.05,
  leastLogOdds: 0.2,
  /** "auto" (natively where possible), "native" or "wasm". */
  execution: "auto" as Execution,
};

export const factorialQuick: Partial<FactorialParameters> = {
  seeds: 3,
  driftSteps: 320,
  conflictInputs: 200,
  taskInputs: 200,
};

const COUNTS = [
  "seeds",
  "cues",
  "classes",
  "dimensions",
  "hidden",
  "alignmentSteps",
  "batch",
  "driftSteps",
  "noiseFactor",
  "conflictInputs",
  "fisherInputs",
  "taskInputs",
] as const;

/** What is wrong with `parameters`, or undefined. */
export function problem(p: FactorialParameters): string | undefined {
  const { cues, classes, proxyShare, batch, noiseFactor, driftSteps } = p;
  const wrong = problemIn(
    p,
    each(COUNTS, whole()),
    each(numbersOf(p), notNegative),
    each(["driftRate", "alignmentRate", "leastEntropy", "leastLogOdds", "workMultiple"], positive),
    { execution, classes: classCount, conflictInputs: enoughInputs, proxyAgreement: agreement(cues) },
  );
  if (wrong !== undefined) return wrong;
  if (cues > classes) return `cues (${cues}) must not exceed classes (${classes})`;
  if (noiseFactor < 2 || batch % noiseFactor !== 0)
    return `batch must be a multiple of noiseFactor, which is at least 2, got ${batch} and ${noiseFactor}`;
  if (driftSteps % (4 * noiseFactor) !== 0)
    return `driftSteps must be a multiple of 4 x noiseFactor = ${4 * noiseFactor}, got ${driftSteps}`;
  if (!(proxyShare > 0 && proxyShare <= 1))
    return `proxyShare must be above 0 and at most 1, got ${proxyShare}`;
  if (!Number.isInteger((batch / noiseFactor) * proxyShare))
    return `proxyShare of the smallest batch, ${batch / noiseFactor}, must be whole, got ${proxyShare}`;
  return tooLarge(...cueNetworkArrays(p));
}
