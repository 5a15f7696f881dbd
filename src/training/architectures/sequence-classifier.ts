import type { numpy as np } from "@jax-js/jax";
import type { Architecture } from "./architecture.js";
import { type TransformerOptions, transformer } from "./transformer.js";

/**
 * A transformer that answers once: its logits are those of the last place, over the first `classes` tokens of the
 * vocabulary. What it predicts elsewhere has no part in loss, goals or curvature.
 */
export function sequenceClassifier(classes: number, options: TransformerOptions): Architecture {
  const { vocabulary } = options;
  if (!(Number.isInteger(classes) && classes >= 1 && classes <= vocabulary))
    throw new RangeError(
      `classes must be a whole number from 1 to the vocabulary's ${vocabulary}, got ${classes}`,
    );
  const whole = transformer(options);
  return {
    ...whole,
    name: `${whole.name}, ${classes} answers`,
    classes,
    predictions: 1,
    logits: answering(whole.logits, classes),
  };
}

/** One function per model and number of answers, so that learners share their compiled programs. */
const known = new WeakMap<Architecture["logits"], Map<number, Architecture["logits"]>>();

function answering(logits: Architecture["logits"], classes: number): Architecture["logits"] {
  const byClasses = known.get(logits) ?? new Map<number, Architecture["logits"]>();
  known.set(logits, byClasses);
  const answers =
    byClasses.get(classes) ??
    ((parameters, ids): np.Array => {
      const [batch, tokens] = ids.shape as [number, number];
      const places = logits(parameters, ids);
      const vocabulary = places.shape[1] as number;
      return places.reshape([batch, tokens, vocabulary]).slice([], tokens - 1, [0, classes]);
    });
  byClasses.set(classes, answers);
  return answers;
}
