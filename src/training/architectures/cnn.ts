import { lax, nn, numpy as np } from "@jax-js/jax";
import { type Architecture, architecture, ParameterShape } from "./architecture.js";

export interface CnnOptions {
  /** [channels, height, width] of an image. */
  readonly image: readonly [number, number, number];
  /** Channels of each convolution. */
  readonly channels: readonly number[];
  readonly classes: number;
}

const KERNEL = 3;
const STRIDE = 2;

/**
 * Convolutional network: 3 x 3 convolutions of stride 2 (which halve the image, in place of pooling) with ReLU, then
 * one dense layer. Tensors "convolutions.0.weight" [out, in, 3, 3], "convolutions.0.bias" [out], ..., "head.weight",
 * "head.bias"; weights start from N(0, 2 / fan-in), biases at zero.
 */
export function cnn({ image, channels, classes }: CnnOptions): Architecture {
  const counts = [...image, ...channels, classes];
  if (channels.length === 0 || !counts.every((count) => Number.isInteger(count) && count >= 1))
    throw new RangeError(
      `image, channels and classes must be whole numbers >= 1 with at least one convolution, got [${counts}]`,
    );
  const halved = (length: number): number => channels.reduce((side) => Math.ceil(side / STRIDE), length);
  const features = (channels.at(-1) as number) * halved(image[1]) * halved(image[2]);
  const convolutions = channels.map((outputs, i) => {
    const inputs = i === 0 ? image[0] : (channels[i - 1] as number);
    const shape = [outputs, inputs, KERNEL, KERNEL];
    return {
      weight: new ParameterShape(shape, { sd: Math.sqrt(2 / (inputs * KERNEL ** 2)) }),
      bias: new ParameterShape([outputs]),
    };
  });
  const head = {
    weight: new ParameterShape([features, classes], { sd: Math.sqrt(2 / features) }),
    bias: new ParameterShape([classes]),
  };
  return architecture(
    { convolutions, head },
    {
      name: `CNN ${image.join("x")}-${channels.join("-")}-${classes}`,
      input: { shape: image, dtype: "float" },
      classes,
      predictions: 1,
      logits: logits as Architecture["logits"],
    },
  );
}

type Affine = { weight: np.Array; bias: np.Array };

function logits(
  { convolutions, head }: { convolutions: Affine[]; head: Affine },
  images: np.Array,
): np.Array {
  const maps = convolutions.reduce((x, { weight, bias }) => {
    const outputs = bias.size;
    return nn.relu(lax.conv(x, weight, [STRIDE, STRIDE], "SAME").add(bias.reshape([1, outputs, 1, 1])));
  }, images);
  const batch = maps.shape[0] as number;
  return np.matmul(maps.reshape([batch, head.weight.shape[0] as number]), head.weight).add(head.bias);
}
