import { isTerminal } from "../mdp.js";
import type { Policy } from "./policy.js";
import type { Problem } from "./problem.js";
import type { Wandering } from "./wandering.js";

export interface SoftValues {
  /**
   * V(s), [states]. -Infinity where nothing is allowed, or, undiscounted, where no policy ends the episode with
   * probability one; an action that may lead there has probability zero.
   */
  readonly values: Float64Array;
  readonly policy: Policy;
  /** Backups of all states. */
  readonly iterations: number;
  /** Largest |T V - V| of the last backup. */
  readonly residual: number;
  /**
   * Largest error of `values`: (residual + rounding) x horizon, the horizon being 1/(1 - discount), or, undiscounted,
   * the longest expected episode of the policy, which is exact to first order in the residual.
   */
  readonly errorBound: number;
  readonly converged: boolean;
  /** Why not, and what to do; also what is -Infinity. */
  readonly message: string;
}

type Findings = Omit<SoftValues, "values" | "policy" | "message"> & {
  readonly wandering: Wandering | undefined;
  /** How many policies were not evaluated, because their episodes go on for too long. */
  readonly unsolved: number;
};

/** Puts the findings of a solver into words. */
export function judge(problem: Problem, findings: Findings): Omit<SoftValues, "values" | "policy"> {
  const { wandering, unsolved, ...figures } = findings;
  const barred = barredStates(problem);
  const nothing = barred.count > 0 && barred.count === barred.of;
  return {
    ...figures,
    converged: figures.converged && Number.isFinite(figures.errorBound) && !nothing,
    message: [nothing ? undefined : outcome(problem.discount, findings), barred.message]
      .filter(Boolean)
      .join("; "),
  };
}

function outcome(discount: number, findings: Findings): string {
  const { iterations, residual, errorBound, converged, wandering, unsolved } = findings;
  if (wandering)
    return `values grow without bound: around state ${wandering.state} going round gains at least ${digits(wandering.gain)} per step (reward, and entropy / beta); raise beta, make each step cost more, or take a discount below 1`;
  if (!converged) {
    const what = `not converged after ${iterations} backups: residual ${digits(residual)}`;
    if (unsolved === 0) return `${what}; raise maxIterations or tolerance, or lower the discount`;
    return discount === 1
      ? `${what}, and episodes last too long to compute; if going round gains more (reward, and entropy / beta) than it costs, raise beta, make each step cost more, or take a discount below 1`
      : `${what}, and ${unsolved} policies could not be evaluated; lower the discount`;
  }
  if (!Number.isFinite(errorBound))
    return `residual ${digits(residual)} after ${iterations} backups, but the policy may never end an episode, so the error is unknown; make each step cost something, or take a discount below 1`;
  return `converged after ${iterations} backups: values within ${digits(errorBound)}`;
}

function barredStates({ mdp, viable, discount }: Problem): { count: number; of: number; message?: string } {
  let count = 0;
  let of = 0;
  let first = -1;
  for (let s = 0; s < mdp.states; s++) {
    if (isTerminal(mdp, s)) continue;
    of += 1;
    if (viable.state[s] === 1) continue;
    if (count++ === 0) first = s;
  }
  if (count === 0) return { count, of };
  const why =
    discount === 1
      ? "no policy is sure to end an episode from there (make absorbing states terminal by giving them no actions, or take a discount below 1)"
      : "every action there is forbidden or may lead to such a state";
  return { count, of, message: `${count} of ${of} states (first: ${first}) have value -Infinity: ${why}` };
}

const digits = (x: number): string => x.toPrecision(3);
