/** Curvature matrices of any differentiable model, as operators: products with vectors, one batch of data at a time. */
import { type CompileOptions, Tensor } from "../../engine/index.js";
import type { SymmetricOperator } from "../../fisher/index.js";
import type { RandomStream } from "../../numeric/index.js";
import {
  type FloatArray,
  leavesOf,
  type NamedTensor,
  ParameterLayout,
  type ParameterTensors,
  type Tree,
  type Vector,
} from "../parameters.js";
import { isLikelihood, type Likelihood } from "./likelihood.js";
import type { Model } from "./products.js";
import { type CurvaturePrograms, curvaturePrograms } from "./programs.js";

/**
 * Some of the data. Every leaf of `inputs` has the inputs as its leading axis; batches may differ in size, and each
 * counts by its number of inputs.
 */
export interface DataBatch {
  readonly inputs: Tree<Tensor>;
  /** Needed by the matrices that look at the data's own targets. */
  readonly targets?: Tensor;
}

/** Where the programs run; see `compile` in engine/. */
export type CurvatureOptions = Pick<CompileOptions, "execution" | "threads"> & {
  /**
   * Names of the tensors that vary ("1.weight"), or of the branches that hold them ("1"); the others stay where they
   * are, and the operators' vectors list the chosen ones alone. Default: all.
   */
  readonly tensors?: readonly string[];
};

/**
 * The curvature matrices at one point. F v costs about three forward passes over all batches; memory is that of one
 * batch, and no Jacobian or per-example gradient is formed. The precision is that of the parameters. In float64 the
 * native execution is exact to about 1e-14; jax-js's own Wasm kernels compute exp, log, erf and their like in float32, so
 * that there every matrix with a softmax in it is good to about 1e-7.
 */
export class Curvature {
  /** The tensors that vary, in the order of the vectors. */
  readonly tensors: readonly NamedTensor[];
  /** Length of the vectors. */
  readonly size: number;
  readonly #model: Model;
  readonly #parameters: ParameterTensors;
  readonly #batches: readonly WeightedBatch[];
  readonly #options: CurvatureOptions;
  readonly #layout: ParameterLayout;
  readonly #float: FloatArray;
  readonly #programs: CurvaturePrograms;
  readonly #varying: Tensor[];
  readonly #held: Tensor[];

  /**
   * @param parameters float32 or float64 tensors, read when a product is taken: keep them, and the data, as they are. The
   *   forward pass is kept for the latest batch, so that with one batch every product after the first goes without it.
   * @throws RangeError for no data, batches without a common size, or a name that no tensor has.
   */
  constructor(
    model: Model,
    parameters: ParameterTensors,
    batches: readonly DataBatch[],
    options: CurvatureOptions = {},
  ) {
    const whole = ParameterLayout.of(parameters);
    const leaves = leavesOf(parameters);
    const varies = chosen(whole.tensors, options.tensors);
    this.#model = model;
    this.#parameters = parameters;
    this.#options = options;
    this.#varying = leaves.filter((_, i) => varies[i]);
    this.#held = leaves.filter((_, i) => !varies[i]);
    this.#layout = ParameterLayout.of(this.#varying);
    this.#float = this.#varying[0]?.data instanceof Float64Array ? Float64Array : Float32Array;
    this.#programs = curvaturePrograms(model, { definition: whole.definition, varies }, options);
    this.#batches = weighted(batches);
    const names = whole.tensors.filter((_, i) => varies[i]);
    this.tensors = this.#layout.tensors.map((tensor, i) => ({
      ...tensor,
      name: (names[i] as NamedTensor).name,
    }));
    this.size = this.#layout.size;
  }

  /**
   * The true Fisher matrix E_x E_{y ~ p(y|x)} [g g']: the Gauss-Newton matrix of a likelihood.
   * @throws TypeError when the loss is no likelihood.
   */
  fisher(): SymmetricOperator {
    this.#likelihood("true Fisher");
    return this.#operator("true Fisher (Gauss-Newton)", this.#batches, ({ inputs }, v) =>
      this.#programs.fisher(this.#point(inputs), v),
    );
  }

  /**
   * The dual of the true Fisher matrix, S' J J' S / n with S S' = E[s s'] in the outputs: the same trace, and the same
   * eigenvalues but for zeros, with vectors as long as the outputs (examples x classes) instead of the parameters. Where
   * those are fewer, lambda_max costs its products alone; its eigenvectors are weights of outputs, not of parameters.
   * @throws TypeError when the loss is no likelihood; RangeError for more than one batch, which the dual would couple.
   */
  dualFisher(): SymmetricOperator {
    this.#likelihood("dual of the true Fisher");
    const [batch, ...others] = this.#batches as readonly [WeightedBatch, ...WeightedBatch[]];
    if (others.length > 0)
      throw new RangeError(
        `the dual of the true Fisher matrix needs the data in one batch, got ${others.length + 1}: take fisher()`,
      );
    const point = this.#point(batch.inputs);
    const shape = this.#programs.outputShape(point);
    const size = shape.reduce((a, b) => a * b, 1);
    const u = new Tensor(new this.#float(size), shape);
    return {
      ...this.#described("dual of the true Fisher (Gauss-Newton)"),
      size,
      apply: (vector, out = new Float64Array(size)) => {
        u.data.set(vector);
        const product = this.#programs.dualFisher(point, u);
        out.set(product.data);
        product.free();
        return out;
      },
    };
  }

  /** The Gauss-Newton matrix J' H J of any loss, H its Hessian in the outputs at the data's targets. */
  gaussNewton(): SymmetricOperator {
    return this.#operator("Gauss-Newton", this.#labelled("Gauss-Newton"), ({ inputs, targets }, v) =>
      this.#programs.gaussNewton({ ...this.#point(inputs), targets }, v),
    );
  }

  /** The empirical Fisher matrix: gradients at the data's own targets, another matrix than the true one. */
  empiricalFisher(): SymmetricOperator {
    return this.#outerProduct("empirical Fisher", this.#labelled("empirical Fisher"));
  }

  /**
   * An unbiased estimate of the true Fisher matrix: gradients at targets drawn from the model.
   *
   * @param draws targets drawn for each example; the cost grows with it, the variance falls with it.
   */
  monteCarloFisher(stream: RandomStream, draws = 1): SymmetricOperator {
    const likelihood = this.#likelihood("Monte-Carlo Fisher");
    if (!(Number.isInteger(draws) && draws >= 1))
      throw new RangeError(`draws must be a whole number >= 1, got ${draws}`);
    const batches = this.#batches.flatMap(({ inputs, weight }, b) => {
      const outputs = this.#programs.outputs(this.#point(inputs));
      return Array.from({ length: draws }, (_, draw) => ({
        inputs,
        weight: weight / draws,
        targets: likelihood.draw(outputs, stream.split(b, draw)),
      }));
    });
    const labels = draws === 1 ? "one target" : `${draws} targets`;
    return this.#outerProduct(`Monte-Carlo Fisher (${labels} an example)`, batches);
  }

  /** The Hessian of the mean loss; indefinite in general. */
  hessian(): SymmetricOperator {
    return this.#operator("Hessian of the loss", this.#labelled("Hessian"), ({ inputs, targets }, v) =>
      this.#programs.hessian({ ...this.#point(inputs), targets }, v),
    );
  }

  /** The same data and point with other tensors varying: names or branches, as in the options. */
  of(tensors: readonly string[]): Curvature {
    const batches = this.#batches as readonly DataBatch[];
    return new Curvature(this.#model, this.#parameters, batches, { ...this.#options, tensors });
  }

  /** One curvature a layer, by the name of the branch that holds its tensors: the diagonal blocks of the whole. */
  layers(): ReadonlyMap<string, Curvature> {
    const names = this.tensors.map(({ name }) => name.replace(/\.?[^.]*$/, "") || name);
    return new Map([...new Set(names)].map((name) => [name, this.of([name])]));
  }

  #outerProduct(matrix: string, batches: readonly LabelledBatch[]): SymmetricOperator {
    return this.#operator(matrix, batches, ({ inputs, targets }, v) =>
      this.#programs.outerProduct({ ...this.#point(inputs), targets }, v),
    );
  }

  #operator<Batch extends WeightedBatch>(
    matrix: string,
    batches: readonly Batch[],
    multiply: (batch: Batch, v: Tensor[]) => Tensor[],
  ): SymmetricOperator {
    const v = this.#layout.zeros(this.#float);
    return {
      ...this.#described(matrix),
      size: this.size,
      apply: (vector, out = new Float64Array(this.size)) => {
        this.#layout.fill(v, vector as Vector);
        out.fill(0);
        for (const batch of batches) addFreed(out, batch.weight, multiply(batch, v));
        return out;
      },
    };
  }

  #described(matrix: string): Pick<SymmetricOperator, "matrix" | "precision"> {
    const names = this.tensors.map(({ name }) => name).join(", ");
    return {
      matrix: this.#held.length === 0 ? matrix : `${matrix} of ${names}`,
      precision: this.#float === Float64Array ? "float64" : "float32",
    };
  }

  #point<Inputs>(inputs: Inputs) {
    return { varying: this.#varying, held: this.#held, inputs };
  }

  #likelihood(matrix: string): Likelihood {
    const { loss } = this.#model;
    if (isLikelihood(loss)) return loss;
    throw new TypeError(
      `the ${matrix} matrix needs a likelihood, and '${loss.name}' is a loss alone: take gaussNewton(), or give it fisherProduct, fisherRoot and draw`,
    );
  }

  #labelled(matrix: string): LabelledBatch[] {
    return this.#batches.map((batch, i) => {
      if (batch.targets === undefined)
        throw new RangeError(`the ${matrix} matrix needs targets, and batch ${i} has none`);
      return batch as LabelledBatch;
    });
  }
}

type WeightedBatch = DataBatch & { readonly weight: number };
type LabelledBatch = WeightedBatch & { readonly targets: Tensor };

/** Each batch with its share of the inputs. */
function weighted(batches: readonly DataBatch[]): WeightedBatch[] {
  const sizes = batches.map(({ inputs }, i) => {
    const lengths = new Set(leavesOf(inputs).map(({ shape }) => shape[0]));
    const [size] = lengths;
    if (lengths.size !== 1 || size === undefined || size === 0)
      throw new RangeError(
        `expected inputs with one leading axis in batch ${i}, got lengths [${[...lengths]}]`,
      );
    return size;
  });
  const total = sizes.reduce((a, b) => a + b, 0);
  if (total === 0) throw new RangeError("curvature needs at least one batch of data");
  return batches.map(({ inputs, targets }, i) => ({
    inputs,
    ...(targets && { targets }),
    weight: (sizes[i] as number) / total,
  }));
}

function chosen(tensors: readonly NamedTensor[], names: readonly string[] | undefined): boolean[] {
  if (names === undefined) return tensors.map(() => true);
  const within = (name: string, branch: string) => name === branch || name.startsWith(`${branch}.`);
  for (const branch of names) {
    if (!tensors.some(({ name }) => within(name, branch)))
      throw new RangeError(
        `no tensor is named '${branch}': expected some of ${tensors.map(({ name }) => name).join(", ")}`,
      );
  }
  if (names.length === 0) throw new RangeError("expected the name of at least one tensor, got none");
  return tensors.map(({ name }) => names.some((branch) => within(name, branch)));
}

/** product += weight x the leaves one after another, whose memory goes back to the engine. */
function addFreed(product: Float64Array, weight: number, leaves: readonly Tensor[]): void {
  let offset = 0;
  for (const leaf of leaves) {
    const { data } = leaf;
    for (let i = 0; i < data.length; i++) (product[offset + i] as number) += weight * (data[i] as number);
    offset += data.length;
    leaf.free();
  }
}
