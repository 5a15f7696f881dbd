import { normal, type RandomStream } from "../../numeric/index.js";
import type { Architecture } from "../architectures/architecture.js";
import { type TransformerOptions, transformer } from "../architectures/transformer.js";
import type { Batch } from "../learner.js";
import { continuation, continuations } from "../sampling/continuation.js";
import { type ResponseMix, respond } from "./grammar.js";
import { type InstructionLanguage, PROMPT_TOKENS, type Prompt, RESPONSE_TOKENS } from "./language.js";

/**
 * A transformer that responds to the prompts of a language. Embedding and positions start from N(0, 1 / width) and not
 * from GPT-2's N(0, 0.02^2): plain SGD does not rescale the small gradients of small embeddings, as Adam would.
 */
export function responder(
  language: InstructionLanguage,
  { width, heads, blocks }: Pick<TransformerOptions, "width" | "heads" | "blocks">,
): Architecture {
  const tokens = PROMPT_TOKENS + RESPONSE_TOKENS - 1;
  const model = transformer({ vocabulary: language.vocabulary, tokens, width, heads, blocks });
  const initialise = (stream: RandomStream): Float64Array<ArrayBuffer> => {
    const vector = model.initialise(stream);
    for (const { length, name, offset } of model.layout.tensors) {
      if (name !== "embedding" && name !== "positions") continue;
      const draw = normal(stream.split(name), 0, 1 / Math.sqrt(width));
      for (let i = 0; i < length; i++) vector[offset + i] = draw();
    }
    return vector;
  };
  return continuation({ ...model, initialise }, PROMPT_TOKENS);
}

/**
 * A batch of prompts, drawn with replacement, with responses drawn from the mix. Responses are filled up with END, which
 * is learned as well: a model then knows what follows END, and its curvature there is next to nothing.
 */
export function corpusBatch(
  model: Architecture,
  language: InstructionLanguage,
  prompts: readonly Prompt[],
  mix: ResponseMix,
  size: number,
  stream: RandomStream,
): Batch {
  const { end } = language.marks;
  const texts = Array.from({ length: size }, () => {
    const prompt = prompts[stream.integer(prompts.length)] as Prompt;
    const { tokens } = respond(language, prompt, mix, stream);
    const filler = Array<number>(RESPONSE_TOKENS - tokens.length).fill(end);
    return { prompt: language.promptTokens(prompt), response: [...tokens, ...filler], weight: 1 };
  });
  return continuations(model, texts, end);
}
