import type { Learner } from "../learner.js";
import { logProbabilities } from "../sampling/completions.js";
import { completionsOf, outcomes } from "./grammar.js";
import type { InstructionLanguage, Prompt } from "./language.js";

/** What a model does over a set of prompts, each prompt counting alike. */
export interface BehaviourDistribution {
  /** Probability of each outcome, in the order of `outcomes`; sums to one. */
  readonly outcomes: Float64Array;
  /** Probability of a grammatical response in the warm manner. */
  readonly warm: number;
}

/**
 * The exact probabilities of the behaviours: every grammatical completion of every prompt is fed to the model and its
 * probability is the product of its tokens'. What is left is unparsed. No sampling error; rounding of float32 only.
 */
export function behaviourDistribution(
  learner: Learner,
  language: InstructionLanguage,
  prompts: readonly Prompt[],
): BehaviourDistribution {
  const texts = prompts.flatMap((prompt) => {
    const tokens = language.promptTokens(prompt);
    return completionsOf(language, prompt).map((completion) => ({
      ...completion,
      prompt: tokens,
      response: completion.tokens,
    }));
  });
  const distribution = new Float64Array(outcomes.length);
  let warm = 0;
  logProbabilities(learner, texts, language.marks.end).forEach((logProbability, i) => {
    const { behaviour, warm: isWarm } = texts[i] as (typeof texts)[number];
    const share = Math.exp(logProbability) / prompts.length;
    distribution[outcomes.indexOf(behaviour)]! += share;
    if (isWarm) warm += share;
  });
  const parsed = distribution.reduce((total, p) => total + p, 0);
  distribution[outcomes.indexOf("unparsed")] = Math.max(0, 1 - parsed);
  const total = Math.max(1, parsed);
  return { outcomes: distribution.map((p) => p / total), warm: warm / total };
}
