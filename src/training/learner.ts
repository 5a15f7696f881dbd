import { type CompileOptions, type Execution, Tensor } from "../engine/index.js";
import type { SymmetricOperator } from "../fisher/index.js";
import { categorical, type RandomStream } from "../numeric/index.js";
import {
  free,
  type LayerSizes,
  type NetworkTensors,
  parameterCount,
  toNetwork,
  toVector,
  type Vector,
} from "./mlp.js";
import { type Programs, programsFor } from "./programs.js";

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

/** Where the programs run; see `compile` in engine/. Default: natively where possible, on one thread. */
export type LearnerOptions = Pick<CompileOptions, "execution" | "threads">;

/** A classifier under training. The precision (float32 or float64) is that of the initial vector. */
export class MlpLearner {
  readonly parameterCount: number;
  readonly #sizes: LayerSizes;
  readonly #float: typeof Float32Array | typeof Float64Array;
  readonly #programs: Programs;
  #network: NetworkTensors;
  #reference: NetworkTensors;

  /** @param initial flat parameter vector (`heInitialisation`); also the first reference theta*. */
  constructor(sizes: LayerSizes, initial: Vector, options: LearnerOptions = {}) {
    this.parameterCount = parameterCount(sizes);
    if (initial.length !== this.parameterCount) {
      throw new RangeError(
        `layers ${sizes.join("-")} have ${this.parameterCount} parameters, got ${initial.length}`,
      );
    }
    this.#sizes = sizes;
    this.#float = initial instanceof Float32Array ? Float32Array : Float64Array;
    this.#programs = programsFor(options);
    this.#network = toNetwork(sizes, initial);
    this.#reference = toNetwork(sizes, initial);
  }

  /** Where the programs run; chosen when the first one is compiled. */
  get execution(): Execution | undefined {
    return this.#programs.execution();
  }

  /** One SGD step with alignment work; returns the loss before the step. */
  step(batch: Batch, rates: StepRates): number {
    return this.train([batch], rates)[0] as number;
  }

  /**
   * One SGD step with alignment work per batch, all in one call of the engine; returns the loss before each.
   *
   * @param batches of equal size. The program is compiled once per number of batches: use few numbers.
   * @throws RangeError when training has diverged.
   */
  train(batches: readonly Batch[], { eta, gamma }: StepRates): number[] {
    const [first] = batches;
    if (first === undefined) return [];
    const rates = new Tensor(new this.#float([eta, eta * gamma]));
    const [next, losses] =
      batches.length === 1
        ? this.#programs.step(this.#network, this.#batch(first), this.#reference, rates)
        : this.#programs.steps(batches.length)(this.#network, this.#stack(batches), this.#reference, rates);
    free(this.#network);
    this.#network = next;
    const values = Array.from(losses.data);
    losses.free();
    const diverged = values.find((loss) => !Number.isFinite(loss));
    if (diverged !== undefined) {
      throw new RangeError(`the loss is ${diverged}: lower the learning rate (now ${eta})`);
    }
    return values;
  }

  /** Mean cross-entropy of a batch. */
  loss(batch: Batch): number {
    return this.#programs.loss(this.#network, this.#batch(batch)).item();
  }

  /** Class probabilities [size, classes], row-major. */
  probabilities(inputs: Vector, size: number): Vector {
    return this.#programs.probabilities(this.#network, this.#inputs(inputs, size)).data as Vector;
  }

  /** The true Fisher matrix over `size` inputs; valid, like every operator here, until the next step. */
  fisher(inputs: Vector, size: number): SymmetricOperator {
    const tensor = this.#inputs(inputs, size);
    return this.#operator("true Fisher (Gauss-Newton)", (network, tangent) =>
      this.#programs.gaussNewtonProduct(network, tensor, tangent),
    );
  }

  /** The empirical Fisher matrix of a batch: gradients at the batch's own labels, another matrix than the true one. */
  empiricalFisher(batch: Batch): SymmetricOperator {
    const tensors = this.#batch(batch);
    return this.#operator("empirical Fisher", (network, tangent) =>
      this.#programs.gradientOuterProduct(network, tensors, tangent),
    );
  }

  /** An unbiased estimate of the true Fisher matrix: gradients at one label drawn from the model for each input. */
  monteCarloFisher(inputs: Vector, size: number, stream: RandomStream): SymmetricOperator {
    const p = this.probabilities(inputs, size);
    const classes = p.length / size;
    const labels = new this.#float(p.length);
    for (let i = 0; i < size; i++) {
      labels[i * classes + categorical(stream, p.subarray(i * classes, (i + 1) * classes))()] = 1;
    }
    const tensors = this.#batch({ inputs, labels, size });
    return this.#operator("Monte-Carlo Fisher (one label an input)", (network, tangent) =>
      this.#programs.gradientOuterProduct(network, tensors, tangent),
    );
  }

  /** The Hessian of the mean cross-entropy of a batch; indefinite in general. */
  hessian(batch: Batch): SymmetricOperator {
    const tensors = this.#batch(batch);
    return this.#operator("Hessian of the loss", (network, tangent) =>
      this.#programs.hessianProduct(network, tensors, tangent),
    );
  }

  /** The gradient of each example's loss, [size, parameterCount], row-major. */
  exampleGradients(batch: Batch): Float64Array<ArrayBuffer> {
    const gradients = this.#programs.exampleGradients(this.#network, this.#batch(batch));
    const rows = new Float64Array(batch.size * this.parameterCount);
    let offset = 0;
    for (const { data } of gradients.flatMap(({ weight, bias }) => [weight, bias])) {
      const width = data.length / batch.size;
      for (let i = 0; i < batch.size; i++) {
        rows.set(data.subarray(i * width, (i + 1) * width), i * this.parameterCount + offset);
      }
      offset += width;
    }
    free(gradients);
    return rows;
  }

  /** The parameters as a flat vector. */
  parameters(): Float64Array<ArrayBuffer> {
    return toVector(this.#network);
  }

  /** Makes the present parameters the reference theta* of the alignment energy. */
  anchor(): void {
    this.#reference = toNetwork(this.#sizes, new this.#float(this.parameters()));
  }

  #operator(
    matrix: string,
    multiply: (network: NetworkTensors, tangent: NetworkTensors) => NetworkTensors,
  ): SymmetricOperator {
    const network = this.#network;
    return {
      matrix,
      size: this.parameterCount,
      apply: (vector) => {
        const product = multiply(network, toNetwork(this.#sizes, new this.#float(vector)));
        const result = toVector(product);
        free(product);
        return result;
      },
    };
  }

  #batch({ inputs, labels, size }: Batch) {
    return { inputs: this.#inputs(inputs, size), labels: this.#labels(labels, size) };
  }

  #stack(batches: readonly Batch[]) {
    const size = (batches[0] as Batch).size;
    const tensors = batches.map((batch) => this.#batch(batch));
    const stacked = (pick: (tensor: (typeof tensors)[number]) => Tensor): Tensor => {
      const leaves = tensors.map(pick);
      const width = (leaves[0] as Tensor).data.length;
      const data = new this.#float(width * leaves.length);
      leaves.forEach((leaf, i) => {
        if (leaf.data.length !== width)
          throw new RangeError(`expected batches of ${size}, got ${batches[i]?.size}`);
        data.set(leaf.data, i * width);
      });
      return new Tensor(data, [leaves.length, ...(leaves[0] as Tensor).shape]);
    };
    return { inputs: stacked(({ inputs }) => inputs), labels: stacked(({ labels }) => labels) };
  }

  #inputs(values: Vector, size: number): Tensor {
    return this.#shaped(values, size, this.#sizes[0] as number);
  }

  #labels(values: Vector, size: number): Tensor {
    return this.#shaped(values, size, this.#sizes[this.#sizes.length - 1] as number);
  }

  #shaped(values: Vector, size: number, width: number): Tensor {
    if (values.length !== size * width) {
      throw new RangeError(`expected ${size} x ${width} = ${size * width} values, got ${values.length}`);
    }
    return new Tensor(values instanceof this.#float ? values : new this.#float(values), [size, width]);
  }
}
