/**
 * Log loss of demonstrations under the soft policy of a linear reward, with derivatives in the reward weights w:
 *
 *     loss(w) = (1/n) sum_e sum_t c_t -ln pi_w(a_t | s_t) + sum_k penalty_k w_k^2 / 2,
 *     d -ln pi(a|s) / dw = beta (psi(s) - psi(s, a)),  psi the successor features of pi,
 *     curvature = (beta^2 / n) sum_visits c_t Cov_{a ~ pi(.|s)} psi(s, a) + diag(penalty),
 *
 * the last the expectation of the Hessian over actions (Fisher information of the visited states).
 */
import type { FeatureProcess } from "./features.js";
import type { Failure, Point } from "./newton.js";
import type { PolicySteps } from "./soft-plan.js";
import {
  addRowSuccessorFeatures,
  earlierSuccessorFeatures,
  stationarySuccessorFeatures,
} from "./successor-features.js";
import type { Visit } from "./visits.js";

export interface LikelihoodPoint extends Point {
  /** Gradient of each episode's loss, row-major [episodes, features]. */
  readonly scores: Float64Array;
}

export interface CausalLikelihood {
  readonly process: FeatureProcess;
  /** Soft policies for reward weights. */
  readonly plan: (weights: Float64Array) => PolicySteps | Failure;
  readonly beta: number;
  readonly horizon: number | undefined;
  /** By step; see `collectVisits`. */
  readonly visits: readonly (readonly Visit[])[];
  readonly episodes: number;
  /** [features] */
  readonly penalty: Float64Array;
}

/** The loss as a function of the weights. It fails where planning does, or where a decision has probability zero. */
export function causalLoss(
  likelihood: CausalLikelihood,
): (weights: Float64Array) => LikelihoodPoint | Failure {
  const { process, plan, horizon, visits, episodes, penalty } = likelihood;
  const count = process.features.names.length;
  return (weights) => {
    const logPolicies = plan(weights);
    if ("failure" in logPolicies) return logPolicies;
    for (const [t, stage] of visits.entries()) {
      const never = stage.find(({ row }) => logPolicies[t][row] === -Infinity);
      if (never) return { failure: impossible(never) };
    }
    const sums = { scores: new Float64Array(episodes * count), curvature: new Float64Array(count * count) };
    if (horizon === undefined) {
      const policy = logPolicies[0].map(Math.exp);
      const { ofState, converged, message } = stationarySuccessorFeatures(process, policy);
      if (!converged) return { failure: message };
      addDecisions(likelihood, visits[0], policy, ofState, ofState, sums);
    } else {
      let later: Float64Array = new Float64Array(process.mdp.states * count);
      for (let t = horizon - 1; t >= 0; t--) {
        const policy = logPolicies[t].map(Math.exp);
        const ofState = earlierSuccessorFeatures(process, policy, later);
        addDecisions(likelihood, visits[t], policy, ofState, later, sums);
        later = ofState;
      }
    }
    let value = 0;
    visits.forEach((stage, t) => {
      for (const { row, weight } of stage) value -= (weight * logPolicies[t][row]) / episodes;
    });
    const gradient = new Float64Array(count);
    sums.scores.forEach((score, i) => {
      gradient[i % count] += score / episodes;
    });
    for (let k = 0; k < count; k++) {
      value += (penalty[k] / 2) * weights[k] ** 2;
      gradient[k] += penalty[k] * weights[k];
      sums.curvature[k * count + k] += penalty[k];
    }
    return { value, gradient, ...sums };
  };
}

const impossible = ({ episode, row, state }: Visit): string =>
  `episode ${episode} takes row ${row} in state ${state}, from where an episode may never end: without a discount no reward explains it`;

/** Adds what the decisions of one step contribute; `ofState` is psi(s) at this step, `later` at the next. */
function addDecisions(
  { process, beta, episodes }: CausalLikelihood,
  visits: readonly Visit[],
  policy: Float64Array,
  ofState: Float64Array,
  later: Float64Array,
  { scores, curvature }: { scores: Float64Array; curvature: Float64Array },
): void {
  const { actionStart, states } = process.mdp;
  const count = process.features.names.length;
  const surplus = new Float64Array(count);
  /** beta (psi(s, a) - psi(s)), the derivative of ln pi(a|s). */
  const differentiate = (state: number, row: number): void => {
    for (let k = 0; k < count; k++) surplus[k] = -beta * ofState[state * count + k];
    addRowSuccessorFeatures(process, later, row, beta, surplus);
  };
  const visited = new Float64Array(states);
  for (const { episode, row, state, weight } of visits) {
    differentiate(state, row);
    visited[state] += weight;
    for (let k = 0; k < count; k++) scores[episode * count + k] -= weight * surplus[k];
  }
  for (let s = 0; s < states; s++) {
    if (visited[s] === 0) continue;
    for (let row = actionStart[s]; row < actionStart[s + 1]; row++) {
      differentiate(s, row);
      const share = (visited[s] * policy[row]) / episodes;
      for (let i = 0; i < count; i++)
        for (let j = 0; j < count; j++) curvature[i * count + j] += share * surplus[i] * surplus[j];
    }
  }
}
