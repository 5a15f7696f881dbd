/** What one seed's models see: the language, its prompts, and every random draw by name. */
import { RandomStream } from "../../numeric/index.js";
import {
  type Architecture,
  type Batch,
  behaviours,
  continuations,
  corpusBatch,
  type Examples,
  InstructionLanguage,
  type Learner,
  leaveOneOutAdvantages,
  logProbabilities,
  type Prompt,
  parse,
  type Reading,
  type ResponseMix,
  responder,
  sampleCompletions,
  type Text,
  textInputs,
} from "../../training/index.js";
import type { Condition } from "./conditions.js";
import type { DriftParameters } from "./parameters.js";
import { proxyReward } from "./proxy.js";

export interface ReadCompletion {
  readonly prompt: Prompt;
  readonly reading: Reading;
  readonly text: Text;
  readonly logProbability: number;
}

export class World {
  readonly language: InstructionLanguage;
  readonly architecture: Architecture;
  readonly training: readonly Prompt[];
  readonly heldOut: readonly Prompt[];
  readonly root: RandomStream;
  readonly #p: DriftParameters;

  constructor(p: DriftParameters, seed: number) {
    this.#p = p;
    this.root = RandomStream.fromSeed(seed);
    this.language = new InstructionLanguage(this.root.split("language"), p);
    this.architecture = responder(this.language, p);
    [this.training, this.heldOut] = this.language.division(this.root.split("division"), p.heldOut);
  }

  initial(): Float32Array<ArrayBuffer> {
    return new Float32Array(this.architecture.initialise(this.root.split("initial")));
  }

  /** A batch of the base corpus. */
  baseBatch(step: number): Batch {
    const { baseBatch, fidelity, warm } = this.#p;
    const others = (1 - fidelity) / (behaviours.length - 1);
    const mix: ResponseMix = { shares: behaviours.map((_, i) => (i === 0 ? fidelity : others)), warm };
    const stream = this.root.split("corpus", step);
    return corpusBatch(this.architecture, this.language, this.training, mix, baseBatch, stream);
  }

  /** `count` prompts, drawn with replacement, each with `each` completions by the model, read by the grammar. */
  completions(
    learner: Learner,
    from: readonly Prompt[],
    [count, each]: readonly [number, number],
    stream: RandomStream,
  ): ReadCompletion[] {
    const asked = Array.from({ length: count }, () => from[stream.integer(from.length)] as Prompt);
    const prompts = asked.flatMap((prompt) => Array<Prompt>(each).fill(prompt));
    const tokens = prompts.map((prompt) => this.language.promptTokens(prompt));
    const sampled = sampleCompletions(learner, tokens, this.language.marks.end, stream.split("tokens"));
    return sampled.map(({ tokens: response, logProbability }, i) => {
      const prompt = prompts[i] as Prompt;
      return {
        prompt,
        logProbability,
        reading: parse(this.language, prompt, response),
        text: { prompt: tokens[i] as number[], response, weight: 1 },
      };
    });
  }

  /** The base model's own completions of training prompts: behind the Fisher matrix and the KL energy. */
  referenceInputs(base: Learner): Examples {
    const count = this.#p.referenceCompletions;
    const sampled = this.completions(base, this.training, [count, 1], this.root.split("reference"));
    const texts = sampled.map(({ text }) => text);
    return { inputs: textInputs(this.architecture, texts, this.language.marks.end), size: count };
  }

  /**
   * One step of the policy gradient as a batch: completions of the model itself, weighted by their advantages. With KL
   * in the reward it is r - beta ln(p / p_base), as in fine-tuning from human preferences (Ziegler et al. 2019).
   */
  tuningBatch(
    learner: Learner,
    base: Learner,
    { raters, work, coefficient }: Condition,
    step: number,
  ): Batch {
    const { group, tunePrompts } = this.#p;
    const { end } = this.language.marks;
    const stream = this.root.split("tune", step);
    const sampled = this.completions(learner, this.training, [tunePrompts, group], stream);
    const texts = sampled.map(({ text }) => text);
    const before = work === "kl-reward" ? logProbabilities(base, texts, end) : undefined;
    const rewards = sampled.map(({ prompt, reading, logProbability }, i) => {
      const departure = before === undefined ? 0 : logProbability - (before[i] as number);
      return proxyReward(raters, prompt, reading) - coefficient * departure;
    });
    const advantages = leaveOneOutAdvantages(rewards, group);
    const weighted = texts.map((text, i) => ({ ...text, weight: advantages[i] as number }));
    return continuations(this.architecture, weighted, end);
  }
}
