import type { RandomStream } from "../numeric/index.js";
import { CueConflict } from "./cue-conflict.js";

/**
 * Cues as tokens, for transformers: an input is one token per cue, then a query token at which the model answers.
 *
 * Token numbers: 0 to classes - 1 are the answers, so that `sequenceClassifier` can read them off a tied head; class c of
 * cue k is `classes + k classes + c`; the last number is the query. No cue's tokens are answers: with a tied head the
 * model would otherwise lean to that cue.
 */
export class TokenCueConflictTask extends CueConflict<Int32Array<ArrayBuffer>> {
  readonly vocabulary: number;
  /** Tokens of one input. */
  readonly tokens: number;

  /** @param cues competing cues K, default 4. @param classes default 10. */
  constructor({ cues = 4, classes = 10 } = {}) {
    super(cues, classes);
    this.vocabulary = classes * (cues + 1) + 1;
    this.tokens = cues + 1;
  }

  protected render(_stream: RandomStream, cueClasses: Uint8Array): Int32Array<ArrayBuffer> {
    const { classes, cues, tokens, vocabulary } = this;
    const inputs = new Int32Array((cueClasses.length / cues) * tokens).fill(vocabulary - 1);
    cueClasses.forEach((c, at) => {
      const [row, k] = [Math.floor(at / cues), at % cues];
      inputs[row * tokens + k] = (k + 1) * classes + c;
    });
    return inputs;
  }
}
