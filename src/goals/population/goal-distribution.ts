import type { RandomStream } from "../../numeric/index.js";
import type { ChainDraws, ChainOptions, WeightDraws } from "./chains.js";
import { coverageWarnings } from "./coverage-warnings.js";
import { type EpisodeLikelihoods, episodeLikelihoods } from "./episode-likelihoods.js";
import { sampleWeights } from "./gibbs.js";
import { confoundedGoals } from "./identifiability.js";
import { type EffectiveCounts, effectiveCounts, laplaceWeights } from "./laplace.js";
import { entropyLimits, summariseDraws, type WeightSummary } from "./summary.js";
import type { WeightPrior } from "./weight-prior.js";

export interface PosteriorOptions extends ChainOptions {
  readonly stream: RandomStream;
  /** Default the dominant-goal prior. */
  readonly prior?: WeightPrior;
  /**
   * "gibbs" samples the posterior. "laplace" approximates it: for a first look, or many windows. "auto" (default) is
   * "laplace" where the two agree, because the episodes leave next to no doubt about their goals.
   */
  readonly method?: "auto" | "gibbs" | "laplace";
  /** Of the Laplace route. Default 4000. */
  readonly draws?: number;
}

export interface GoalDistributionOptions extends PosteriorOptions {
  /** One a goal, for messages. Default "goal 0", "goal 1", ... */
  readonly names?: readonly string[];
  /** The intended distribution, [goals]. Default: always goal 0. */
  readonly intended?: ArrayLike<number>;
  /** Of the intervals. Default 0.95. */
  readonly level?: number;
}

export interface GoalDistribution extends WeightSummary {
  /** The route that was taken. */
  readonly route: "gibbs" | "laplace";
  readonly names: readonly string[];
  /** Episodes behind the estimates. */
  readonly episodes: number;
  /** Episodes that no goal allows; they were left out. */
  readonly unexplained: number;
  /** Episodes whose goals are known that would say as much about S. */
  readonly effectiveEpisodes: number;
  /** Groups of goals, by index, that these episodes hardly tell apart. */
  readonly confounded: readonly (readonly number[])[];
  /** What a reader of the figures must know. */
  readonly warnings: readonly string[];
}

/** Largest design effect at which "auto" takes the Laplace route: doubt adds at most 2% to the variance of S. */
const CERTAIN = 1.02;

/** Largest doubt of the goals at which `measureEpisodes` lets "auto" take the Laplace route. */
const DOUBT = 0.02;

/**
 * Mean over episodes of 1 - sum_g P(g | episode)^2. The design effect is that of S, which is blind where S is stationary:
 * of two goals alike with half of the weight each, it says that the episodes tell all.
 */
function doubt(
  { rows, multiplicity, start, goal, likelihood, episodes }: EpisodeLikelihoods,
  { counts }: EffectiveCounts,
): number {
  let sum = 0;
  for (let r = 0; r < rows; r++) {
    let total = 0;
    let squares = 0;
    for (let i = start[r]; i < start[r + 1]; i++) {
      const joint = counts[goal[i]] * likelihood[i];
      total += joint;
      squares += joint ** 2;
    }
    if (total > 0) sum += multiplicity[r] * (1 - squares / total ** 2);
  }
  return sum / episodes;
}

function routeOf(
  method: NonNullable<PosteriorOptions["method"]>,
  { designEffect }: EffectiveCounts,
): GoalDistribution["route"] {
  if (method !== "auto") return method;
  return designEffect <= CERTAIN ? "laplace" : "gibbs";
}

/** Draws of the goal weights given the episodes, by either route. `undefined` without an explained episode. */
export function drawWeights(
  likelihoods: EpisodeLikelihoods,
  { method = "auto", ...options }: PosteriorOptions,
  effective: EffectiveCounts | undefined = effectiveCounts(likelihoods),
): WeightDraws | ChainDraws | undefined {
  if (effective === undefined) return undefined;
  return routeOf(method, effective) === "laplace"
    ? laplaceWeights(likelihoods, { ...options, effective })
    : sampleWeights(likelihoods, options);
}

/**
 * The goal distribution of a population from its episodes' log-likelihoods ln P(episode | goal), [episodes * goals]:
 * weights, S, fidelity and divergence with credible intervals. `undefined` when no goal allows any episode.
 *
 * Coverage of the 95% interval of S was measured by the experiment calibrate-entropy:
 * docs/design/goal-entropy-intervals.md.
 */
export function measureGoals(
  logLikelihood: ArrayLike<number>,
  goals: number,
  options: GoalDistributionOptions,
): GoalDistribution | undefined {
  return measureEpisodes(episodeLikelihoods(logLikelihood, goals), options);
}

/** The same from episodes that were reduced beforehand, as many of them must be. */
export function measureEpisodes(
  likelihoods: EpisodeLikelihoods,
  {
    names = defaultNames(likelihoods.goals),
    level = 0.95,
    intended,
    method = "auto",
    ...options
  }: GoalDistributionOptions,
): GoalDistribution | undefined {
  if (names.length !== likelihoods.goals)
    throw new RangeError(`expected ${likelihoods.goals} names, got ${names.length}`);
  const effective = effectiveCounts(likelihoods);
  if (effective === undefined) return undefined;
  const doubtful = method === "auto" && doubt(likelihoods, effective) > DOUBT;
  const route = doubtful ? "gibbs" : routeOf(method, effective);
  const draws = drawWeights(likelihoods, { ...options, method: route }, effective);
  if (draws === undefined) return undefined;
  const { episodes, unexplained } = likelihoods;
  const effectiveEpisodes = episodes / effective.designEffect;
  const confounded = confoundedGoals(likelihoods);
  const limits = entropyLimits(likelihoods);
  const summary = summariseDraws(draws, {
    level,
    intended,
    n: episodes,
    covers: "episodes drawn afresh from the same population",
    limits,
  });
  return {
    ...summary,
    route,
    names,
    episodes,
    unexplained,
    effectiveEpisodes,
    confounded,
    warnings: [
      ...impossible(likelihoods),
      ...(draws.message === undefined ? [] : [draws.message]),
      ...rough(method, effective),
      ...confounded.map((group) => alike(group.map((g) => names[g]))),
      ...coverageWarnings(likelihoods, effective, limits, level, names).map(({ text }) => text),
    ],
  };
}

const defaultNames = (goals: number): readonly string[] =>
  Array.from({ length: goals }, (_, g) => `goal ${g}`);

const alike = (names: readonly string[]): string =>
  `the episodes hardly tell apart ${names.join(", ")}: their joint weight is known, how they share it is not`;

function impossible({ episodes, unexplained }: EpisodeLikelihoods): string[] {
  if (unexplained === 0) return [];
  const all = episodes + unexplained;
  return [
    `${unexplained} of ${all} episodes ${unexplained === 1 ? "is" : "are"} impossible under every goal and left out: add a goal "none of these" with a noise model`,
  ];
}

/** Design effect beyond which Laplace intervals were seen to cover too little. */
const ROUGH = 1.2;

function rough(method: PosteriorOptions["method"], { designEffect }: EffectiveCounts): string[] {
  if (method !== "laplace" || designEffect <= ROUGH) return [];
  return [
    `the episodes leave their goals in doubt (design effect ${designEffect.toFixed(1)}), where the Laplace interval may be far too short: use the Gibbs sampler`,
  ];
}
