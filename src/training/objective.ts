/** What a classifier is trained on, as functions of a pytree. Every one consumes its arguments, as jax-js asks. */
import { nn, type numpy as np } from "@jax-js/jax";
import { logits, type Network } from "./mlp.js";

/** Inputs [batch, features]; labels [batch, classes] are distributions over classes (one-hot or soft). */
export type BatchArrays = { inputs: np.Array; labels: np.Array };

/** Cross-entropy of each example, -sum_c y_c ln p_c, [batch]. */
export function exampleLosses(network: Network, { inputs, labels }: BatchArrays): np.Array {
  return nn.logSoftmax(logits(network, inputs)).mul(labels).sum(-1).neg();
}

/** Mean cross-entropy -1/n sum_i sum_c y_ic ln p_ic. */
export function crossEntropy(network: Network, { inputs, labels }: BatchArrays): np.Array {
  const batch = labels.shape[0] as number;
  return nn.logSoftmax(logits(network, inputs)).mul(labels).sum().div(-batch);
}

/** Class probabilities [batch, classes]. */
export function probabilities(network: Network, inputs: np.Array): np.Array {
  return nn.softmax(logits(network, inputs));
}
