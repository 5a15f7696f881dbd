import { type Execution, Tensor, unrolled } from "../engine/index.js";
import { mean } from "../numeric/index.js";
import type { Architecture } from "./architectures/architecture.js";
import type { Batch, Examples, Inputs } from "./batch.js";
import { Curvature, type CurvatureOptions, type DataBatch } from "./curvature/curvature.js";
import { categorical } from "./curvature/likelihood.js";
import { DivergenceWatch } from "./divergence.js";
import type { Energy, EnergyForm, ReferenceModel } from "./energies/energy.js";
import { l2 } from "./energies/l2.js";
import { crossEntropy, energyGradient, exampleGradients, probabilities } from "./objective.js";
import {
  type FloatArray,
  free,
  leavesOf,
  type ParameterTensors,
  toVector,
  type Vector,
} from "./parameters.js";
import { type ProgramOptions, program, shared } from "./programs.js";
import { sgdStep } from "./step.js";

export type { Batch, Examples, Inputs } from "./batch.js";

/** One step's rates: eta the learning rate, gamma the alignment coefficient (multiplies grad E_a). */
export interface StepRates {
  readonly eta: number;
  readonly gamma: number;
}

/** Where the programs run; see `compile` in engine/. Default: natively where possible, on one thread. */
export interface LearnerOptions extends ProgramOptions {
  /** What alignment work pulls down. Default: `l2`, the distance to the reference parameters. */
  readonly energy?: Energy;
}

/** A classifier or language model under training. The precision (float32 or float64) is that of the initial vector. */
export class Learner implements ReferenceModel {
  readonly architecture: Architecture;
  readonly parameterCount: number;
  /** What alignment work pulls down. */
  readonly energy: Energy;
  readonly precision: FloatArray;
  readonly #options: ProgramOptions;
  readonly #programs: LearnerPrograms;
  readonly #work: WorkPrograms;
  readonly #watch: DivergenceWatch;
  #parameters: ParameterTensors;
  #energyData: readonly [ParameterTensors, ...ParameterTensors[]];
  #calls = 0;

  /** @param initial flat parameter vector (`architecture.initialise`); also the first reference theta*. */
  constructor(architecture: Architecture, initial: Vector, { energy = l2, ...options }: LearnerOptions = {}) {
    const { layout, name } = architecture;
    if (initial.length !== layout.size)
      throw new RangeError(`${name} has ${layout.size} parameters, got ${initial.length}`);
    this.architecture = architecture;
    this.parameterCount = layout.size;
    this.precision = initial instanceof Float32Array ? Float32Array : Float64Array;
    this.energy = energy;
    this.#options = options;
    this.#watch = new DivergenceWatch(architecture.classes);
    this.#programs = programsOf(architecture.logits, options);
    this.#work = workProgramsOf(architecture.logits, energy.form, options);
    this.#parameters = layout.tree(initial, this.precision);
    this.#energyData = energy.anchor(this);
  }

  /** Where training runs; chosen at the first step. */
  get execution(): Execution | undefined {
    return this.#work.execution();
  }

  /** One SGD step with alignment work; returns the loss before the step. */
  step(batch: Batch, rates: StepRates): number {
    return this.train([batch], rates)[0] as number;
  }

  /**
   * One SGD step with alignment work per batch, all in one call of the engine; returns the loss before each.
   *
   * @param batches of equal size. The program is compiled once per number of batches: use few numbers.
   * @throws Diverged see ./divergence.ts.
   */
  train(batches: readonly Batch[], { eta, gamma }: StepRates): number[] {
    const [first] = batches;
    if (first === undefined) return [];
    const data = this.#energyData[this.#calls++ % this.#energyData.length] as ParameterTensors;
    const rates = new Tensor(new this.precision([eta, eta * gamma]));
    const [next, losses] =
      batches.length === 1
        ? this.#work.step(this.#parameters, this.#batch(first), data, rates)
        : this.#work.steps(batches.length)(this.#parameters, this.#stack(batches), data, rates);
    free(this.#parameters);
    this.#parameters = next as ParameterTensors;
    const values = Array.from(losses.data);
    losses.free();
    for (const loss of values) this.#watch.see(loss, { eta, gamma });
    this.#watch.check(
      leavesOf(this.#parameters).map(({ data }) => data),
      { eta, gamma },
    );
    return values;
  }

  /** Mean cross-entropy of a batch. */
  loss(batch: Batch): number {
    return this.#programs.loss(this.#parameters, this.#batch(batch)).item();
  }

  /** Class probabilities [size x predictions, classes], row-major. */
  probabilities(inputs: Inputs, size: number): Vector {
    return this.#programs.probabilities(this.#parameters, this.#inputs(inputs, size)).data as Vector;
  }

  /**
   * The curvature matrices at the present parameters, of the mean cross-entropy over all predictions of the examples
   * (a language model predicts every token); valid until the next step.
   */
  curvature(
    examples: Examples | readonly Examples[],
    options: Pick<CurvatureOptions, "tensors"> = {},
  ): Curvature {
    const batches = [examples].flat().map(
      ({ inputs, labels, size }): DataBatch => ({
        inputs: this.#inputs(inputs, size),
        ...(labels && { targets: this.#labels(labels, size) }),
      }),
    );
    const model = { outputs: this.architecture.logits, loss: categorical };
    return new Curvature(model, this.#parameters, batches, { ...this.#options, ...options });
  }

  /** The gradient of each example's loss, its mean over the example's predictions: [size, parameterCount], row-major. */
  exampleGradients(batch: Batch): Float64Array<ArrayBuffer> {
    const { size } = batch;
    const { predictions, classes } = this.architecture;
    const labels = this.#shaped(batch.labels, [size, predictions, classes]);
    const gradients = this.#programs.exampleGradients(this.#parameters, {
      inputs: this.#inputs(batch.inputs, size),
      labels,
    });
    const rows = new Float64Array(size * this.parameterCount);
    let offset = 0;
    for (const { data } of leavesOf(gradients as ParameterTensors)) {
      const width = data.length / size;
      for (let i = 0; i < size; i++) {
        rows.set(data.subarray(i * width, (i + 1) * width), i * this.parameterCount + offset);
      }
      offset += width;
    }
    free(gradients as ParameterTensors);
    return rows;
  }

  /** The parameters as a flat vector. */
  parameters(): Float64Array<ArrayBuffer> {
    return toVector(this.#parameters);
  }

  /** Makes the present parameters the reference theta* of the alignment energy. */
  anchor(): void {
    this.#energyData = this.energy.anchor(this);
  }

  /** E_a at the present parameters, the mean over the sets of inputs it takes in turn. */
  energyValue(): number {
    return mean(this.#energyData.map((data) => this.#work.value(this.#parameters, data).item())) as number;
  }

  /** grad E_a at the present parameters, flat, the mean over the sets of inputs it takes in turn. */
  energyGradient(): Float64Array<ArrayBuffer> {
    const average = new Float64Array(this.parameterCount);
    for (const data of this.#energyData) {
      const gradient = this.#work.gradient(this.#parameters, data) as ParameterTensors;
      toVector(gradient).forEach((g, i) => {
        average[i]! += g / this.#energyData.length;
      });
      free(gradient);
    }
    return average;
  }

  #batch({ inputs, labels, size }: Batch) {
    return { inputs: this.#inputs(inputs, size), labels: this.#labels(labels, size) };
  }

  #stack(batches: readonly Batch[]) {
    const { size } = batches[0] as Batch;
    for (const batch of batches)
      if (batch.size !== size) throw new RangeError(`expected batches of ${size}, got ${batch.size}`);
    const tensors = batches.map((batch) => this.#batch(batch));
    return {
      inputs: stacked(tensors.map(({ inputs }) => inputs)),
      labels: stacked(tensors.map(({ labels }) => labels)),
    };
  }

  #inputs(values: Inputs, size: number): Tensor {
    const { shape, dtype } = this.architecture.input;
    return this.#shaped(values, [size, ...shape], dtype === "int32" ? Int32Array : this.precision);
  }

  #labels(values: Vector, size: number): Tensor {
    return this.#shaped(values, [size * this.architecture.predictions, this.architecture.classes]);
  }

  #shaped(
    values: Inputs,
    shape: number[],
    Type: FloatArray | Int32ArrayConstructor = this.precision,
  ): Tensor {
    const length = shape.reduce((a, b) => a * b, 1);
    if (values.length !== length)
      throw new RangeError(`expected ${shape.join(" x ")} = ${length} values, got ${values.length}`);
    return new Tensor(values instanceof Type ? values : new Type(values), shape);
  }
}

/** Tensors of one shape along a new leading axis. */
function stacked(tensors: readonly Tensor[]): Tensor {
  const [{ data: first, shape }] = tensors as readonly [Tensor, ...Tensor[]];
  const width = first.length;
  const data = new (first.constructor as new (length: number) => typeof first)(width * tensors.length);
  tensors.forEach(({ data: values }, i) => {
    data.set(values, i * width);
  });
  return new Tensor(data, [tensors.length, ...shape]);
}

type LearnerPrograms = ReturnType<typeof compilePrograms>;
type WorkPrograms = ReturnType<typeof compileWork>;
type Logits = Architecture["logits"];

const compilePrograms = (logits: Logits, options: ProgramOptions) => ({
  loss: program(crossEntropy(logits), options),
  probabilities: program(probabilities(logits), options),
  exampleGradients: program(exampleGradients(logits), options),
});

/** The programs that know the energy. */
function compileWork(logits: Logits, energy: EnergyForm, options: ProgramOptions) {
  const step = program(sgdStep(logits, energy), options);
  const steps = new Map<number, typeof step>();
  const stepsOf = (count: number) => {
    const known = steps.get(count) ?? program(unrolled(sgdStep(logits, energy), count), options);
    steps.set(count, known);
    return known;
  };
  return {
    step,
    /** `count` steps in one call; batches and losses have a leading axis of that length. */
    steps: stepsOf,
    value: program(energy.value(logits), options),
    gradient: program(energyGradient(energy.value(logits)), options),
    execution: () => [step, ...steps.values()].map(({ execution }) => execution()).find((place) => place),
  };
}

const keyOf = ({ execution, threads }: ProgramOptions): string => JSON.stringify([execution, threads]);

const byLogits = shared<Logits, LearnerPrograms>();
const programsOf = (logits: Logits, options: ProgramOptions): LearnerPrograms =>
  byLogits(logits, keyOf(options), () => compilePrograms(logits, options));

const byForm = shared<EnergyForm, ReturnType<typeof shared<Logits, WorkPrograms>>>();
const workProgramsOf = (logits: Logits, form: EnergyForm, options: ProgramOptions): WorkPrograms =>
  byForm(form, "", () => shared())(logits, keyOf(options), () => compileWork(logits, form, options));
