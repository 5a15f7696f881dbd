import { type numpy as np, tree, valueAndGrad } from "@jax-js/jax";
import type { Architecture } from "./architectures/architecture.js";
import { type BatchArrays, crossEntropy } from "./objective.js";
import type { Traced } from "./parameters.js";

/**
 * One SGD step with alignment work. The loss gradient is taken explicitly, the L2 energy |theta - theta*|^2 / 2
 * implicitly (proximal step), so that any work eta gamma >= 0 is stable:
 *
 *     theta <- (theta - eta grad L + eta gamma theta*) / (1 + eta gamma)
 *
 * `rates` are [eta, eta gamma]; the result is the new parameters and the loss before the step.
 */
export const sgdStep = (logits: Architecture["logits"]) =>
  function step(
    parameters: Traced,
    batch: BatchArrays,
    reference: Traced,
    rates: np.Array,
  ): [Traced, np.Array] {
    const [value, gradient] = valueAndGrad(crossEntropy(logits))(tree.ref(parameters as never), batch);
    const eta = rates.ref.slice(0);
    const work = rates.slice(1);
    const keep = work.ref.add(1);
    const move = (theta: np.Array, g: np.Array, anchor: np.Array): np.Array =>
      theta.sub(g.mul(eta.ref)).add(anchor.mul(work.ref)).div(keep.ref);
    const next = tree.map(move as never, parameters as never, gradient as never, reference as never);
    tree.dispose([eta, work, keep]);
    return [next as Traced, value];
  };
