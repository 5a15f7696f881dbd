/**
 * Language models that continue a prompt. A text is a prompt of fixed length and a response that is filled up with END
 * to a fixed length; the model's inputs are all tokens but the last, its predictions those of the response.
 */
import type { numpy as np } from "@jax-js/jax";
import type { Architecture } from "../architectures/architecture.js";
import type { Batch } from "../learner.js";
import type { Traced } from "../parameters.js";
import { shared } from "../programs.js";

/**
 * A language model that predicts the response alone: the rows of the logits that belong to the prompt are left out, so
 * that losses, probabilities and curvature are those of the response.
 *
 * @param model of `promptTokens` + r - 1 tokens, r those of the longest response.
 */
export function continuation(model: Architecture, promptTokens: number): Architecture {
  const [tokens] = model.input.shape as [number];
  const predictions = tokens - promptTokens + 1;
  if (
    !(Number.isInteger(promptTokens) && promptTokens >= 1 && predictions >= 1 && model.predictions === tokens)
  )
    throw new RangeError(
      `expected a language model of more tokens than the prompt's ${promptTokens}, got ${model.name}`,
    );
  return {
    ...model,
    name: `${model.name}, after ${promptTokens}`,
    predictions,
    logits: byPrompt(model.logits, String(promptTokens), () => after(model.logits, promptTokens)),
  };
}

/** One function per model function and prompt length, so that learners share compiled programs. */
const byPrompt = shared<Architecture["logits"], Architecture["logits"]>();

function after(logits: Architecture["logits"], promptTokens: number): Architecture["logits"] {
  return function responseLogits(parameters: Traced, ids: np.Array): np.Array {
    const [batch, tokens] = ids.shape as [number, number];
    const rows = logits(parameters, ids);
    const classes = rows.shape[1] as number;
    const response = rows.reshape([batch, tokens, classes]).slice([], [promptTokens - 1, tokens]);
    return response.reshape([-1, classes]);
  };
}

/** A prompt, a response up to its END, and what its log-probability counts for in the loss. */
export interface Text {
  readonly prompt: readonly number[];
  readonly response: readonly number[];
  readonly weight: number;
}

/**
 * Texts as a batch of a `continuation`: the loss is -1/(n r) sum_i w_i sum_t ln p(y_it | x_i, y_i,<t), over the tokens t
 * that a response has. With weights 1 that is imitation; with advantages it is the policy gradient's surrogate, whose
 * value means nothing.
 */
export function continuations(model: Architecture, texts: readonly Text[], end: number): Batch {
  const { classes, predictions } = model;
  const labels = new Float32Array(texts.length * predictions * classes);
  texts.forEach(({ response, weight }, i) => {
    response.forEach((token, t) => {
      labels[(i * predictions + t) * classes + token] = weight;
    });
  });
  return { size: texts.length, inputs: textInputs(model, texts, end), labels };
}

/** The inputs of texts, row by row: prompt, then response without its last token, filled up with `end`. */
export function textInputs(
  model: Architecture,
  texts: readonly Pick<Text, "prompt" | "response">[],
  end: number,
): Int32Array<ArrayBuffer> {
  const [tokens] = model.input.shape as [number];
  const inputs = new Int32Array(texts.length * tokens).fill(end);
  texts.forEach(({ prompt, response }, i) => {
    if (prompt.length !== tokens - model.predictions + 1 || response.length > model.predictions)
      throw new RangeError(
        `${model.name} has ${model.predictions} tokens for a response, got ${response.length} after ${prompt.length}`,
      );
    inputs.set(prompt, i * tokens);
    inputs.set(response.slice(0, model.predictions - 1), i * tokens + prompt.length);
  });
  return inputs;
}
