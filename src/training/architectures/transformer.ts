import { lax, nn, numpy as np } from "@jax-js/jax";
import { type Architecture, architecture, ParameterShape } from "./architecture.js";

export interface TransformerOptions {
  readonly vocabulary: number;
  /** Tokens of one input. */
  readonly tokens: number;
  /** Width of the hidden states, a multiple of `heads`. */
  readonly width: number;
  readonly heads: number;
  readonly blocks: number;
}

/**
 * Decoder-only language model: learned positions, pre-norm blocks of causal attention and a GELU layer of 4 x width,
 * final norm, head tied to the embedding. Inputs are token numbers [batch, tokens]; row (b, t) of the logits predicts
 * the token after t. Embedding and positions start from N(0, 0.02^2) (GPT-2), other weights from N(0, 1 / fan-in), those
 * that end a residual branch divided by sqrt(2 blocks); scales at one, the rest at zero.
 */
export function transformer(options: TransformerOptions): Architecture {
  const { vocabulary, tokens, width, heads, blocks } = options;
  if (!Object.values(options).every((count) => Number.isInteger(count) && count >= 1) || width % heads !== 0)
    throw new RangeError(
      `a transformer's sizes must be whole numbers >= 1 and its width a multiple of its heads, got ${JSON.stringify(options)}`,
    );
  const affine = (from: number, to: number, scale = 1) => ({
    weight: new ParameterShape([from, to], { sd: scale / Math.sqrt(from) }),
    bias: new ParameterShape([to]),
  });
  const norm = () => ({
    scale: new ParameterShape([width], { constant: 1 }),
    shift: new ParameterShape([width]),
  });
  const branch = 1 / Math.sqrt(2 * blocks);
  const shapes = {
    embedding: new ParameterShape([vocabulary, width], { sd: 0.02 }),
    positions: new ParameterShape([tokens, width], { sd: 0.02 }),
    blocks: Array.from({ length: blocks }, () => ({
      attentionNorm: norm(),
      queriesKeysValues: affine(width, 3 * width),
      attentionOutput: affine(width, width, branch),
      hiddenNorm: norm(),
      up: affine(width, 4 * width),
      down: affine(4 * width, width, branch),
    })),
    norm: norm(),
  };
  return architecture(shapes, {
    name: `transformer ${blocks} x ${width}, ${heads} heads, ${tokens} of ${vocabulary} tokens`,
    input: { shape: [tokens], dtype: "int32" },
    classes: vocabulary,
    predictions: tokens,
    logits: logitsWith(heads),
  });
}

type Affine = { weight: np.Array; bias: np.Array };
type Norm = { scale: np.Array; shift: np.Array };
interface Transformer {
  embedding: np.Array;
  positions: np.Array;
  blocks: {
    attentionNorm: Norm;
    queriesKeysValues: Affine;
    attentionOutput: Affine;
    hiddenNorm: Norm;
    up: Affine;
    down: Affine;
  }[];
  norm: Norm;
}

/** One function per number of heads, the only size that the parameters' shapes do not tell. */
const byHeads = new Map<number, Architecture["logits"]>();

function logitsWith(heads: number): Architecture["logits"] {
  const logits = (model: Transformer, ids: np.Array): np.Array => {
    const embedded = model.embedding.ref.slice(ids).add(model.positions);
    const hidden = model.blocks.reduce((h, block) => {
      const mixed = attention(layerNorm(h.ref, block.attentionNorm), block, heads);
      const mid = h.add(mixed);
      const up = gelu(apply(layerNorm(mid.ref, block.hiddenNorm), block.up));
      return mid.add(apply(up, block.down));
    }, embedded);
    const [batch, tokens, width] = hidden.shape as [number, number, number];
    const rows = layerNorm(hidden, model.norm).reshape([batch * tokens, width]);
    return np.matmul(rows, model.embedding.transpose());
  };
  const known = byHeads.get(heads) ?? (logits as unknown as Architecture["logits"]);
  byHeads.set(heads, known);
  return known;
}

const apply = (x: np.Array, { weight, bias }: Affine): np.Array => np.matmul(x, weight).add(bias);

function layerNorm(x: np.Array, { scale, shift }: Norm): np.Array {
  const centred = x.ref.sub(x.mean(-1, { keepdims: true }));
  const variance = centred.ref.mul(centred.ref).mean(-1, { keepdims: true });
  const inverse = np.reciprocal(np.sqrt(variance.add(1e-5)));
  return centred.mul(inverse).mul(scale).add(shift);
}

function gelu(x: np.Array): np.Array {
  return x.ref.mul(0.5).mul(lax.erf(x.mul(Math.SQRT1_2)).add(1));
}

function attention(x: np.Array, block: Transformer["blocks"][number], heads: number): np.Array {
  const [batch, tokens, width] = x.shape as [number, number, number];
  const perHead = width / heads;
  const split = (y: np.Array): np.Array => y.reshape([batch, tokens, heads, perHead]).transpose([0, 2, 1, 3]);
  const [queries, keys, values] = np.split(apply(x, block.queriesKeysValues), 3, -1).map(split) as [
    np.Array,
    np.Array,
    np.Array,
  ];
  const scores = np.matmul(queries, keys.transpose([0, 1, 3, 2])).mul(1 / Math.sqrt(perHead));
  const past = np.tri(tokens, tokens, 0, { dtype: np.bool });
  const mixed = np.matmul(nn.softmax(np.where(past, scores, -1e9)), values);
  return apply(mixed.transpose([0, 2, 1, 3]).reshape([batch, tokens, width]), block.attentionOutput);
}
