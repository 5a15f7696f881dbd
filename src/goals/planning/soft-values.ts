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
   * the longest expected episode of the policy, which is exact to first order in the residual. Infinity where it is
   * not known.
   */
  readonly errorBound: number;
  /** Whether errorBound x beta is at most the tolerance plus 1e-9 of the largest beta V. */
  readonly converged: boolean;
  /** Why not, and what to do; also what is -Infinity. */
  readonly message: string;
}

type Findings = Omit<SoftValues, "values" | "policy" | "message"> & {
  /** Whether the residual has come down to what the tolerance asks for, or to rounding. */
  readonly finished: boolean;
  readonly horizon: number;
  readonly wandering: Wandering | undefined;
  /** How many policies were not evaluated, because their episodes go on for too long. */
  readonly unsolved: number;
};

/** Puts the findings of a solver into words. */
export function judge(problem: Problem, findings: Findings): Omit<SoftValues, "values" | "policy"> {
  const { iterations, residual, errorBound, converged } = findings;
  const barred = barredStates(problem);
  const nothing = barred.count > 0 && barred.count === barred.of;
  return {
    iterations,
    residual,
    errorBound,
    converged: converged && !nothing,
    message: [nothing ? undefined : outcome(problem.discount, findings), barred.message]
      .filter(Boolean)
      .join("; "),
  };
}

function outcome(discount: number, findings: Findings): string {
  const { iterations, residual, errorBound, converged, finished, horizon, wandering, unsolved } = findings;
  if (wandering)
    return `values grow without bound: around state ${wandering.state} going round gains at least ${digits(wandering.gain)} per step (reward, and entropy / beta); raise beta, make each step cost more, or take a discount below 1`;
  if (converged) return `converged after ${iterations} backups: values within ${digits(errorBound)}`;
  if (finished && !Number.isFinite(horizon))
    return `residual ${digits(residual)} after ${iterations} backups, but the policy may never end an episode, so the error is unknown; make each step cost something, or take a discount below 1`;
  if (finished)
    return `residual ${digits(residual)} after ${iterations} backups is down to rounding, but the policy looks ahead ${digits(horizon)} steps, over which rounding adds up: values are known within ${digits(errorBound)} only; ${discount === 1 ? "make each step cost more, or take a discount below 1" : "lower the discount"}`;
  const what = `not converged after ${iterations} backups: residual ${digits(residual)}`;
  if (unsolved === 0) return `${what}; raise maxIterations or tolerance, or lower the discount`;
  return discount === 1
    ? `${what}, and episodes last too long to compute; if going round gains more (reward, and entropy / beta) than it costs, raise beta, make each step cost more, or take a discount below 1`
    : `${what}, and ${unsolved} policies could not be evaluated; lower the discount`;
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
