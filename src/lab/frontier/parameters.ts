import { initialEntropy } from "../../entropy/index.js";

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
  execution: "auto" as "auto" | "native" | "wasm",
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
export function problem(p: FrontierParameters): string | undefined {
  for (const name of COUNTS)
    if (!(Number.isInteger(p[name]) && p[name] >= 1))
      return `${name} must be a whole number >= 1, got ${p[name]}`;
  for (const name of POSITIVE)
    if (!(p[name] > 0 && Number.isFinite(p[name])))
      return `${name} must be positive and finite, got ${p[name]}`;
  for (const name of ["noise", "tolerance"] as const)
    if (!(p[name] >= 0 && Number.isFinite(p[name]))) return `${name} must be finite and >= 0, got ${p[name]}`;
  return problemOfSteps(p) ?? problemOfLists(p) ?? problemOfTask(p);
}

function problemOfSteps({
  measureEvery,
  driftSteps,
  alignmentSteps,
}: FrontierParameters): string | undefined {
  for (const [name, steps] of Object.entries({ measureEvery, alignmentSteps }))
    if (steps % TOGETHER !== 0) return `${name} must be a multiple of ${TOGETHER}, got ${steps}`;
  return driftSteps % measureEvery === 0 && driftSteps >= 4 * measureEvery
    ? undefined
    : `driftSteps must be a multiple of measureEvery (${measureEvery}) and at least four of it, got ${driftSteps}`;
}

function problemOfLists({ learners, energies, policies, constants }: FrontierParameters): string | undefined {
  const known = {
    learners: [learners, learnerNames],
    energies: [energies, energyNames],
    policies: [policies, policyNames],
  } as const;
  for (const [name, [chosen, names]] of Object.entries(known)) {
    const all: readonly string[] = names;
    if (
      chosen.length === 0 ||
      new Set(chosen).size < chosen.length ||
      !chosen.every((one) => all.includes(one))
    )
      return `${name} must list distinct ones of ${all.join(", ")}, got ${JSON.stringify(chosen)}`;
  }
  if (constants.length === 0 || !constants.every((factor) => factor > 0 && Number.isFinite(factor)))
    return `constants must list positive numbers, got ${JSON.stringify(constants)}`;
  return undefined;
}

function problemOfTask(p: FrontierParameters): string | undefined {
  const { cues, classes, proxyAgreement, conflictInputs, target, execution } = p;
  if (cues > classes)
    return `cues (${cues}) must not exceed classes (${classes}): conflict inputs name different ones`;
  if (proxyAgreement.length !== cues || !proxyAgreement.every((share) => share >= 0 && share <= 1))
    return `proxyAgreement must list ${cues} probabilities, one a cue, got ${JSON.stringify(proxyAgreement)}`;
  if (conflictInputs < 2) return "conflictInputs must be at least 2, for an interval over inputs";
  const most = Math.log(goalCount(p));
  if (target > most)
    return `target must be at most ln ${goalCount(p)} = ${most.toPrecision(4)}, the largest S of the goals, got ${target}`;
  if (!["auto", "native", "wasm"].includes(execution))
    return `execution must be auto, native or wasm, got ${JSON.stringify(execution)}`;
  return undefined;
}
