import type { RandomStream } from "../../numeric/index.js";
import type { Learner } from "../learner.js";
import { textInputs } from "./continuation.js";

/** A response as a model gave it. */
export interface SampledCompletion {
  /** Up to and with END, or as many as the model predicts where END did not come. */
  readonly tokens: readonly number[];
  /** ln p(tokens | prompt) under the model that was sampled. */
  readonly logProbability: number;
}

/**
 * One completion of each prompt, token by token from the model's own probabilities (temperature 1): one forward pass
 * over all prompts per token, until all have ended. In float32 a token's probabilities sum to one within about 1e-6; the
 * last token takes what is missing.
 *
 * @param learner of a `continuation`.
 * @param prompts as tokens, one length.
 */
export function sampleCompletions(
  learner: Learner,
  prompts: readonly (readonly number[])[],
  end: number,
  stream: RandomStream,
): SampledCompletion[] {
  const { predictions, classes } = learner.architecture;
  const texts = prompts.map((prompt) => ({ prompt, response: [] as number[], logProbability: 0 }));
  let running = texts.map((_, i) => i);
  for (let t = 0; t < predictions && running.length > 0; t++) {
    const inputs = textInputs(learner.architecture, texts, end);
    const probabilities = learner.probabilities(inputs, texts.length);
    for (const i of running) {
      const text = texts[i] as (typeof texts)[number];
      const row = (i * predictions + t) * classes;
      const token = draw(probabilities, row, classes, stream.uniform());
      text.response.push(token);
      text.logProbability += Math.log(probabilities[row + token] as number);
    }
    running = running.filter((i) => texts[i]?.response.at(-1) !== end);
  }
  return texts.map(({ response, logProbability }) => ({ tokens: response, logProbability }));
}

/** The index at which the cumulative probabilities from `row` on pass `u`. */
function draw(probabilities: ArrayLike<number>, row: number, classes: number, u: number): number {
  let left = u;
  for (let token = 0; token < classes - 1; token++) {
    left -= probabilities[row + token] as number;
    if (left < 0) return token;
  }
  return classes - 1;
}

/** ln p(response | prompt) of given texts, up to the tokens that each has: one forward pass over all of them. */
export function logProbabilities(
  learner: Learner,
  texts: readonly { readonly prompt: readonly number[]; readonly response: readonly number[] }[],
  end: number,
): Float64Array {
  const { predictions, classes } = learner.architecture;
  const inputs = textInputs(learner.architecture, texts, end);
  const probabilities = learner.probabilities(inputs, texts.length);
  return Float64Array.from(texts, ({ response }, i) =>
    response.reduce((total, token, t) => {
      const row = (i * predictions + t) * classes;
      return total + Math.log(probabilities[row + token] as number);
    }, 0),
  );
}
