import { type Estimate, normalQuantile } from "../../numeric/index.js";
import type { Trajectory } from "../inference/trajectory.js";
import { causalLoss } from "./causal-likelihood.js";
import {
  checkFeatures,
  type FeatureProcess,
  type Features,
  linearReward,
  requireFinite,
} from "./features.js";
import { minimise } from "./newton.js";
import { softPlanner } from "./soft-plan.js";
import { collectVisits } from "./visits.js";
import { determinedDirections, sandwichErrors, variedDirections } from "./weight-uncertainty.js";

export interface RewardRecoveryOptions {
  /**
   * Rationality, in 1 / reward. Behaviour determines beta x weights only, so this fixes the scale of the weights.
   * Default 1.
   */
  readonly beta?: number;
  /** Steps that the agent plans for. Default: an unlimited horizon. */
  readonly horizon?: number;
  /**
   * Weight of step t: `discounted` gives discount^t, and with it matched discounted feature counts; `equal` gives 1,
   * maximum likelihood, with smaller errors where behaviour is soft-optimal at every step. Default `discounted`.
   */
  readonly weighting?: "discounted" | "equal";
  /** Penalty (l2 / 2) |w|^2 on the mean loss of an episode. Default 0. */
  readonly l2?: number;
  /**
   * Weights to begin from. Default 0, at which an undiscounted agent would wander for ever: without a discount begin
   * where each step costs enough.
   */
  readonly initial?: ArrayLike<number>;
  /** Level of the intervals. Default 0.95. */
  readonly level?: number;
  /** Stop this many standard errors from the optimum (the Newton decrement x sqrt(episodes)). Default 1e-3. */
  readonly tolerance?: number;
  /** Default 50. */
  readonly maxIterations?: number;
}

export interface RecoveredReward {
  readonly weights: Float64Array;
  /** The same reward on the rows of the process, [rows]. */
  readonly reward: Float64Array;
  /**
   * Interval of each weight; `undefined` when the search failed, the demonstrations leave weights open, or there are too few
   * episodes, or too much alike, to know: `message` says which.
   */
  readonly estimates: readonly Estimate[] | undefined;
  /** How many directions of the weights the demonstrations determine, at most their number. */
  readonly determined: number;
  /** Mean log loss of an episode, steps weighted, with the penalty; `undefined` where planning failed. */
  readonly loss: number | undefined;
  readonly iterations: number;
  readonly converged: boolean;
  /** What happened and, where it failed, what to do. */
  readonly message: string;
}

/**
 * Reward weights from demonstrations by maximum causal entropy inverse reinforcement learning [Ziebart, Bagnell & Dey
 * 2010; Gleave & Toyer 2022, arXiv:2203.11409]: the w whose soft-optimal policy on R = features x w
 * makes the demonstrations likeliest. The gradient is the demonstrations' discounted feature counts less those expected
 * of the policy: exactly those from the same starts where transitions are certain. Where they are not, expectations are
 * taken over each observed decision's successors in place of the ones that came about; matching what chance made of
 * few episodes instead may have no solution at all. Episodes may stop anywhere. Terminal states are worth nothing: what
 * arriving is worth, features of the rows that lead there must carry.
 *
 * Fisher scoring. The loss is convex where transitions are certain and episodes complete, elsewhere nearly so. Cost of
 * an iteration: one soft plan, one policy evaluation per feature, and O(features^3).
 *
 * @param trajectories rows of each episode.
 * @returns `undefined` without episodes.
 * @throws RangeError on features or trajectories that do not fit the process, and options out of range.
 */
export function recoverReward(
  process: FeatureProcess,
  trajectories: readonly Trajectory[],
  options: RewardRecoveryOptions = {},
): RecoveredReward | undefined {
  const { beta = 1, horizon, weighting = "discounted", l2 = 0, level = 0.95 } = options;
  const {
    tolerance = 1e-3,
    maxIterations = 50,
    initial = new Float64Array(process.features.names.length),
  } = options;
  checkFeatures(process);
  checkOptions({ beta, horizon, l2, level });
  requireFinite("initial", initial, process.features.names.length);
  const episodes = trajectories.length;
  if (episodes === 0) return undefined;

  const { discount, mdp } = process;
  const size = process.features.names.length;
  // Units of the features make no difference: the search sees each with largest value 1.
  const { features, scale } = scaledToOne(process.features);
  const scaled = { mdp, features, discount };
  const penalty = scale.map((unit) => l2 / unit ** 2);
  const stepWeight = weighting === "equal" ? () => 1 : (t: number) => discount ** t;
  const visits = collectVisits(mdp, trajectories, { stepWeight, horizon });
  const plan = softPlanner(scaled, { beta, horizon });
  const loss = causalLoss({ process: scaled, plan, beta, horizon, visits, episodes, penalty });
  const search = { tolerance: tolerance / Math.sqrt(episodes), maxIterations };
  const start = scale.map((unit, k) => initial[k] * unit);
  const { x, point, iterations, converged, message } = minimise(loss, start, search);

  const weights = x.map((value, k) => value / scale[k]);
  const determined = point === undefined ? 0 : determinedDirections(point, penalty);
  const found: Found = { converged, open: size - determined, l2, episodes, size, varied: size };
  if (point && converged && determined === size && episodes > size) found.varied = variedDirections(point);
  const known = converged && determined === size && found.varied === size;
  const errors = point && known ? sandwichErrors(point) : undefined;
  const z = normalQuantile((1 + level) / 2);
  return {
    weights,
    reward: linearReward(process.features, weights),
    estimates:
      errors &&
      Array.from(weights, (value, k) => ({
        value,
        lower: value - (z * errors[k]) / scale[k],
        upper: value + (z * errors[k]) / scale[k],
        level,
        method: "maximum causal entropy, sandwich errors",
        n: episodes,
        covers: "episodes",
      })),
    determined,
    loss: point?.value,
    iterations,
    converged,
    message: point === undefined ? message : explain(message, found),
  };
}

/** Features over their largest absolute value, [features]; one that is 0 throughout stays. */
function scaledToOne({ names, values }: Features): { features: Features; scale: Float64Array } {
  const largest = new Float64Array(names.length);
  values.forEach((value, i) => {
    largest[i % names.length] = Math.max(largest[i % names.length], Math.abs(value));
  });
  const scale = largest.map((top) => top || 1);
  return { features: { names, values: values.map((value, i) => value / scale[i % names.length]) }, scale };
}

interface Found {
  readonly converged: boolean;
  /** Directions of the weights that the demonstrations leave open. */
  readonly open: number;
  readonly l2: number;
  readonly episodes: number;
  /** Weights. */
  readonly size: number;
  /** Directions of the weights in which episodes differ. */
  varied: number;
}

function explain(message: string, { converged, open, l2, episodes, size, varied }: Found): string {
  if (!converged)
    return l2 > 0
      ? message
      : `${message}; what is always or never done asks for infinite weights: set l2, for example 0.01`;
  if (open > 0)
    return `${message}; ${open} direction${open === 1 ? "" : "s"} of the weights make no difference to the demonstrated decisions and stay where they began`;
  if (episodes <= size)
    return `${message}; no intervals: ${episodes} episode${episodes === 1 ? "" : "s"} for ${size} weight${size === 1 ? "" : "s"}, expected at least ${size + 1}`;
  if (varied < size)
    return `${message}; no intervals: the episodes repeat each other, and differ in ${varied} of ${size} directions of the weights only`;
  return message;
}

function checkOptions({
  beta,
  horizon,
  l2,
  level,
}: {
  beta: number;
  horizon: number | undefined;
  l2: number;
  level: number;
}) {
  if (!(beta > 0 && Number.isFinite(beta))) throw new RangeError(`beta must be positive, got ${beta}`);
  if (horizon !== undefined && !(Number.isInteger(horizon) && horizon > 0))
    throw new RangeError(`horizon must be a positive integer, got ${horizon}`);
  if (!(l2 >= 0 && Number.isFinite(l2))) throw new RangeError(`l2 must be non-negative, got ${l2}`);
  if (!(level > 0 && level < 1)) throw new RangeError(`level must lie in (0, 1), got ${level}`);
}
