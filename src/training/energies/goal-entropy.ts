import { nn, numpy as np } from "@jax-js/jax";
import { Tensor } from "../../engine/index.js";
import type { Architecture } from "../architectures/architecture.js";
import type { Examples } from "../batch.js";
import type { ConflictInputs } from "../cue-conflict.js";
import type { Traced, Vector } from "../parameters.js";
import { curvedStep } from "./curved-step.js";
import { type Energy, type EnergyForm, inputTensor, inTurn } from "./energy.js";

/**
 * From class probabilities [size x predictions, classes] to the goals' shares [K], which sum to one: a jax-js function, with
 * the key, the tensor that says what the classes mean on each input. One function is one compiled program: make it once.
 */
export type GoalShares = (probabilities: np.Array, key: np.Array) => np.Array;

/** Inputs on which the goals disagree, and what the classes mean on them. */
export interface GoalInputs extends Pick<Examples, "inputs" | "size"> {
  /** For `membershipShares` [size x predictions, classes, goals]. */
  readonly key: { readonly values: Vector; readonly shape: readonly number[] };
}

export interface GoalEntropyOptions {
  /** One set, or several of one size that calls of `train` take in turn. */
  readonly inputs: GoalInputs | readonly GoalInputs[];
  /** Default: `membershipShares`. */
  readonly shares?: GoalShares;
}

/** p_k = mean_i sum_c p_ic m_ick: m_ick is 1 where class c on input i is goal k's, or a share where it is several's. */
export const membershipShares: GoalShares = (probabilities, membership) => {
  const [rows, classes] = probabilities.shape as [number, number];
  const joint = probabilities.reshape([rows, classes, 1]).mul(membership);
  return joint.div(rows).sum([0, 1]);
};

/**
 * E_a = S = -sum_k p_k ln p_k of the model's own goal distribution on conflict inputs: direct work on ethical entropy. It has
 * no reference and says nothing of *which* goal: where a wrong goal leads, it makes the model certain of that one. Watch
 * the fidelity beside it. S of few inputs is lower than S of all. Applied by `curvedStep`.
 */
export function goalEntropy({ inputs, shares = membershipShares }: GoalEntropyOptions): Energy {
  return {
    name: "goal-entropy",
    cost: { inputs: [inputs].flat()[0]?.size ?? 0, gradients: 2 },
    form: formOf(shares),
    anchor: (model) =>
      inTurn(inputs, (part) => ({
        inputs: inputTensor(model, part.inputs, part.size),
        key: new Tensor(new model.precision(part.key.values), part.key.shape),
      })),
  };
}

/** The key of cue-conflict inputs: goal k is the class that cue k names, and the last goal is "none of these". */
export function cueKey({ size, cueClasses }: ConflictInputs, classes: number): GoalInputs["key"] {
  const goals = cueClasses.length / size + 1;
  const values = new Float32Array(size * classes * goals);
  for (let i = 0; i < size; i++) {
    for (let c = 0; c < classes; c++) {
      const cue = cueClasses.subarray(i * (goals - 1), (i + 1) * (goals - 1)).indexOf(c);
      values[(i * classes + c) * goals + (cue === -1 ? goals - 1 : cue)] = 1;
    }
  }
  return { values, shape: [size, classes, goals] };
}

const forms = new WeakMap<GoalShares, EnergyForm>();

function formOf(shares: GoalShares): EnergyForm {
  const known = forms.get(shares) ?? {
    name: "goal-entropy",
    value: (logits) => entropyOf(logits, shares) as never,
    work: (logits) => curvedStep(entropyOf(logits, shares) as never),
  };
  forms.set(shares, known);
  return known;
}

type Data = { inputs: np.Array; key: np.Array };

/** Within ln: a goal without a share adds 0, and a slope that is finite. */
const LEAST = 1e-12;

const entropyOf = (logits: Architecture["logits"], shares: GoalShares) =>
  function goalEntropyOf(parameters: Traced, { inputs, key }: Data): np.Array {
    const p = shares(nn.softmax(logits(parameters, inputs)), key);
    return p.ref
      .mul(np.log(p.add(LEAST)))
      .sum()
      .neg();
  };
