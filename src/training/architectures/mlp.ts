import { nn, numpy as np } from "@jax-js/jax";
import { type Architecture, architecture, ParameterShape } from "./architecture.js";

/** Units per layer from input to output: [64, 128, 10]. */
export type LayerSizes = readonly number[];

/**
 * Multilayer perceptron with ReLU between layers. Tensors "0.weight" [in, out], "0.bias" [out], "1.weight", ...;
 * weights start from N(0, 2 / in) (He et al. 2015, for ReLU), biases at zero.
 */
export function mlp(sizes: LayerSizes): Architecture {
  const [features, classes] = [sizes[0], sizes.at(-1)];
  if (sizes.length < 2 || !sizes.every((units) => Number.isInteger(units) && units >= 1))
    throw new RangeError(`layer sizes must be two or more whole numbers >= 1, got [${sizes}]`);
  const layers = sizes.slice(1).map((outputs, i) => {
    const inputs = sizes[i] as number;
    return {
      weight: new ParameterShape([inputs, outputs], { sd: Math.sqrt(2 / inputs) }),
      bias: new ParameterShape([outputs]),
    };
  });
  return architecture(layers, {
    name: `MLP ${sizes.join("-")}`,
    input: { shape: [features as number], dtype: "float" },
    classes: classes as number,
    predictions: 1,
    logits: logits as Architecture["logits"],
  });
}

type Network = { weight: np.Array; bias: np.Array }[];

function logits(network: Network, inputs: np.Array): np.Array {
  return network.reduce((hidden, { weight, bias }, i) => {
    const z = np.matmul(hidden, weight).add(bias);
    return i + 1 < network.length ? nn.relu(z) : z;
  }, inputs);
}
