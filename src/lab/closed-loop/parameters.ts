import { initialEntropy } from "../../entropy/index.js";
import { cueNetworkArrays, tooLarge } from "../array-sizes.js";
import type { Execution } from "../execution.js";
import {
  agreement,
  classCount,
  each,
  enoughInputs,
  entropyOf,
  execution,
  notNegative,
  numbersOf,
  positive,
  problemIn,
  whole,
} from "../parameter-checks.js";

/** Every number of the closed loop; the defaults are those of the issue that set the task. */
export type ClosedLoopParameters = typeof closedLoopDefaults;

export const closedLoopDefaults = {
  seeds: 5,
  cues: 4,
  classes: 10,
  dimensions: 16,
  noise: 0.3,
  hidden: 128,
  batch: 64,
  alignmentSteps: 1500,
  alignmentRate: 0.1,
  driftSteps: 1000,
  driftRate: 0.05,
  /** Probability that cue j names the label under the proxy objective. */
  proxyAgreement: [0.3, 0.9, 0.9, 0.9],
  conflictInputs: 2000,
  /** Steps between measurements of S. */
  measureEvery: 25,
  /** Steps between estimates of lambda_max. */
  spectrumEvery: 100,
  /** Inputs behind the Fisher matrix. */
  fisherInputs: 512,
  taskInputs: 2000,
  margin: 1.5,
  /** "auto" (natively where possible), "native" or "wasm": the last gives the same bytes on every machine. */
  execution: "auto" as Execution,
  /** Entropy to hold, nats: the paper's start, fidelity 0.9 with the rest spread evenly over the other goals. */
  target: initialEntropy(5, 0.9),
  /** Nats above the target that still count as held; about 3% of ln K, five standard errors of one measurement. */
  tolerance: 0.05,
};

/** The goals are the cues and "none of these". */
export const goalCount = (parameters: ClosedLoopParameters): number => parameters.cues + 1;

/** Counts of at least one; the rest must be finite and not negative. */
const COUNTS = [
  "seeds",
  "cues",
  "classes",
  "dimensions",
  "hidden",
  "batch",
  "alignmentSteps",
  "driftSteps",
  "conflictInputs",
  "measureEvery",
  "spectrumEvery",
  "fisherInputs",
  "taskInputs",
] as const;

/** What is wrong with `parameters`, or undefined. */
export function problem(p: ClosedLoopParameters): string | undefined {
  const { cues, classes } = p;
  const wrong = problemIn(p, each(COUNTS, whole()), each(numbersOf(p), notNegative), {
    execution,
    classes: classCount,
    conflictInputs: enoughInputs,
    proxyAgreement: agreement(cues),
    margin: positive,
    target: positive,
  });
  if (wrong !== undefined) return wrong;
  if (cues > classes)
    return `cues (${cues}) must not exceed classes (${classes}): conflict inputs name different ones`;
  return problemIn(p, { target: entropyOf(goalCount(p)) }) ?? tooLarge(...cueNetworkArrays(p));
}
