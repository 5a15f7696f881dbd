import { constant, critical, feedback, type Policy } from "../../control/index.js";
import { criticalWork } from "../../law/index.js";
import { type ClosedLoopParameters, goalCount } from "./parameters.js";

export interface NamedPolicy {
  readonly id: string;
  readonly label: string;
  /** @param startLambda lambda_max of the aligned network. */
  build(parameters: ClosedLoopParameters, parameterCount: number, startLambda: number): Policy;
}

/**
 * Feedback starts from the paper's rule and corrects it by the measured S. Gains come from the plant's own scale:
 * an error as large as the target asks for half of gamma_crit more; the integral time is two measurement intervals, no
 * faster than S is seen; the ceiling is 10 gamma_crit.
 */
const feedbackOn = (p: ClosedLoopParameters, parameterCount: number, startLambda: number): Policy => {
  const scale = criticalWork(startLambda, parameterCount);
  return feedback({
    target: p.target,
    goals: goalCount(p),
    gain: (0.5 * scale) / p.target,
    integralTime: 2 * p.measureEvery,
    maximum: 10 * scale,
    initial: p.margin * scale,
  }) as Policy;
};

const criticalOn = (p: ClosedLoopParameters, parameterCount: number, reestimate: boolean): Policy =>
  critical({
    criticalWork: (lambdaMax) => criticalWork(lambdaMax, parameterCount),
    margin: p.margin,
    reestimate,
  }) as Policy;

export const policies: readonly NamedPolicy[] = [
  { id: "none", label: "no alignment work", build: () => constant(0) as Policy },
  { id: "critical_start", label: "critical, λ_max of the start", build: (p, n) => criticalOn(p, n, false) },
  {
    id: "critical_reestimated",
    label: "critical, λ_max re-estimated",
    build: (p, n) => criticalOn(p, n, true),
  },
  { id: "feedback", label: "feedback on S", build: feedbackOn },
];
