/**
 * Multilayer perceptron with ReLU between layers, as a pure function over a pytree of layers.
 * Shapes: weight [in, out], bias [out], inputs [batch, in], logits [batch, classes].
 * A flat parameter vector lists each layer's weight (row-major), then its bias.
 */
import { nn, numpy as np } from "@jax-js/jax";
import { Tensor } from "../engine/index.js";
import { normal, type RandomStream } from "../numeric/index.js";

export type Layer = { weight: np.Array; bias: np.Array };
export type Network = Layer[];
/** A network's parameters, as the engine keeps them. */
export type NetworkTensors = { weight: Tensor; bias: Tensor }[];
export type Vector = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** Units per layer from input to output: [64, 128, 10]. */
export type LayerSizes = readonly number[];

/** Logits of a batch. Traced by jax-js: consumes its arguments. */
export function logits(network: Network, inputs: np.Array): np.Array {
  return network.reduce((hidden, { weight, bias }, i) => {
    const z = np.matmul(hidden, weight).add(bias);
    return i + 1 < network.length ? nn.relu(z) : z;
  }, inputs);
}

/** Number of parameters N. */
export function parameterCount(sizes: LayerSizes): number {
  return layers(sizes).reduce((total, { inputs, outputs }) => total + inputs * outputs + outputs, 0);
}

/** Weights from N(0, 2 / inputs) (He et al. 2015, for ReLU), biases zero, as a flat vector. */
export function heInitialisation(sizes: LayerSizes, stream: RandomStream): Float64Array<ArrayBuffer> {
  const vector = new Float64Array(parameterCount(sizes));
  let offset = 0;
  for (const { inputs, outputs } of layers(sizes)) {
    const draw = normal(stream, 0, Math.sqrt(2 / inputs));
    for (let i = 0; i < inputs * outputs; i++) vector[offset + i] = draw();
    offset += inputs * outputs + outputs;
  }
  return vector;
}

/** The layers of a flat vector, copied, in the vector's own precision. */
export function toNetwork(sizes: LayerSizes, vector: Vector): NetworkTensors {
  let offset = 0;
  const take = (shape: number[]): Tensor => {
    const length = shape.reduce((a, b) => a * b, 1);
    const values = vector.slice(offset, offset + length);
    offset += length;
    return new Tensor(values, shape);
  };
  return layers(sizes).map(({ inputs, outputs }) => ({
    weight: take([inputs, outputs]),
    bias: take([outputs]),
  }));
}

/** The flat vector of a network, in double precision. */
export function toVector(network: NetworkTensors): Float64Array<ArrayBuffer> {
  const leaves = network.flatMap(({ weight, bias }) => [weight.data, bias.data]);
  const vector = new Float64Array(leaves.reduce((total, leaf) => total + leaf.length, 0));
  let offset = 0;
  for (const leaf of leaves) {
    vector.set(leaf, offset);
    offset += leaf.length;
  }
  return vector;
}

/** Gives a network's memory back to the engine. */
export function free(network: NetworkTensors): void {
  for (const { weight, bias } of network) {
    weight.free();
    bias.free();
  }
}

function layers(sizes: LayerSizes): { inputs: number; outputs: number }[] {
  return sizes.slice(1).map((outputs, i) => ({ inputs: sizes[i] as number, outputs }));
}
