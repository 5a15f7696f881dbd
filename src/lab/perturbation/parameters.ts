import { cueNetworkArrays, product, tooLarge } from "../array-sizes.js";
import type { Execution } from "../execution.js";
import {
  above,
  agreement,
  atLeast,
  atMost,
  below,
  classCount,
  each,
  enoughInputs,
  execution,
  multipleOf,
  notNegative,
  numbersOf,
  positive,
  positives,
  problemIn,
  someOf,
  whole,
} from "../parameter-checks.js";

/** Every number of the experiment; its sample size is `seeds`. */
export type PerturbationParameters = typeof perturbationDefaults;

export const systems = [
  "classifier",
  "transformer",
  "gridworld",
  "goal-logits",
  "unstable-logits",
  "scalar-law",
] as const;
export type System = (typeof systems)[number];

/** Real learners: what the verdict is about. The others say what theory expects. */
export const learners: readonly System[] = ["classifier", "transformer", "gridworld"];

/** How a system is called in words, and in the names of figures. */
export const labels: Readonly<Record<System, string>> = {
  classifier: "cue-conflict MLP",
  transformer: "transformer",
  gridworld: "gridworld agent",
  "goal-logits": "goal logits (OU model)",
  "unstable-logits": "control with a boundary",
  "scalar-law": "scalar law",
};

export const slug = (system: System): string => system.replaceAll("-", "_");

export const perturbationDefaults = {
  seeds: 20,
  systems: [...systems] as System[],
  /** gamma in units of gamma_crit. */
  multiples: [0, 0.25, 0.5, 0.8, 1, 1.5, 2],
  /** Points of the logarithmic grid around the measured crossing; even, so that the crossing lies between two. */
  gridPoints: 10,
  /** The grid reaches from crossing / gridReach to crossing x gridReach. */
  gridReach: 8,
  /** The paper's margin. */
  margin: 1.5,
  /** p(g_1) at which goals count as held: the paper's start. */
  intendedProbability: 0.9,
  /** Nats above that target that still count as held; as in closed-loop. */
  tolerance: 0.05,
  /** Smallest effect of interest: a system whose S rises by less without work has no drift to hold, nats. */
  leastDrift: 0.1,
  /** Difference of BIC that prefers a shape; 6 is strong evidence [Kass & Raftery 1995]. */
  leastBic: 6,
  /** Differences of S below this are not told apart, nats. */
  resolution: 0.005,

  cues: 4,
  classes: 6,
  dimensions: 16,
  noise: 0.3,
  /** Probability that cue j names the label under the proxy; in the gridworld, what exit j pays. */
  proxyAgreement: [0.3, 0.9, 0.9, 0.9],
  conflictInputs: 400,
  fisherInputs: 256,
  taskInputs: 1000,

  hidden: 32,
  batch: 64,
  alignmentSteps: 200,
  alignmentRate: 0.1,
  driftSteps: 400,
  driftRate: 0.05,

  transformerWidth: 16,
  transformerHeads: 2,
  transformerBatch: 32,
  transformerAlignmentSteps: 200,
  transformerAlignmentRate: 0.3,
  transformerDriftSteps: 320,
  /** Low: at 0.05 S wanders more between measurements. lambda_max climbs to about 2 / rate at either. */
  transformerDriftRate: 0.02,

  /** Cells along a side of the room. */
  side: 6,
  horizon: 20,
  discount: 0.95,
  /** beta of the soft-optimal policy of goal 1 from which the agent starts. */
  rationality: 8,
  /** What a step costs goal 1's own planner, so that it does not wander; the reward of arriving is 1. */
  stepCost: 0.19,
  agentUpdates: 400,
  agentEpisodes: 16,
  agentRate: 4,

  /** Parameters behind the goal logits. */
  dimension: 24,
  /** Largest eigenvalue of the proxy's curvature; the smallest is a hundredth of it or more. */
  logitCurvature: 2,
  logitRate: 0.05,
  logitSteps: 400,
  logitNoise: 1,
  logitDraws: 1000,
  /** kappa of the control's unstable direction, how far from the saddle it starts, and kappa x its time. */
  controlCurvature: 0.5,
  controlOffset: 0.1,
  controlGrowth: 120,

  /** "auto" (natively where possible), "native" or "wasm". */
  execution: "auto" as Execution,
};

export const perturbationQuick: Partial<PerturbationParameters> = {
  seeds: 3,
  conflictInputs: 200,
  taskInputs: 200,
  driftSteps: 200,
  transformerDriftSteps: 100,
  agentUpdates: 120,
  dimension: 12,
  logitDraws: 300,
};

/** One trial a system and seed, the systems in turn; the scalar law has nothing random and one trial. */
export function trialsOf({ systems: chosen, seeds }: PerturbationParameters): System[] {
  const random = chosen.filter((system) => system !== "scalar-law");
  const rounds = Array.from({ length: seeds }, () => random).flat();
  return chosen.includes("scalar-law") ? ["scalar-law", ...rounds] : rounds;
}

/** The parameters of trial `index`: one system. */
export const partOf = (p: PerturbationParameters, index: number): PerturbationParameters => ({
  ...p,
  systems: [trialsOf(p)[index] as System],
});

const COUNTS = [
  "seeds",
  "gridPoints",
  "cues",
  "classes",
  "dimensions",
  "conflictInputs",
  "fisherInputs",
  "taskInputs",
  "driftSteps",
  "hidden",
  "batch",
  "alignmentSteps",
  "transformerWidth",
  "transformerHeads",
  "transformerBatch",
  "transformerAlignmentSteps",
  "transformerDriftSteps",
  "side",
  "horizon",
  "agentUpdates",
  "agentEpisodes",
  "dimension",
  "logitSteps",
  "logitDraws",
] as const;
/** The room's exits and the logits' goals. */
const GOALS = 4;

/** What is wrong with `parameters`, or undefined. */
export const problem = (p: PerturbationParameters): string | undefined =>
  problemIn(
    p,
    each(COUNTS, whole()),
    each(numbersOf(p, "noise"), positive),
    each(["driftSteps", "transformerDriftSteps", "agentUpdates"], multipleOf(4)),
    {
      noise: notNegative,
      classes: classCount,
      systems: someOf(systems),
      gridReach: above(1),
      conflictInputs: enoughInputs,
      side: atLeast(3),
      dimension: atLeast(GOALS),
      logitDraws: atLeast(2),
      discount: below(1),
      intendedProbability: below(1),
      // The control's spread grows as the square of e^growth, and must stay a number.
      controlGrowth: atMost(300),
      execution,
    },
  ) ?? problemOfSeveral(p);

function problemOfSeveral(p: PerturbationParameters): string | undefined {
  const { multiples, proxyAgreement, cues } = p;
  if (
    !(
      multiples[0] === 0 &&
      multiples.every((m, i) => i === 0 || m > (multiples[i - 1] as number)) &&
      positives.holds(multiples.slice(1))
    )
  )
    return `multiples must ascend from 0, got ${JSON.stringify(multiples)}`;
  if (!(multiples.includes(p.margin) && multiples.includes(1)))
    return `multiples must contain 1 and the margin ${p.margin}, got ${JSON.stringify(multiples)}`;
  if (!(p.gridPoints >= 4 && p.gridPoints % 2 === 0))
    return `gridPoints must be even and at least 4, got ${p.gridPoints}`;
  if (cues !== GOALS || !agreement(GOALS).holds(proxyAgreement))
    return `expected ${GOALS} cues with a proxyAgreement from 0 to 1 each, got ${cues} and ${JSON.stringify(proxyAgreement)}`;
  if (p.classes < cues) return `classes must be at least cues (${cues}), got ${p.classes}`;
  if (p.transformerWidth % p.transformerHeads !== 0)
    return `transformerWidth must be a multiple of transformerHeads, got ${p.transformerWidth} and ${p.transformerHeads}`;
  return tooLarge(
    ...cueNetworkArrays(p),
    product(p, "driftSteps", "batch", "cues", "dimensions"),
    product(p, "transformerDriftSteps", "transformerBatch", "cues"),
    product(p, "transformerWidth", "transformerWidth"),
    ...(["transformerBatch", "conflictInputs", "fisherInputs", "taskInputs"] as const).map((inputs) =>
      product(p, inputs, "cues", "transformerWidth"),
    ),
    product(p, "side", "side", "cues"),
    product(p, "agentEpisodes", "horizon"),
    product(p, "dimension", "dimension"),
    product(p, "logitDraws", "dimension"),
  );
}
