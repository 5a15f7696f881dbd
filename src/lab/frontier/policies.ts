import {
  adaptiveKl,
  constant,
  costAware,
  critical,
  feedback,
  type Policy,
  selfTuning,
} from "../../control/index.js";
import { criticalWork } from "../../law/index.js";
import { type FrontierParameters, goalCount, type PolicyName } from "./parameters.js";

export interface NamedPolicy {
  readonly id: PolicyName | `constant-${number}`;
  readonly label: string;
  /** Chosen with hindsight: it shows what can be had, and cannot be picked. */
  readonly hindsight: boolean;
  /** @param scale unit of gamma of the energy. */
  build(p: FrontierParameters, scale: number, parameterCount: number): Policy;
}

/** Bounds of every policy that moves gamma: three orders of magnitude about the scale. */
const bounds = (scale: number) => ({ minimum: scale / 100, maximum: 30 * scale, initial: scale });

/** An error as large as the target asks for a quarter of a scale more; T_i is two measurements, no faster than S is seen. */
const feedbackOn: NamedPolicy["build"] = (p, scale) =>
  feedback({
    target: p.target,
    goals: goalCount(p),
    gain: (0.25 * scale) / p.target,
    integralTime: 2 * p.measureEvery,
    ...bounds(scale),
    minimum: 0,
  }) as Policy;

const chosenAhead: readonly NamedPolicy[] = [
  {
    id: "critical",
    label: "critical",
    hindsight: false,
    build: (p, _, parameterCount) =>
      critical({
        criticalWork: (lambdaMax) => criticalWork(lambdaMax, parameterCount),
        margin: p.margin,
      }) as Policy,
  },
  { id: "feedback", label: "feedback", hindsight: false, build: feedbackOn },
  {
    id: "adaptive-kl",
    label: "adaptive KL",
    hindsight: false,
    build: (p, scale) =>
      adaptiveKl({ target: p.divergenceTarget, horizon: 2 * p.measureEvery, ...bounds(scale) }) as Policy,
  },
  {
    id: "cost-aware",
    label: "cost-aware",
    hindsight: false,
    build: (p, scale) => costAware({ target: p.target, goals: goalCount(p), ...bounds(scale) }) as Policy,
  },
  {
    id: "self-tuning",
    label: "self-tuning",
    hindsight: false,
    build: (p, scale) =>
      selfTuning({
        target: p.target,
        goals: goalCount(p),
        maximum: 30 * scale,
        probe: { low: 0.3 * scale, high: 3 * scale, hold: 2 * p.measureEvery, bits: 3 },
      }) as Policy,
  },
];

export const policiesOf = ({ constants, policies }: FrontierParameters): NamedPolicy[] => [
  ...chosenAhead.filter(({ id }) => policies.some((name) => name === id)),
  ...constants.map(
    (factor): NamedPolicy => ({
      id: `constant-${factor}`,
      label: `constant ${factor}`,
      hindsight: true,
      build: (_, scale) => constant(factor * scale) as Policy,
    }),
  ),
];
