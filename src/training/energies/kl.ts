import { nn, numpy as np } from "@jax-js/jax";
import { Tensor } from "../../engine/index.js";
import type { Architecture } from "../architectures/architecture.js";
import type { Examples } from "../batch.js";
import type { Traced } from "../parameters.js";
import { curvedStep } from "./curved-step.js";
import { type Energy, type EnergyForm, inputTensor, type Predictor } from "./energy.js";

export interface KlOptions {
  /** The inputs on which behaviour is to stay. Labels are not looked at. */
  readonly inputs: Examples;
  /** The reference policy, of the same classes. Default: the model itself when it anchors. */
  readonly reference?: Predictor;
}

/**
 * E_a = mean over reference inputs, and their predictions, of D_KL(p_theta || p_ref): the penalty of reinforcement learning
 * from human feedback. Zero where the two agree; its Hessian there is the Fisher matrix on these inputs. Other inputs are
 * free. Applied by `curvedStep`.
 */
export function kl({ inputs: { inputs, size }, reference }: KlOptions): Energy {
  return {
    name: "kl",
    cost: { inputs: size, gradients: 2 },
    form,
    anchor(model) {
      const { architecture, precision } = model;
      const { classes, predictions } = architecture;
      const probabilities = (reference ?? model).probabilities(inputs, size);
      const expected = size * predictions * classes;
      if (probabilities.length !== expected)
        throw new RangeError(`expected ${expected} reference probabilities, got ${probabilities.length}`);
      const logs = new precision(probabilities.map((p) => Math.log(Math.max(p, LEAST))));
      return {
        inputs: inputTensor(model, inputs, size),
        logReference: new Tensor(logs, [size * predictions, classes]),
      };
    },
  };
}

/** Least probability of a reference: the least normal float32, whose logarithm is finite. */
const LEAST = 2 ** -126;

const form: EnergyForm = {
  name: "kl",
  value: (logits) => divergence(logits) as never,
  work: (logits) => curvedStep(divergence(logits) as never),
};

type Data = { inputs: np.Array; logReference: np.Array };

const divergence = (logits: Architecture["logits"]) =>
  function klToReference(parameters: Traced, { inputs, logReference }: Data): np.Array {
    const logs = nn.logSoftmax(logits(parameters, inputs));
    const terms = np.exp(logs.ref).mul(logs.sub(logReference));
    return terms.div(terms.shape[0] as number).sum();
  };
