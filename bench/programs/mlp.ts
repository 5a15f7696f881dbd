/** Programs over a multilayer perceptron with ReLU, as PyTorch's users write them; see bench/peers/engine.py. */
import { grad, jvp, nn, numpy as np, tree, valueAndGrad, vjp, vmap } from "@jax-js/jax";
import { Tensor } from "../../src/engine/index.js";
import { normal, type RandomStream } from "../../src/numeric/index.js";

export type Network = { weight: np.Array; bias: np.Array }[];
type Pair<T> = [np.Array, T];

function logits(network: Network, inputs: np.Array): np.Array {
  return network.reduce((hidden, { weight, bias }, i) => {
    const z = np.matmul(hidden, weight).add(bias);
    return i + 1 < network.length ? nn.relu(z) : z;
  }, inputs);
}

/** Mean cross-entropy over the leading axis; labels are one-hot. */
function crossEntropy(network: Network, inputs: np.Array, labels: np.Array): np.Array {
  const count = inputs.ndim === 1 ? 1 : (inputs.shape[0] as number);
  return nn.logSoftmax(logits(network, inputs)).mul(labels).sum().div(-count);
}

/** One step of plain gradient descent at rate 0.01, and the loss before it. */
export function sgdStep(
  network: Network,
  { inputs, labels }: { inputs: np.Array; labels: np.Array },
): [Network, np.Array] {
  const [loss, gradient] = valueAndGrad(crossEntropy)(tree.ref(network), inputs, labels);
  const next = network.map(({ weight, bias }, i) => ({
    weight: weight.sub(gradient[i].weight.mul(0.01)),
    bias: bias.sub(gradient[i].bias.mul(0.01)),
  }));
  return [next, loss];
}

/** Gauss-Newton product (1/n) sum_i J_i' (diag p_i - p_i p_i') J_i v. */
export function gaussNewton(network: Network, inputs: np.Array, tangent: Network): Network {
  const forward = (weights: Network) => logits(weights, inputs.ref);
  const [z, dz] = jvp(forward, [tree.ref(network)], [tangent]) as Pair<np.Array>;
  const p = nn.softmax(z);
  const weighted = p.ref.mul(dz);
  const total = weighted.ref.sum(-1, { keepdims: true });
  const cotangent = weighted.sub(p.mul(total)).div(inputs.shape[0] as number);
  const [again, pullback] = vjp(forward, [network]) as Pair<(y: np.Array) => [Network]>;
  again.dispose();
  const [product] = pullback(cotangent);
  inputs.dispose();
  return product;
}

/** The gradient of each example's loss, along a leading axis. */
export function perExampleGradients(network: Network, inputs: np.Array, labels: np.Array): Network {
  const one = (weights: Network, x: np.Array, y: np.Array) => grad(crossEntropy)(weights, x, y);
  const batched = vmap(one as never, [null, 0, 0] as never) as unknown as (...args: unknown[]) => Network;
  return batched(network, inputs, labels);
}

export function randomTensor(stream: RandomStream, shape: number[], scale = 1): Tensor {
  const draw = normal(stream, 0, scale);
  return new Tensor(Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, draw), shape);
}

export function randomNetwork(
  stream: RandomStream,
  sizes: readonly number[],
): { weight: Tensor; bias: Tensor }[] {
  return sizes.slice(1).map((outputs, i) => ({
    weight: randomTensor(stream, [sizes[i], outputs], Math.sqrt(2 / sizes[i])),
    bias: randomTensor(stream, [outputs], 0.1),
  }));
}

/** [...leading, batch, classes] */
export function oneHot(stream: RandomStream, shape: number[], classes: number): Tensor {
  const count = shape.reduce((a, b) => a * b, 1);
  const data = new Float32Array(count * classes);
  for (let i = 0; i < count; i++) data[i * classes + stream.integer(classes)] = 1;
  return new Tensor(data, [...shape, classes]);
}
