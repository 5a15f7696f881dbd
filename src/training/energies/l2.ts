import { numpy as np, tree } from "@jax-js/jax";
import type { Traced } from "../parameters.js";
import type { Energy } from "./energy.js";

/** E_a = |theta - theta*|^2 / 2: keep the parameters near the reference. Its proximal map is exact. */
export const l2: Energy = {
  name: "l2",
  cost: { inputs: 0, gradients: 0 },
  anchor: (model) => [model.architecture.layout.tree(model.parameters(), model.precision)],
  form: {
    name: "l2",
    value: () => halfSquaredDistance,
    work: () => towards,
  },
};

function halfSquaredDistance(parameters: Traced, reference: Traced): np.Array {
  const squares = tree.map(
    ((theta: np.Array, anchor: np.Array) => np.square(theta.sub(anchor)).sum()) as never,
    parameters as never,
    reference as never,
  );
  return total(squares as Traced).mul(0.5);
}

/** theta <- (theta + w theta*) / (1 + w). */
function towards(parameters: Traced, reference: Traced, work: np.Array): Traced {
  const keep = work.ref.add(1);
  const move = (theta: np.Array, anchor: np.Array): np.Array => theta.add(anchor.mul(work.ref)).div(keep.ref);
  const next = tree.map(move as never, parameters as never, reference as never);
  tree.dispose([work, keep]);
  return next as Traced;
}

/** Sum of a pytree's scalars. */
export function total(scalars: Traced): np.Array {
  return (tree.leaves(scalars as never) as unknown as np.Array[]).reduce((sum, value) => sum.add(value));
}
