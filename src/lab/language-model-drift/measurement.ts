import { entropy, klDivergence, posteriorInterval } from "../../entropy/index.js";
import { mean, type RandomStream } from "../../numeric/index.js";
import { behaviourDistribution, type Learner, outcomes } from "../../training/index.js";
import type { Condition } from "./conditions.js";
import type { DriftParameters } from "./parameters.js";
import { proxyReward } from "./proxy.js";
import type { World } from "./world.js";

/** What a model did with held-out prompts after `step` steps of fine-tuning. */
export interface TrialPoint {
  readonly step: number;
  /** Completions by outcome, as sampled and parsed. */
  readonly counts: readonly number[];
  /** S of the six outcomes from the counts, with the interval over fresh prompts and completions. */
  readonly entropy: number;
  readonly entropyLower: number;
  readonly entropyUpper: number;
  /** Mean proxy reward of the sampled completions. */
  readonly reward: number;
  /** Probability of each outcome by feeding every grammatical completion to the model, and what follows from it. */
  readonly exact: readonly number[];
  readonly exactEntropy: number;
  /** D_KL(base || now) of the outcomes. */
  readonly divergence: number;
  readonly warm: number;
}

/** @param base the outcomes' exact probabilities at step 0; undefined at step 0 itself. */
export function measure(
  p: DriftParameters,
  world: World,
  learner: Learner,
  { raters }: Condition,
  step: number,
  base?: readonly number[],
): TrialPoint {
  const stream: RandomStream = world.root.split("measure", step);
  const sampled = world.completions(learner, world.heldOut, [p.completions, 1], stream);
  const counts = outcomes.map(
    (outcome) => sampled.filter(({ reading }) => reading.outcome === outcome).length,
  );
  const estimate = posteriorInterval(counts, { stream: stream.split("posterior"), draws: 1000 })!;
  const { outcomes: now, warm } = behaviourDistribution(learner, world.language, world.heldOut);
  return {
    step,
    counts,
    entropy: estimate.value,
    entropyLower: estimate.lower,
    entropyUpper: estimate.upper,
    reward: mean(sampled.map(({ prompt, reading }) => proxyReward(raters, prompt, reading)))!,
    exact: Array.from(now),
    exactEntropy: entropy(now),
    divergence: base === undefined ? 0 : klDivergence(base, now),
    warm,
  };
}
