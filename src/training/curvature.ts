/**
 * Products of curvature matrices with a vector v, matrix-free, and the gradient of each example.
 * Every function consumes its arguments, as jax-js asks.
 */
import { grad, jvp, nn, type numpy as np, tree, vjp, vmap } from "@jax-js/jax";
import { logits, type Network } from "./mlp.js";
import { type BatchArrays, crossEntropy, exampleLosses } from "./objective.js";

/**
 * Gauss-Newton product G v, G = (1/n) sum_i J_i' (diag p_i - p_i p_i') J_i: for softmax cross-entropy this is the
 * true Fisher matrix E_x E_{y ~ p(y|x)} [g g'], computed as jvp, output Hessian, vjp.
 */
export function gaussNewtonProduct(network: Network, inputs: np.Array, tangent: Network): Network {
  const batch = inputs.shape[0] as number;
  const forward = (weights: Network): np.Array => logits(weights, inputs.ref);
  const [z, dz] = jvp(forward, [tree.ref(network)], [tangent]);
  const p = nn.softmax(z);
  const weighted = p.ref.mul(dz);
  const total = weighted.ref.sum(-1, { keepdims: true });
  const cotangent = weighted.sub(p.mul(total)).div(batch);
  const [again, pullback] = vjp(forward, [network]);
  again.dispose();
  const [product] = pullback(cotangent);
  inputs.dispose();
  return product;
}

/**
 * F v with F = (1/n) sum_i g_i g_i', g_i the gradient of example i's loss at its label: the empirical Fisher matrix for
 * labels from the data, a Monte-Carlo estimate of the true one for labels drawn from the model. Computed as J'(J v) / n
 * with J the Jacobian of the losses, so that no g_i is formed.
 */
export function gradientOuterProduct(network: Network, batch: BatchArrays, tangent: Network): Network {
  const count = batch.labels.shape[0] as number;
  const losses = (weights: Network): np.Array => exampleLosses(weights, tree.ref(batch));
  const [present, along] = jvp(losses, [tree.ref(network)], [tangent]);
  const [again, pullback] = vjp(losses, [network]);
  tree.dispose([present, again]);
  const [product] = pullback(along.div(count));
  tree.dispose(batch);
  return product;
}

/** H v, H the Hessian of the mean cross-entropy: forward over reverse mode. */
export function hessianProduct(network: Network, batch: BatchArrays, tangent: Network): Network {
  const gradient = (weights: Network): Network => grad(crossEntropy)(weights, tree.ref(batch)) as Network;
  const [present, product] = jvp(gradient, [network], [tangent]);
  tree.dispose([present, batch] as never);
  return product;
}

/** The gradient of each example's loss, along a leading axis [batch, ...]. */
export function exampleGradients(network: Network, { inputs, labels }: BatchArrays): Network {
  const one = (weights: Network, x: np.Array, y: np.Array): Network => {
    const single = { inputs: x.reshape([1, x.size]), labels: y.reshape([1, y.size]) };
    return grad(crossEntropy)(weights, single) as Network;
  };
  return vmap(one, [null, 0, 0])(network, inputs, labels);
}
