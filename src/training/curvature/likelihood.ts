/**
 * What a model's outputs mean. Conventions: the leading axis of outputs, targets and losses is the example; functions
 * of jax-js arrays consume their arguments.
 */
import { nn, numpy as np } from "@jax-js/jax";
import { Tensor } from "../../engine/index.js";
import { categorical as drawCategory, logSumExp, normal, type RandomStream } from "../../numeric/index.js";

/** Any loss that a model's outputs give for a target. */
export interface Loss {
  readonly name: string;
  /** The loss of each example, [examples]. */
  losses(outputs: np.Array, targets: np.Array): np.Array;
}

/** A loss that is -ln p(target | outputs): it says which targets the model itself expects. */
export interface Likelihood extends Loss {
  /** E[s s'] v for every example, s the score in its outputs; of the shape of the outputs. */
  fisherProduct(outputs: np.Array, v: np.Array): np.Array;
  /** S u with S S' = E[s s'], linear in u; both of the shape of the outputs. `dualFisher()` needs it. */
  fisherRoot(outputs: np.Array, u: np.Array): np.Array;
  /** Targets drawn from the model. */
  draw(outputs: Tensor, stream: RandomStream): Tensor;
}

export const isLikelihood = (loss: Loss): loss is Likelihood => "fisherProduct" in loss;

/** One class of C by softmax of logits [n, C]; targets are distributions [n, C], one-hot or soft. */
export const categorical: Likelihood = {
  name: "softmax cross-entropy",
  losses: (logits, labels) => nn.logSoftmax(logits).mul(labels).sum(-1).neg(),
  fisherProduct(logits, v) {
    const p = nn.softmax(logits);
    const weighted = p.ref.mul(v);
    const total = weighted.ref.sum(-1, { keepdims: true });
    return weighted.sub(p.mul(total));
  },
  // diag p - p p' = S S' with S = diag(r) - p r', r the root of p.
  fisherRoot(logits, u) {
    const p = nn.softmax(logits);
    const weighted = np.sqrt(p.ref).mul(u);
    const total = weighted.ref.sum(-1, { keepdims: true });
    return weighted.sub(p.mul(total));
  },
  draw(logits, stream) {
    const classes = logits.shape.at(-1) as number;
    const labels = new (floatOf(logits))(logits.data.length);
    for (let start = 0; start < labels.length; start += classes) {
      const row = Float64Array.from(logits.data.subarray(start, start + classes));
      const total = logSumExp(row);
      labels[
        start +
          drawCategory(
            stream,
            row.map((z) => Math.exp(z - total)),
          )()
      ] = 1;
    }
    return new Tensor(labels, logits.shape);
  },
};

/** Independent yes or no by the logistic function of logits [n] or [n, d]; targets 0 or 1 of the same shape. */
export const bernoulli: Likelihood = {
  name: "logistic cross-entropy",
  losses: (logits, targets) => rows(nn.softplus(logits.ref).sub(logits.mul(targets))),
  fisherProduct(logits, v) {
    const p = nn.sigmoid(logits);
    return p.ref.sub(p.ref.mul(p)).mul(v);
  },
  fisherRoot(logits, u) {
    const p = nn.sigmoid(logits);
    return np.sqrt(p.ref.sub(p.ref.mul(p))).mul(u);
  },
  draw(logits, stream) {
    const drawn = Float64Array.from(logits.data, (z) => Number(stream.uniform() < 1 / (1 + Math.exp(-z))));
    return new Tensor(new (floatOf(logits))(drawn), logits.shape);
  },
};

/** Normal of unit variance around outputs [n] or [n, d]: half the squared error. */
export const gaussian: Likelihood = {
  name: "half squared error",
  losses(outputs, targets) {
    const residual = outputs.sub(targets);
    return rows(residual.ref.mul(residual).mul(0.5));
  },
  fisherProduct(outputs, v) {
    outputs.dispose();
    return v;
  },
  fisherRoot(outputs, u) {
    outputs.dispose();
    return u;
  },
  draw(outputs, stream) {
    const noise = normal(stream);
    const drawn = Float64Array.from(outputs.data, (mean) => mean + noise());
    return new Tensor(new (floatOf(outputs))(drawn), outputs.shape);
  },
};

const floatOf = ({ data }: Tensor) => (data instanceof Float64Array ? Float64Array : Float32Array);

/** Sums all axes but the first. */
function rows(values: np.Array): np.Array {
  const count = values.shape[0] as number;
  return values.ndim === 1 ? values : values.reshape([count, values.size / count]).sum(-1);
}
