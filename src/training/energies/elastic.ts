import { numpy as np, tree } from "@jax-js/jax";
import type { RandomStream } from "../../numeric/index.js";
import type { Examples } from "../batch.js";
import type { ParameterTensors, Traced, Vector } from "../parameters.js";
import type { Energy, EnergyForm } from "./energy.js";
import { fisherDiagonal } from "./fisher-diagonal.js";
import { total } from "./l2.js";

export interface ElasticOptions {
  /** The inputs behind the Fisher diagonal: those whose answers are to stay. Labels are not looked at. */
  readonly examples: Examples;
  /** Of the labels: the same ones whenever it anchors. */
  readonly stream: RandomStream;
  /** Labels drawn from the model for each example. Default 1. */
  readonly draws?: number;
  /**
   * "fisher": F as it is, of the size of squared gradients; "mean-one": F divided by its mean, so that a coefficient does
   * about what it does to the L2 energy. Default "fisher".
   */
  readonly scale?: "fisher" | "mean-one";
}

/**
 * Elastic weight consolidation (Kirkpatrick et al. 2017, eq. 3): E_a = sum_i F_i (theta_i - theta*_i)^2 / 2, F the diagonal
 * of the model's own true Fisher matrix at the reference. What the answers do not depend on is free to move. Its proximal
 * map is exact.
 */
export function elastic({ examples, stream, draws = 1, scale = "fisher" }: ElasticOptions): Energy {
  return {
    name: "elastic",
    cost: { inputs: 0, gradients: 0 },
    form,
    anchor(model) {
      const { architecture, precision } = model;
      const diagonal = fisherDiagonal(model, examples, stream.split("labels"), draws);
      const mean = diagonal.reduce((sum, x) => sum + x, 0) / diagonal.length;
      if (scale === "mean-one") {
        if (!(mean > 0))
          throw new RangeError("the Fisher diagonal is 0: the model is certain of every answer");
        diagonal.forEach((x, i) => {
          diagonal[i] = x / mean;
        });
      }
      const tree = (vector: Vector): ParameterTensors => architecture.layout.tree(vector, precision);
      return [[tree(model.parameters()), tree(diagonal)]];
    },
  };
}

const form: EnergyForm = {
  name: "elastic",
  value: () => value as never,
  work: () => work as never,
};

type Data = [reference: Traced, fisher: Traced];

function value(parameters: Traced, [reference, fisher]: Data): np.Array {
  const squares = tree.map(
    ((theta: np.Array, anchor: np.Array, f: np.Array) => np.square(theta.sub(anchor)).mul(f).sum()) as never,
    parameters as never,
    reference as never,
    fisher as never,
  );
  return total(squares as Traced).mul(0.5);
}

/** theta <- (theta + w F theta*) / (1 + w F), each parameter by itself. */
function work(parameters: Traced, [reference, fisher]: Data, amount: np.Array): Traced {
  const move = (theta: np.Array, anchor: np.Array, f: np.Array): np.Array => {
    const own = f.mul(amount.ref);
    return theta.add(anchor.mul(own.ref)).div(own.add(1));
  };
  const next = tree.map(move as never, parameters as never, reference as never, fisher as never);
  amount.dispose();
  return next as Traced;
}
