import { logSumExp } from "../../numeric/index.js";
import { type Background, fitOf } from "./background.js";
import { type Called, type FitOf, toolGoalLikelihood } from "./likelihood.js";
import { NOISE_GRID, type NoiseRates, type ToolCall, type ToolGoal } from "./tool-goal.js";

/** The background by itself, a goal that expects nothing and avoids nothing. */
export const NONE_OF_THESE: ToolGoal = { name: "none of these", actions: [] };

export interface ToolCallPosterior {
  /** p(goal | first t calls, more may follow), [(T + 1) * goals]. */
  readonly prefixes: Float64Array;
  /** p(goal | these calls and no more), [goals]. */
  readonly whole: Float64Array;
}

export interface ToolGoalInference<Call = ToolCall> {
  readonly goals: readonly ToolGoal[];
  /** ln P(episode | goal), nats, [goals]. */
  logLikelihoods(calls: readonly Call[]): Float64Array;
  /** With `prior` weights of the goals, default equal. An episode without calls is evidence too: nothing was done. */
  posterior(calls: readonly Call[], prior?: ArrayLike<number>): ToolCallPosterior;
}

/**
 * Inference among goals, from calls with their arguments or with `fits` of whatever stands for them; add
 * {@link NONE_OF_THESE} to the goals unless one of them must be true.
 */
export function toolGoalInference(
  goals: readonly ToolGoal[],
  background: Background,
  grid?: readonly NoiseRates[],
): ToolGoalInference;
export function toolGoalInference<Call extends Called>(
  goals: readonly ToolGoal[],
  background: Background,
  grid: readonly NoiseRates[],
  fits: FitOf<Call>,
): ToolGoalInference<Call>;
export function toolGoalInference(
  goals: readonly ToolGoal[],
  background: Background,
  grid: readonly NoiseRates[] = NOISE_GRID,
  fits: FitOf<never> = fitOf,
): ToolGoalInference<Called> {
  const likelihoods = goals.map((goal) =>
    toolGoalLikelihood<Called>(goal, background, grid, fits as FitOf<Called>),
  );
  return {
    goals,
    logLikelihoods: (calls) => Float64Array.from(likelihoods, (likelihood) => likelihood(calls).whole),
    posterior(calls, prior) {
      if (prior !== undefined && prior.length !== goals.length)
        throw new RangeError(`prior must have ${goals.length} entries, one a goal, got ${prior.length}`);
      const logPrior = Float64Array.from(goals, (_, g) => (prior ? Math.log(prior[g]) : 0));
      const found = likelihoods.map((likelihood) => likelihood(calls));
      const prefixes = new Float64Array((calls.length + 1) * goals.length);
      for (let t = 0; t <= calls.length; t++) {
        prefixes.set(
          normalised(logPrior, (g) => found[g].prefixes[t]),
          t * goals.length,
        );
      }
      return { prefixes, whole: normalised(logPrior, (g) => found[g].whole) };
    },
  };
}

function normalised(logPrior: Float64Array, logLikelihood: (goal: number) => number): Float64Array {
  const joint = logPrior.map((prior, g) => prior + logLikelihood(g));
  const evidence = logSumExp(joint);
  return joint.map((x) => Math.exp(x - evidence));
}
