import { nn, numpy as np } from "@jax-js/jax";
import { Tensor } from "../../engine/index.js";
import type { Architecture } from "../architectures/architecture.js";
import type { Examples } from "../batch.js";
import type { Traced, Vector } from "../parameters.js";
import { curvedStep } from "./curved-step.js";
import {
  type Energy,
  type EnergyForm,
  inputTensor,
  inTurn,
  type Predictor,
  type ReferenceModel,
} from "./energy.js";

export interface KlOptions {
  /**
   * The inputs on which behaviour is to stay, or several sets of one size that calls of `train` take in turn. Labels are not
   * looked at.
   */
  readonly inputs: Examples | readonly Examples[];
  /** The reference policy, of the same classes. Default: the model itself when it anchors. */
  readonly reference?: Predictor;
}

/**
 * E_a = mean over reference inputs, and their predictions, of D_KL(p_theta || p_ref): the penalty of reinforcement learning
 * from human feedback. Zero where the two agree; its Hessian there is the Fisher matrix on these inputs. Other inputs are
 * free: a network holds to a few inputs and drifts elsewhere. Applied by `curvedStep`.
 */
export function kl({ inputs, reference }: KlOptions): Energy {
  return {
    name: "kl",
    cost: { inputs: [inputs].flat()[0]?.size ?? 0, gradients: 2 },
    form,
    anchor(model) {
      const { predictions, classes } = model.architecture;
      return inTurn(inputs, (part) => ({
        inputs: inputTensor(model, part.inputs, part.size),
        logReference: new Tensor(logsOf(reference ?? model, model, part), [part.size * predictions, classes]),
      }));
    },
  };
}

function logsOf(reference: Predictor, { architecture, precision }: ReferenceModel, part: Examples): Vector {
  const probabilities = reference.probabilities(part.inputs, part.size);
  const expected = part.size * architecture.predictions * architecture.classes;
  if (probabilities.length !== expected)
    throw new RangeError(`expected ${expected} reference probabilities, got ${probabilities.length}`);
  return new precision(probabilities.map((p) => Math.log(Math.max(p, LEAST))));
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
