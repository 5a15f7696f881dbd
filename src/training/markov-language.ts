import { categorical, dirichlet, type RandomStream } from "../numeric/index.js";
import type { Batch } from "./learner.js";

export interface MarkovLanguageOptions {
  /** Tokens V. Default 32. */
  readonly vocabulary?: number;
  /** Tokens that may follow a context. Default 4. */
  readonly successors?: number;
  /** Classes into which the token before the last falls. Default 4. */
  readonly contexts?: number;
}

/**
 * A made-up language for language models: a Markov chain of second order. Which tokens may follow depends on the last
 * token and on the class (number modulo `contexts`) of the one before; their probabilities are drawn once from a flat
 * Dirichlet distribution. Counting the last token alone is not enough to predict it: a model has to look further back.
 */
export class MarkovLanguage {
  readonly vocabulary: number;
  readonly #contexts: number;
  readonly #successors: Int32Array[] = [];
  readonly #probabilities: Float64Array[] = [];

  /** @throws RangeError when there are more successors than tokens. */
  constructor(stream: RandomStream, options: MarkovLanguageOptions = {}) {
    const { vocabulary = 32, successors = 4, contexts = 4 } = options;
    if (successors > vocabulary)
      throw new RangeError(`expected at most ${vocabulary} successors, one a token, got ${successors}`);
    this.vocabulary = vocabulary;
    this.#contexts = contexts;
    const draw = dirichlet(stream, Array<number>(successors).fill(1));
    for (let context = 0; context < vocabulary * contexts; context++) {
      const tokens = Int32Array.from({ length: vocabulary }, (_, token) => token);
      for (let i = 0; i < successors; i++) {
        const j = i + stream.integer(vocabulary - i);
        const chosen = tokens[j] as number;
        tokens[j] = tokens[i] as number;
        tokens[i] = chosen;
      }
      this.#successors.push(tokens.slice(0, successors));
      this.#probabilities.push(draw());
    }
  }

  /** `size` texts of `tokens` tokens, each from a random start, with the next token at every place as its label. */
  batch(stream: RandomStream, size: number, tokens: number): Batch {
    const inputs = new Int32Array(size * tokens);
    const labels = new Float32Array(size * tokens * this.vocabulary);
    for (let text = 0; text < size; text++) {
      let [before, last] = [stream.integer(this.vocabulary), stream.integer(this.vocabulary)];
      for (let t = 0; t < tokens; t++) {
        const row = text * tokens + t;
        inputs[row] = last;
        [before, last] = [last, this.#next(stream, before, last)];
        labels[row * this.vocabulary + last] = 1;
      }
    }
    return { size, inputs, labels };
  }

  #next(stream: RandomStream, before: number, last: number): number {
    const context = last * this.#contexts + (before % this.#contexts);
    const choice = categorical(stream, this.#probabilities[context] as Float64Array)();
    return this.#successors[context]?.[choice] as number;
  }
}
