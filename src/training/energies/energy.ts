/**
 * The contract of an alignment energy E_a(theta) in training: what alignment work pulls down.
 *
 * A form is programs alone, pure jax-js functions that consume their arguments; an energy is a form with what its tensors
 * are made from. Learners whose energies share a form and whose architectures share `logits` share compiled programs.
 */
import type { numpy as np } from "@jax-js/jax";
import { Tensor } from "../../engine/index.js";
import type { Architecture } from "../architectures/architecture.js";
import type { Batch, Inputs } from "../batch.js";
import type { FloatArray, ParameterTensors, Traced, Vector } from "../parameters.js";

type Logits = Architecture["logits"];

/** E_a as a function of (parameters, the energy's own tensors). */
export type EnergyValue = (parameters: Traced, data: Traced) => np.Array;

/** Parameters after alignment work, of (parameters, the energy's own tensors, work = eta gamma). */
export type WorkStep = (parameters: Traced, data: Traced, work: np.Array) => Traced;

export interface EnergyForm {
  readonly name: string;
  value(logits: Logits): EnergyValue;
  /** argmin_x |x - theta|^2 / 2 + work E_a(x), exactly or nearly so: stable for any work >= 0. */
  work(logits: Logits): WorkStep;
}

/** What work costs, beyond some arithmetic a parameter. */
export interface EnergyCost {
  /** Inputs that every step puts through the network beside its batch, forward and backward. */
  readonly inputs: number;
  /** Gradients through them a step: 2 where the curvature along the gradient is taken too. */
  readonly gradients: number;
}

export interface Energy {
  readonly name: string;
  readonly form: EnergyForm;
  readonly cost: EnergyCost;
  /**
   * The energy's tensors, with the model's present parameters as the reference theta*: one set, or several of the same shapes
   * that calls of `train` take in turn, so that work on many inputs costs a step no more than on few.
   */
  anchor(model: ReferenceModel): readonly [ParameterTensors, ...ParameterTensors[]];
}

/** What has probabilities: a reference policy. */
export interface Predictor {
  probabilities(inputs: Inputs, size: number): Vector;
}

/** The learner whose present parameters become the reference. */
export interface ReferenceModel extends Predictor {
  readonly architecture: Architecture;
  /** Of its parameters. */
  readonly precision: FloatArray;
  parameters(): Float64Array<ArrayBuffer>;
  exampleGradients(batch: Batch): Float64Array<ArrayBuffer>;
}

/** Inputs as the model's programs take them. */
export function inputTensor(
  { architecture, precision }: ReferenceModel,
  inputs: Inputs,
  size: number,
): Tensor {
  const { shape, dtype } = architecture.input;
  const Type = dtype === "int32" ? Int32Array : precision;
  return new Tensor(new Type(inputs), [size, ...shape]);
}

/**
 * Some of the inputs an energy looks at, and what belongs to them, for each set.
 * @throws RangeError for no inputs, or for sets of different sizes.
 */
export function inTurn<Part extends { readonly size: number }, Data>(
  parts: Part | readonly Part[],
  tensors: (part: Part) => Data,
): readonly [Data, ...Data[]] {
  const all = [parts].flat() as Part[];
  const [first, ...others] = all;
  if (first === undefined) throw new RangeError("an energy needs inputs");
  const odd = others.find(({ size }) => size !== first.size);
  if (odd !== undefined)
    throw new RangeError(
      `sets of inputs must be of one size: the first has ${first.size}, another ${odd.size}`,
    );
  return [tensors(first), ...others.map(tensors)];
}
