import { type numpy as np, tree, valueAndGrad } from "@jax-js/jax";
import type { Layer, Network } from "./mlp.js";
import { type BatchArrays, crossEntropy } from "./objective.js";

/**
 * One SGD step with alignment work. The loss gradient is taken explicitly, the L2 energy |theta - theta*|^2 / 2
 * implicitly (proximal step), so that any work eta gamma >= 0 is stable:
 *
 *     theta <- (theta - eta grad L + eta gamma theta*) / (1 + eta gamma)
 *
 * @param rates [eta, eta gamma].
 * @returns the new parameters and the loss before the step.
 */
export function sgdStep(
  network: Network,
  batch: BatchArrays,
  reference: Network,
  rates: np.Array,
): [Network, np.Array] {
  const [value, gradient] = valueAndGrad(crossEntropy)(tree.ref(network), batch);
  const eta = rates.ref.slice(0);
  const work = rates.slice(1);
  const keep = work.ref.add(1);
  const move = (theta: np.Array, g: np.Array, anchor: np.Array): np.Array =>
    theta.sub(g.mul(eta.ref)).add(anchor.mul(work.ref)).div(keep.ref);
  const next = network.map((layer, i): Layer => {
    const g = gradient[i] as Layer;
    const anchor = reference[i] as Layer;
    return {
      weight: move(layer.weight, g.weight, anchor.weight),
      bias: move(layer.bias, g.bias, anchor.bias),
    };
  });
  tree.dispose([eta, work, keep]);
  return [next, value];
}
