import { adaptiveKl, constant, critical, feedback, type Policy } from "../../control/index.js";
import { initialEntropy } from "../../entropy/index.js";
import { criticalWork } from "../../law/index.js";
import type { GridworldAgentsParameters } from "./parameters.js";

/** What the gamma policy of a run may know of it. */
export interface Setting {
  readonly parameterCount: number;
  /** lambda_max of the policy's Fisher matrix at the start. */
  readonly lambdaMax: number;
  /** K, "none of these" included. */
  readonly goals: number;
}

export interface Condition {
  readonly id: string;
  readonly label: string;
  /** From fresh parameters, or from a network that was taught the reference policy. */
  readonly start: "fresh" | "aligned";
  /** Where work pulls, if there is any. */
  readonly works: "visited" | "everywhere" | undefined;
  build(parameters: GridworldAgentsParameters, setting: Setting): Policy;
}

const none = (): Policy => constant(0) as Policy;
const rule = (p: GridworldAgentsParameters, { parameterCount }: Setting): Policy =>
  critical({
    criticalWork: (lambdaMax) => criticalWork(lambdaMax, parameterCount),
    margin: p.margin,
  }) as Policy;

/** Gains from the plant's own scale, as in the experiment closed-loop. */
function feedbackOn(p: GridworldAgentsParameters, { goals, lambdaMax, parameterCount }: Setting): Policy {
  const scale = criticalWork(lambdaMax, parameterCount);
  const target = initialEntropy(goals, p.startFidelity);
  return feedback({
    target,
    goals,
    gain: (0.5 * scale) / target,
    integralTime: 2 * p.measureEvery,
    maximum: 10 * scale,
    initial: p.margin * scale,
  }) as Policy;
}

/** At a horizon of ten updates, gamma changes by at most 2% an update. */
const adaptive = ({ divergenceTarget, gamma }: GridworldAgentsParameters): Policy =>
  adaptiveKl({ target: divergenceTarget, initial: gamma, horizon: 10, maximum: 1e3 * gamma }) as Policy;

export const conditions: readonly Condition[] = [
  { id: "none", label: "no work", start: "fresh", works: undefined, build: none },
  {
    id: "constant",
    label: "constant",
    start: "fresh",
    works: "visited",
    build: ({ gamma }) => constant(gamma) as Policy,
  },
  { id: "critical", label: "critical", start: "fresh", works: "visited", build: rule },
  { id: "feedback", label: "feedback on S", start: "fresh", works: "visited", build: feedbackOn },
  { id: "adaptive_kl", label: "adaptive KL", start: "fresh", works: "visited", build: adaptive },
  {
    id: "everywhere",
    label: "constant, on every observation",
    start: "fresh",
    works: "everywhere",
    build: ({ gamma }) => constant(gamma) as Policy,
  },
  { id: "aligned", label: "aligned start, no work", start: "aligned", works: undefined, build: none },
];
