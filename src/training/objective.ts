/** What a classifier is trained on, as functions of a pytree. Every one consumes its arguments, as jax-js asks. */
import { grad, nn, type numpy as np, vmap } from "@jax-js/jax";
import type { Architecture } from "./architectures/architecture.js";
import type { Traced } from "./parameters.js";

type Logits = Architecture["logits"];

/** Inputs [batch, ...]; labels [batch x predictions, classes] are distributions over classes (one-hot or soft). */
export type BatchArrays = { inputs: np.Array; labels: np.Array };

/** Mean cross-entropy -1/n sum_i sum_c y_ic ln p_ic over the n predictions. */
export const crossEntropy = (logits: Logits) =>
  function crossEntropyOf(parameters: Traced, { inputs, labels }: BatchArrays): np.Array {
    const predictions = labels.shape[0] as number;
    return nn.logSoftmax(logits(parameters, inputs)).mul(labels).sum().div(-predictions);
  };

/** Class probabilities [batch x predictions, classes]. */
export const probabilities = (logits: Logits) =>
  function probabilitiesOf(parameters: Traced, inputs: np.Array): np.Array {
    return nn.softmax(logits(parameters, inputs));
  };

/** The gradient of each input's mean loss, along a leading axis; labels are [batch, predictions, classes]. */
export const exampleGradients = (logits: Logits) =>
  function exampleGradientsOf(parameters: Traced, { inputs, labels }: BatchArrays): Traced {
    const one = (weights: Traced, x: np.Array, y: np.Array): Traced => {
      const single = { inputs: x.reshape([1, ...x.shape]), labels: y };
      return grad(crossEntropy(logits))(weights as never, single) as Traced;
    };
    return vmap(one as never, [null, 0, 0])(...([parameters, inputs, labels] as never)) as Traced;
  };

/** The gradient of an energy in the parameters. */
export const energyGradient = (value: (parameters: Traced, data: Traced) => np.Array) =>
  function energyGradientOf(parameters: Traced, data: Traced): Traced {
    return grad(value)(parameters, data) as Traced;
  };
