import type { numpy as np } from "@jax-js/jax";
import { normal, type RandomStream } from "../../numeric/index.js";
import { leavesOf, ParameterLayout, type Traced, type Tree } from "../parameters.js";

/** A parameter tensor before it has values: drawn from N(0, sd^2), or constant where `sd` is 0. */
export class ParameterShape {
  readonly shape: readonly number[];
  readonly sd: number;
  readonly constant: number;

  constructor(shape: readonly number[], { sd = 0, constant = 0 } = {}) {
    this.shape = shape;
    this.sd = sd;
    this.constant = constant;
  }
}

/** A classifier as a pure function of its parameters; a language model classifies the next token at every token. */
export interface Architecture {
  /** What it is, with its sizes: "MLP 64-128-10". */
  readonly name: string;
  readonly layout: ParameterLayout;
  /** Shape and type of one input; a batch has a leading axis more. */
  readonly input: { readonly shape: readonly number[]; readonly dtype: "float" | "int32" };
  readonly classes: number;
  /** Predictions per input: 1, or the number of tokens. */
  readonly predictions: number;
  /** A starting vector; the layout says where each tensor lies in it. */
  initialise(stream: RandomStream): Float64Array<ArrayBuffer>;
  /**
   * Logits [batch x predictions, classes] of inputs [batch, ...input.shape]. Traced by jax-js: consumes its arguments.
   * Learners whose architectures share this function share their compiled programs.
   */
  readonly logits: (parameters: Traced, inputs: np.Array) => np.Array;
}

/** An architecture from its parameter tensors. */
export function architecture(
  shapes: Tree<ParameterShape>,
  rest: Omit<Architecture, "layout" | "initialise">,
): Architecture {
  const layout = ParameterLayout.of(shapes);
  const leaves = leavesOf(shapes);
  return {
    ...rest,
    layout,
    initialise(stream) {
      const vector = new Float64Array(layout.size);
      layout.tensors.forEach(({ offset, length }, i) => {
        const { sd, constant } = leaves[i] as ParameterShape;
        const draw = sd > 0 ? normal(stream, constant, sd) : () => constant;
        for (let k = 0; k < length; k++) vector[offset + k] = draw();
      });
      return vector;
    },
  };
}
