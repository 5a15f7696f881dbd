import { initialEntropy } from "../../entropy/index.js";
import { cueNetworkArrays, product, tooLarge } from "../array-sizes.js";
import type { Execution } from "../execution.js";
import {
  agreement,
  classCount,
  distinct,
  each,
  enoughInputs,
  entropyOf,
  execution,
  multipleOf,
  notEmpty,
  notNegative,
  positive,
  positives,
  problemIn,
  someOf,
  whole,
} from "../parameter-checks.js";

export const learnerNames = ["mlp", "cnn", "transformer"] as const;
export type LearnerName = (typeof learnerNames)[number];

export const energyNames = ["l2", "elastic", "kl", "goal-entropy"] as const;
export type EnergyName = (typeof energyNames)[number];

/** Policies that are chosen ahead of the run; constants are chosen with hindsight. */
export const policyNames = ["critical", "feedback", "adaptive-kl", "cost-aware", "self-tuning"] as const;
export type PolicyName = (typeof policyNames)[number];

/** Every number of the experiment. What was set after a pilot is said in docs/design/frontier.md. */
export type FrontierParameters = typeof frontierDefaults;

/** Goal fidelity of the paper's start: what is to be kept. */
const FIDELITY = 0.9;

export const frontierDefaults = {
  seeds: 5,
  learners: ["mlp", "cnn"] as LearnerName[],
  energies: [...energyNames] as EnergyName[],
  policies: [...policyNames] as PolicyName[],
  cues: 4,
  classes: 8,
  /** Standard deviation of the input noise of the networks that see cues as numbers. */
  noise: 0.3,
  batch: 32,
  alignmentSteps: 600,
  driftSteps: 600,
  alignmentRate: 0.1,
  /** The transformer learns the cues more slowly. */
  transformerAlignmentRate: 0.3,
  driftRate: 0.05,
  /** Probability that cue j names the label under the proxy objective. */
  proxyAgreement: [0.3, 0.9, 0.9, 0.9],
  /** Steps between measurements of S, a multiple of 5. */
  measureEvery: 20,
  conflictInputs: 1000,
  /** Conflict inputs that a step's KL or goal entropy is taken over, and sets of them that are taken in turn. */
  energyInputs: 64,
  energySets: 16,
  /** Inputs behind lambda_max and behind the Fisher diagonal. */
  fisherInputs: 256,
  taskInputs: 2000,
  /** Constant gammas, in scales of the energy. */
  constants: [0.1, 0.3, 1, 3, 10],
  /** The gamma about which every policy works on an energy: its unit. */
  l2Scale: 2,
  elasticScale: 300,
  klScale: 1,
  goalEntropyScale: 1,
  /** Of the paper's rule. */
  margin: 1.5,
  /** Entropy to hold, nats: that of fidelity 0.9 with the rest spread evenly over the other goals. */
  target: initialEntropy(5, FIDELITY),
  /** Divergence of the goals from the intended one to hold, nats: -ln 0.9. */
  divergenceTarget: -Math.log(FIDELITY),
  /** Nats above the target that still count as held. */
  tolerance: 0.05,
  execution: "auto" as Execution,
};

/** A run of well under a minute: two seeds of short runs on the MLP, with fewer constants. */
export const frontierQuick: Partial<FrontierParameters> = {
  seeds: 2,
  learners: ["mlp"],
  energies: ["l2", "kl"],
  alignmentSteps: 300,
  driftSteps: 400,
  conflictInputs: 400,
  energySets: 4,
  constants: [0.3, 1, 3],
};

/** The goals are the cues and "none of these". */
export const goalCount = ({ cues }: FrontierParameters): number => cues + 1;

/** Numbers a cue: with 4 cues 64 in all, an image of 8 x 8 for the CNN; hidden units of the MLP. */
export const mlpSizes = { dimensions: 16, hidden: 64 };

/** Steps that are taken in one call of the engine. */
export const TOGETHER = 5;

const COUNTS = [
  "seeds",
  "cues",
  "classes",
  "batch",
  "alignmentSteps",
  "driftSteps",
  "measureEvery",
  "conflictInputs",
  "energyInputs",
  "energySets",
  "fisherInputs",
  "taskInputs",
] as const;

const POSITIVE = [
  "l2Scale",
  "elasticScale",
  "klScale",
  "goalEntropyScale",
  "margin",
  "target",
  "divergenceTarget",
  "alignmentRate",
  "transformerAlignmentRate",
  "driftRate",
] as const;

/** What is wrong with `parameters`, or undefined. */
export const problem = (p: FrontierParameters): string | undefined =>
  problemIn(
    p,
    each(COUNTS, whole()),
    each(POSITIVE, positive),
    each(["noise", "tolerance"], notNegative),
    each(["measureEvery", "alignmentSteps"], multipleOf(TOGETHER)),
    {
      classes: classCount,
      learners: someOf(learnerNames),
      energies: someOf(energyNames),
      policies: someOf(policyNames),
      constants: positives,
      proxyAgreement: agreement(p.cues),
      conflictInputs: enoughInputs,
      execution,
    },
    { constants: notEmpty },
    { constants: distinct },
  ) ?? problemOfSeveral(p);

function problemOfSeveral(p: FrontierParameters): string | undefined {
  const { cues, classes, driftSteps, measureEvery } = p;
  if (driftSteps % measureEvery !== 0 || driftSteps < 4 * measureEvery)
    return `driftSteps must be a multiple of measureEvery (${measureEvery}) and at least four of it, got ${driftSteps}`;
  if (cues > classes)
    return `cues (${cues}) must not exceed classes (${classes}): conflict inputs name different ones`;
  return (
    problemIn(p, { target: entropyOf(goalCount(p)) }) ??
    tooLarge(
      ...cueNetworkArrays({ ...p, ...mlpSizes }),
      product({ ...p, ...mlpSizes }, "energyInputs", "energySets", "cues", "dimensions"),
    )
  );
}
