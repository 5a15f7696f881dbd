/** The differentiable programs of a classifier, each compiled once per shape and shared by all learners. */
import { jit, jvp, nn, type np, tree, valueAndGrad, vjp } from "./jax.js";
import { type Layer, logits, type Network } from "./mlp.js";

/** Mean cross-entropy -1/n sum_i sum_c y_ic ln p_ic; labels [batch, classes] are distributions (one-hot or soft). */
function crossEntropy(network: Network, inputs: np.Array, labels: np.Array): np.Array {
  const batch = labels.shape[0] as number;
  return nn.logSoftmax(logits(network, inputs)).mul(labels).sum().div(-batch);
}

export const loss = jit(crossEntropy);

/** Class probabilities [batch, classes]. */
export const probabilities = jit((network: Network, inputs: np.Array) => nn.softmax(logits(network, inputs)));

/**
 * One SGD step with alignment work. The loss gradient is taken explicitly, the L2 energy |theta - theta*|^2 / 2
 * implicitly (proximal step), so that any work eta gamma >= 0 is stable:
 *
 *     theta <- (theta - eta grad L + eta gamma theta*) / (1 + eta gamma)
 *
 * @param rates [eta, eta gamma] as one array, so that a step uploads three arrays.
 * @returns the new parameters and the loss before the step.
 */
export const sgdStep = jit(
  (
    network: Network,
    reference: Network,
    inputs: np.Array,
    labels: np.Array,
    rates: np.Array,
  ): [Network, np.Array] => {
    const [value, gradient] = valueAndGrad(crossEntropy)(tree.ref(network), inputs, labels);
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
  },
);

/**
 * Gauss-Newton product G v, G = (1/n) sum_i J_i' (diag p_i - p_i p_i') J_i: for softmax cross-entropy this is the
 * true Fisher matrix E_x E_{y ~ p(y|x)} [g g'], computed as jvp, output Hessian, vjp.
 */
export const gaussNewtonProduct = jit((network: Network, inputs: np.Array, tangent: Network): Network => {
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
});
