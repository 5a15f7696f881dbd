/**
 * A decoder-only transformer of about a million parameters: learned positions, pre-norm blocks of causal attention
 * and GELU, tied head; see bench/peers/engine.py. Hidden states are [batch, tokens, width].
 */
import { lax, nn, numpy as np, valueAndGrad } from "@jax-js/jax";
import type { Tensor } from "../../src/engine/index.js";
import type { RandomStream } from "../../src/numeric/index.js";
import { randomTensor } from "./mlp.js";

export const shape = { vocabulary: 1536, tokens: 128, width: 128, heads: 4, blocks: 4 };

interface Leaves<T> {
  embedding: T;
  positions: T;
  blocks: { norm1: T[]; qkv: T[]; out: T[]; norm2: T[]; up: T[]; down: T[] }[];
  norm: T[];
}
export type Transformer = Leaves<np.Array>;

export function randomTransformer(stream: RandomStream, sizes = shape): Leaves<Tensor> {
  const { vocabulary, tokens, width, blocks } = sizes;
  const linear = (from: number, to: number) => [
    randomTensor(stream, [from, to], 1 / Math.sqrt(from)),
    randomTensor(stream, [to], 0.01),
  ];
  const norm = () => [randomTensor(stream, [width]), randomTensor(stream, [width])];
  return {
    embedding: randomTensor(stream, [vocabulary, width], 0.1),
    positions: randomTensor(stream, [tokens, width], 0.1),
    blocks: Array.from({ length: blocks }, () => ({
      norm1: norm(),
      qkv: linear(width, 3 * width),
      out: linear(width, width),
      norm2: norm(),
      up: linear(width, 4 * width),
      down: linear(4 * width, width),
    })),
    norm: norm(),
  };
}

const affine = (x: np.Array, [weight, bias]: np.Array[]) => np.matmul(x, weight).add(bias);

function layerNorm(x: np.Array, [scale, shift]: np.Array[]): np.Array {
  const centred = x.ref.sub(x.mean(-1, { keepdims: true }));
  const variance = centred.ref.mul(centred.ref).mean(-1, { keepdims: true });
  return centred
    .mul(np.reciprocal(np.sqrt(variance.add(1e-5))))
    .mul(scale)
    .add(shift);
}

function gelu(x: np.Array): np.Array {
  return x.ref.mul(0.5).mul(lax.erf(x.mul(Math.SQRT1_2)).add(1));
}

function attention(x: np.Array, qkv: np.Array[], out: np.Array[]): np.Array {
  const [batch, tokens, width] = x.shape;
  const split = (y: np.Array) =>
    y.reshape([batch, tokens, shape.heads, width / shape.heads]).transpose([0, 2, 1, 3]);
  const [q, k, v] = np.split(affine(x, qkv), 3, -1).map(split);
  const scores = np.matmul(q, k.transpose([0, 1, 3, 2])).mul(1 / Math.sqrt(width / shape.heads));
  const mixed = np.matmul(
    nn.softmax(np.where(np.tri(tokens, tokens, 0, { dtype: np.bool }), scores, -1e9)),
    v,
  );
  return affine(mixed.transpose([0, 2, 1, 3]).reshape([batch, tokens, width]), out);
}

/** Mean cross-entropy of the next tokens; the true token's logit is taken before the head, as <h, embedding>. */
function loss(model: Transformer, tokens: np.Array, next: np.Array): np.Array {
  const embedded = model.embedding.ref.slice(tokens).add(model.positions);
  const hidden = model.blocks.reduce((h, { norm1, qkv, out, norm2, up, down }) => {
    const mid = h.ref.add(attention(layerNorm(h, norm1), qkv, out));
    return mid.ref.add(affine(gelu(affine(layerNorm(mid, norm2), up)), down));
  }, embedded);
  const h = layerNorm(hidden, model.norm);
  const own = h.ref.mul(model.embedding.ref.slice(next)).sum(-1);
  const logits = np.matmul(h, model.embedding.transpose());
  return nn.logsumexp(logits, -1).sub(own).mean();
}

export function forwardAndBackward(
  model: Transformer,
  tokens: np.Array,
  next: np.Array,
): [np.Array, Transformer] {
  return valueAndGrad(loss)(model as never, tokens, next) as never;
}
