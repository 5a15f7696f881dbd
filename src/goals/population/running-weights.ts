import { logSumExp } from "../../numeric/index.js";

export interface RunningWeightsOptions {
  /** Number of goals, K. */
  readonly goals: number;
  /** Episodes that are remembered, on average. Default 200. */
  readonly memory?: number;
  /** Share of the prior that is equal for all goals, whatever came before. Default 0.1. */
  readonly openness?: number;
}

/** Goal weights that follow a stream of episodes; the state is plain JSON, [K] pseudo-counts. */
export interface RunningWeights {
  init(): readonly number[];
  /**
   * @param logLikelihoods ln P(episode | goal), nats, [K].
   * @returns p(goal | episode) under the weights so far, [K], and the state after it.
   */
  step(
    state: readonly number[],
    logLikelihoods: ArrayLike<number>,
  ): { readonly state: readonly number[]; readonly posterior: Float64Array };
}

/**
 * Quasi-Bayes for the weights of a mixture whose components are known [Smith & Makov 1978], with forgetting. The posterior
 * of each episode has the weights so far as its prior, (1 - openness) (c_g + 1/K) / (n + 1) + openness / K, and is added to
 * the counts c; where their sum n exceeds `memory` they are scaled down to it.
 *
 * The mean of the posteriors is then near the weights. Under equal prior weights it is drawn towards uniform as far as
 * episodes leave doubt, and S with it; without openness a goal that begins to be pursued is taken for the usual ones for
 * long. Figures for both, and where the defaults come from: docs/design/goals-of-conversations.md.
 *
 * Limits: depends on the order of the episodes. S of the mean errs upwards, the more the less calls say. An episode that no
 * goal allows leaves the state, and its posterior is the prior.
 */
export function runningWeights({
  goals,
  memory = 200,
  openness = 0.1,
}: RunningWeightsOptions): RunningWeights {
  if (!(Number.isSafeInteger(goals) && goals >= 1))
    throw new RangeError(`goals must be a whole number >= 1, got ${goals}`);
  if (!(memory > 1)) throw new RangeError(`memory must be more than 1, got ${memory}`);
  if (!(openness >= 0 && openness <= 1)) throw new RangeError(`openness must be 0 to 1, got ${openness}`);
  return {
    init: () => Array.from({ length: goals }, () => 0),
    step(state, logLikelihoods) {
      if (state.length !== goals || logLikelihoods.length !== goals)
        throw new RangeError(
          `expected ${goals} weights and log-likelihoods, got ${state.length} and ${logLikelihoods.length}`,
        );
      const n = state.reduce((a, b) => a + b, 0);
      const prior = state.map((count) => ((1 - openness) * (count + 1 / goals)) / (n + 1) + openness / goals);
      const joint = Float64Array.from(prior, (p, g) => Math.log(p) + logLikelihoods[g]);
      const evidence = logSumExp(joint);
      if (evidence === Number.NEGATIVE_INFINITY) return { state, posterior: Float64Array.from(prior) };
      const posterior = joint.map((x) => Math.exp(x - evidence));
      const scale = Math.min(1, memory / (n + 1));
      return { state: state.map((count, g) => (count + posterior[g]) * scale), posterior };
    },
  };
}
