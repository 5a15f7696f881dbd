/**
 * Multilayer perceptron with ReLU between layers, as a pure function over a pytree of layers.
 * Shapes: weight [in, out], bias [out], inputs [batch, in], logits [batch, classes].
 * A flat parameter vector lists each layer's weight (row-major), then its bias.
 */
import { normal, type RandomStream } from "../numeric/index.js";
import { nn, np } from "./jax.js";

export type Layer = { weight: np.Array; bias: np.Array };
export type Network = Layer[];
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

/** A flat vector as a pytree of arrays of the vector's own precision. */
export function toNetwork(sizes: LayerSizes, vector: Vector): Network {
  let offset = 0;
  const take = (shape: number[]): np.Array => {
    const length = shape.reduce((a, b) => a * b, 1);
    const values = vector.slice(offset, offset + length);
    offset += length;
    return np.array(values).reshape(shape);
  };
  return layers(sizes).map(({ inputs, outputs }) => ({
    weight: take([inputs, outputs]),
    bias: take([outputs]),
  }));
}

/** The flat vector of a pytree, in double precision. Consumes the pytree. */
export function toVector(network: Network): Float64Array<ArrayBuffer> {
  const leaves = network.flatMap(({ weight, bias }) => [weight.dataSync(), bias.dataSync()]);
  const vector = new Float64Array(leaves.reduce((total, leaf) => total + leaf.length, 0));
  let offset = 0;
  for (const leaf of leaves) {
    vector.set(leaf as Float32Array, offset);
    offset += leaf.length;
  }
  return vector;
}

function layers(sizes: LayerSizes): { inputs: number; outputs: number }[] {
  return sizes.slice(1).map((outputs, i) => ({ inputs: sizes[i] as number, outputs }));
}
