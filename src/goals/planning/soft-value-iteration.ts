import type { Goal } from "../goal.js";
import { isTerminal, type Mdp } from "../mdp.js";
import { solveChain } from "./chain.js";
import { firstPolicy } from "./first-policy.js";
import { emptyLinearisation, type Linearisation, linearise } from "./linearisation.js";
import { greatestMagnitude, policyFrom, valuesFrom } from "./policy.js";
import { type Problem, pose } from "./problem.js";
import { fixed, optimal, soft } from "./rule.js";
import { judge, type SoftValues } from "./soft-values.js";
import { structureOf } from "./structure.js";
import { findWandering, searchWandering, type Wandering } from "./wandering.js";

export interface SoftValueOptions {
  /** Rationality, per unit of reward: positive and finite. At 1e6 the values are the hard maximum to ln(actions)/1e6. */
  readonly beta: number;
  /** From 0 to 1. At 1 an episode must end: see `SoftValues.values`. */
  readonly discount: number;
  /** What planning looks ahead to; default "soft". The other rules need not converge: give them a finite horizon. */
  readonly rule?: "soft" | "optimal";
  /** Accepted error of beta V, so of half a log-probability; default 1e-9. Rounding may add 1e-9 of the largest beta V. */
  readonly tolerance?: number;
  /** Backups of all states; default 200. Newton's method takes 5 to 20. */
  readonly maxIterations?: number;
  /** Values to start from, [states]: those of a similar goal save iterations. */
  readonly initial?: Float64Array;
}

/**
 * Residual that each Newton step leaves, relative. It stands for an error of the values up to 1/(1 - discount) times as
 * large; with these, steps are as many as with exact solutions (measured for discounts up to 0.9999).
 */
const forcing = (discount: number): number => Math.min(1e-2, Math.max(1e-3, 0.1 * Math.sqrt(1 - discount)));
const CHAIN_ITERATIONS = 500;
/** So many policies whose chain could not be solved are enough to give up. */
const MAX_UNSOLVED = 5;
/** Rounding error of a backup, relative to the largest value. */
const ROUNDING = 8 * Number.EPSILON;
/** Error of the values that rounding may cause, relative to the largest: it takes episodes of 600,000 steps. */
const RELATIVE = 1e-9;

/**
 * Soft (maximum causal entropy) values and policy: Q = R + discount E V(s'), V = (1/beta) ln sum_a exp beta Q,
 * pi = exp beta (Q - V) [Ziebart 2010, section 6.2].
 *
 * Newton's method on T V = V, which is soft policy iteration: each step backs up all states and solves the linear
 * equations of the resulting policy's chain by a Krylov method [inexact policy iteration: Gargiani et al. 2023]. The
 * number of steps depends little on size, discount and beta, where value iteration needs about
 * ln(1 / tolerance) / (1 - discount). A step whose equations cannot be solved is replaced by the plain backup.
 *
 * All is computed in units of 1/beta, so that neither end of beta overflows. As beta falls to 0 the policy becomes the
 * one of largest discounted entropy, which prefers states with many ways on: it is uniform only where all states have
 * equally many.
 *
 * @throws RangeError as `pose`, or for `initial` of another length.
 */
export function softValueIteration(mdp: Mdp, goal: Goal, options: SoftValueOptions): SoftValues {
  const { beta, discount, rule = "soft", tolerance = 1e-9, maxIterations = 200, initial } = options;
  const problem = pose(mdp, goal, beta, discount);
  const choice = rule === "soft" ? soft : optimal;
  const values = startingValues(problem, beta, initial);
  const at = emptyLinearisation(problem);
  let iterations = 0;
  let unsolved = 0;
  if (initial === undefined) {
    linearise(problem, fixed(firstPolicy(problem)), values, at);
    if (!newtonStep(problem, at, values)) unsolved += 1;
    iterations += 1;
  }
  for (;;) {
    linearise(problem, choice, values, at);
    iterations += 1;
    const { backup, residual } = at;
    const largest = greatestMagnitude(backup);
    const rounding = ROUNDING * largest;
    const least = Math.max(tolerance, rounding);
    const settled = residual <= least;
    const horizon = discount < 1 ? 1 / (1 - discount) : settled ? longestEpisode(at) : Infinity;
    const finished = settled && residual <= Math.max(tolerance / horizon, rounding);
    const exhausted = iterations >= maxIterations || unsolved >= MAX_UNSOLVED;
    let wandering: Wandering | undefined;
    if (discount === 1 && !settled) {
      wandering = findWandering(problem, choice, values, least);
      if (exhausted) wandering ??= searchWandering(problem, choice, tolerance, emptyLinearisation(problem));
    }
    if (finished || wandering || exhausted) {
      const error = wandering || horizon === Infinity ? Infinity : (residual + rounding) * horizon;
      return {
        values: valuesFrom(problem, backup, beta),
        policy: policyFrom(problem, backup),
        ...judge(problem, {
          iterations,
          unsolved,
          residual: residual / beta,
          errorBound: error / beta,
          converged: finished && error <= tolerance + RELATIVE * largest,
          finished,
          horizon,
          wandering: wandering && { ...wandering, gain: wandering.gain / beta },
        }),
      };
    }
    if (!newtonStep(problem, at, values)) unsolved += 1;
  }
}

function startingValues({ mdp, start, viable }: Problem, beta: number, initial?: Float64Array): Float64Array {
  if (initial === undefined) return start.slice();
  if (initial.length !== mdp.states)
    throw new RangeError(`initial: expected ${mdp.states} values, got ${initial.length}`);
  return start.map((fixed, s) => {
    const free = viable.state[s] === 1 && !isTerminal(mdp, s);
    return free && Number.isFinite(beta * initial[s]) ? beta * initial[s] : fixed;
  });
}

/** values += (1 - P)^-1 (T values - values); false and the plain backup where those equations cannot be solved. */
function newtonStep({ mdp, discount }: Problem, at: Linearisation, values: Float64Array): boolean {
  const { order } = structureOf(mdp);
  const tolerance = forcing(discount) * at.residual;
  const step = solveChain(at.chain, at.gain, { tolerance, maxIterations: CHAIN_ITERATIONS });
  if (step === undefined) values.set(at.backup);
  else for (let place = 0; place < order.length; place++) values[order[place]] += step[place];
  return step !== undefined;
}

/** Largest expected number of steps to the end under the policy, to two digits; Infinity where it may never end. */
function longestEpisode({ chain, stay }: Linearisation): number {
  const expected = solveChain(chain, stay, { tolerance: 1e-2, maxIterations: CHAIN_ITERATIONS });
  return expected === undefined ? Infinity : Math.max(1, greatestMagnitude(expected));
}
