import type { SymmetricOperator } from "../fisher/index.js";
import { gaussNewtonProduct, loss, probabilities, sgdStep } from "./classifier.js";
import { np, tree } from "./jax.js";
import { type LayerSizes, type Network, parameterCount, toNetwork, toVector, type Vector } from "./mlp.js";

/** `size` examples: inputs [size, features] and labels [size, classes], row-major. */
export interface Batch {
  readonly size: number;
  readonly inputs: Vector;
  readonly labels: Vector;
}

/** One step's rates: eta the learning rate, gamma the alignment coefficient (multiplies grad E_a). */
export interface StepRates {
  readonly eta: number;
  readonly gamma: number;
}

/**
 * A classifier under training, its parameters resident on the device. The precision (float32 or float64) is that
 * of the initial vector. Not garbage-collected: call `dispose`.
 */
export class MlpLearner {
  readonly parameterCount: number;
  readonly #sizes: LayerSizes;
  readonly #float: typeof Float32Array | typeof Float64Array;
  #network: Network;
  #reference: Network;

  /** @param initial flat parameter vector (`heInitialisation`); also the first reference theta*. */
  constructor(sizes: LayerSizes, initial: Vector) {
    this.parameterCount = parameterCount(sizes);
    if (initial.length !== this.parameterCount) {
      throw new RangeError(
        `layers ${sizes.join("-")} have ${this.parameterCount} parameters, got ${initial.length}`,
      );
    }
    this.#sizes = sizes;
    this.#float = initial instanceof Float32Array ? Float32Array : Float64Array;
    this.#network = toNetwork(sizes, initial);
    this.#reference = toNetwork(sizes, initial);
  }

  /** One SGD step with alignment work; returns the loss before the step. */
  step(batch: Batch, { eta, gamma }: StepRates): number {
    const [next, value] = sgdStep(
      this.#network,
      tree.ref(this.#reference),
      this.#inputs(batch.inputs, batch.size),
      this.#rows(batch.labels, batch.size),
      np.array(new this.#float([eta, eta * gamma])),
    );
    this.#network = next;
    // Reading one small leaf back keeps jax-js from queueing the work of thousands of steps.
    const result = value.dataSync()[0] as number;
    if (!Number.isFinite(result))
      throw new RangeError(`the loss is ${result}: lower the learning rate (now ${eta})`);
    return result;
  }

  /** Mean cross-entropy of a batch. */
  loss(batch: Batch): number {
    const inputs = this.#inputs(batch.inputs, batch.size);
    return loss(
      tree.ref(this.#network),
      inputs,
      this.#rows(batch.labels, batch.size),
    ).dataSync()[0] as number;
  }

  /** Class probabilities [size, classes], row-major. */
  probabilities(inputs: Vector, size: number): Float32Array | Float64Array {
    return probabilities(tree.ref(this.#network), this.#inputs(inputs, size)).dataSync() as Float32Array;
  }

  /** The true Fisher matrix over `size` inputs as an operator; valid until the next step. */
  fisher(inputs: Vector, size: number): SymmetricOperator {
    return {
      matrix: "true Fisher (Gauss-Newton)",
      size: this.parameterCount,
      apply: (vector) => {
        const tangent = toNetwork(this.#sizes, new this.#float(vector));
        return toVector(gaussNewtonProduct(tree.ref(this.#network), this.#inputs(inputs, size), tangent));
      },
    };
  }

  /** The parameters as a flat vector. */
  parameters(): Float64Array<ArrayBuffer> {
    return toVector(tree.ref(this.#network));
  }

  /** Makes the present parameters the reference theta* of the alignment energy. */
  anchor(): void {
    tree.dispose(this.#reference);
    this.#reference = tree.ref(this.#network);
  }

  dispose(): void {
    tree.dispose(this.#network);
    tree.dispose(this.#reference);
  }

  #inputs(values: Vector, size: number): np.Array {
    return this.#shaped(values, size, this.#sizes[0] as number);
  }

  #rows(values: Vector, size: number): np.Array {
    return this.#shaped(values, size, this.#sizes[this.#sizes.length - 1] as number);
  }

  #shaped(values: Vector, size: number, width: number): np.Array {
    if (values.length !== size * width) {
      throw new RangeError(`expected ${size} x ${width} = ${size * width} values, got ${values.length}`);
    }
    return np.array(values instanceof this.#float ? values : new this.#float(values)).reshape([size, width]);
  }
}
