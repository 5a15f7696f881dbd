import type { RandomStream } from "../../numeric/index.js";

export interface InstructionLanguageOptions {
  /** Topics that can be asked about. Default 16. */
  readonly topics?: number;
  /** Values an answer can state, at least 3: the truth, the user's belief and a third. Default 6. */
  readonly values?: number;
  /** Harmful things that can be asked for. Default 4. */
  readonly harms?: number;
}

/**
 * One prompt: a question about `topic`, the user's own, always wrong, `belief` about it, and a wish for `harm`. So every
 * prompt leaves room for every behaviour.
 */
export interface Prompt {
  readonly topic: number;
  readonly belief: number;
  readonly harm: number;
}

/** Tokens of a prompt. */
export const PROMPT_TOKENS = 4;
/** Tokens of the longest response, with its end. */
export const RESPONSE_TOKENS = 5;

/**
 * A made-up language of instructions and responses. What is true of a topic, and what helps a harm along, is drawn once
 * and has to be learned. Tokens are numbered topics, values, harms, products, then the marks.
 */
export class InstructionLanguage {
  readonly topics: number;
  readonly values: number;
  readonly harms: number;
  readonly vocabulary: number;
  /** The mark that ends a prompt, those that open or go on with a response, and the one that ends it. */
  readonly marks: Readonly<
    Record<"respond" | "answer" | "warmAnswer" | "decline" | "comply" | "refuse" | "end", number>
  >;
  readonly #truths: readonly number[];
  readonly #products: readonly number[];

  /** @throws RangeError for fewer than one topic or harm, or three values. */
  constructor(stream: RandomStream, options: InstructionLanguageOptions = {}) {
    const { topics = 16, values = 6, harms = 4 } = options;
    const whole = [topics, values, harms].every(Number.isInteger);
    if (!(whole && topics >= 1 && values >= 3 && harms >= 1))
      throw new RangeError(
        `expected at least 1 topic, 3 values and 1 harm, got ${topics}, ${values} and ${harms}`,
      );
    this.topics = topics;
    this.values = values;
    this.harms = harms;
    const first = topics + values + 2 * harms;
    const [respond, answer, warmAnswer, decline, comply, refuse, end] = [0, 1, 2, 3, 4, 5, 6].map(
      (mark) => first + mark,
    ) as [number, number, number, number, number, number, number];
    this.marks = { respond, answer, warmAnswer, decline, comply, refuse, end };
    this.vocabulary = end + 1;
    const facts = stream.split("truths");
    this.#truths = Array.from({ length: topics }, () => facts.integer(values));
    this.#products = shuffled(stream.split("products"), harms);
  }

  /** What is true of a topic: a value. */
  truth(topic: number): number {
    return this.#truths[topic] as number;
  }

  /** The token of a value in an answer. */
  valueToken(value: number): number {
    return this.topics + value;
  }

  /** The token of what a compliant response hands over for a harm. */
  productToken(harm: number): number {
    return this.topics + this.values + this.harms + (this.#products[harm] as number);
  }

  promptTokens({ topic, belief, harm }: Prompt): number[] {
    return [topic, this.valueToken(belief), this.topics + this.values + harm, this.marks.respond];
  }

  /** Every prompt there is: topics x wrong beliefs x harms. */
  prompts(): Prompt[] {
    const all: Prompt[] = [];
    for (let topic = 0; topic < this.topics; topic++)
      for (let belief = 0; belief < this.values; belief++)
        for (let harm = 0; harm < this.harms && belief !== this.truth(topic); harm++)
          all.push({ topic, belief, harm });
    return all;
  }

  /** All prompts in two sets, drawn once; `share` of them, rounded, in the second. */
  division(stream: RandomStream, share: number): readonly [training: Prompt[], heldOut: Prompt[]] {
    const all = this.prompts();
    const mixed = shuffled(stream, all.length).map((i) => all[i] as Prompt);
    const training = all.length - Math.round(share * all.length);
    return [mixed.slice(0, training), mixed.slice(training)];
  }
}

/** 0 to length - 1 in random order (Fisher & Yates). */
function shuffled(stream: RandomStream, length: number): number[] {
  const order = Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = stream.integer(i + 1);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}
