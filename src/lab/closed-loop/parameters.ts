import { initialEntropy } from "../../entropy/index.js";

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
  /** Entropy to hold, nats: the paper's start, fidelity 0.9 with the rest spread evenly over the other goals. */
  target: initialEntropy(5, 0.9),
  /** Nats above the target that still count as held; about 3% of ln K, five standard errors of one measurement. */
  tolerance: 0.05,
};

/** The goals are the cues and "none of these". */
export const goalCount = (parameters: ClosedLoopParameters): number => parameters.cues + 1;
