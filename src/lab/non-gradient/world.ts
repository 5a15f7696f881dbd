/** What one seed's methods share: the task, the aligned network, and the batches of every generation. */
import { RandomStream } from "../../numeric/index.js";
import {
  type Architecture,
  type Batch,
  type ConflictInputs,
  CueConflictTask,
  goalDistribution,
  Learner,
  mlp,
} from "../../training/index.js";
import type { NonGradientParameters } from "./parameters.js";

/** Cue 1 names the label; then it seldom does and the other three mostly do, as in the closed loop. */
const INTENDED = [1, 0, 0, 0];
const PROXY = [0.3, 0.9, 0.9, 0.9];

/** Where a network stands after some generations. */
export interface Point {
  readonly generation: number;
  readonly entropy: number;
  /** p(g_1), the intended goal. */
  readonly fidelity: number;
  /** p(g_2) + ... + p(g_K): the goals that the proxy rewards. */
  readonly proxyGoals: number;
  /** Mean cross-entropy on fresh proxy inputs, nats. */
  readonly proxyLoss: number;
}

export class World {
  readonly root: RandomStream;
  readonly architecture: Architecture;
  readonly #p: NonGradientParameters;
  readonly #task: CueConflictTask;
  readonly #conflict: ConflictInputs;
  readonly #proxy: Batch;

  constructor(p: NonGradientParameters, seed: number) {
    this.root = RandomStream.fromSeed(seed);
    this.#p = p;
    this.#task = new CueConflictTask(this.root.split("task"));
    this.architecture = mlp([this.#task.features, p.hidden, this.#task.classes]);
    this.#conflict = this.#task.conflict(this.root.split("conflict"), p.conflictInputs);
    this.#proxy = this.#task.batch(this.root.split("proxy loss"), p.taskInputs, PROXY);
  }

  /** Gradient descent on the intended goal: where all methods start. */
  aligned(): { readonly start: Float32Array<ArrayBuffer>; readonly execution: string } {
    const { alignmentRate, alignmentSteps, batch } = this.#p;
    const learner = this.learner(new Float32Array(this.architecture.initialise(this.root.split("initial"))));
    for (let step = 0; step < alignmentSteps; step++)
      learner.step(this.#task.batch(this.root.split("align", step), batch, INTENDED), {
        eta: alignmentRate,
        gamma: 0,
      });
    return { start: new Float32Array(learner.parameters()), execution: learner.execution ?? "none" };
  }

  learner(parameters: Float32Array<ArrayBuffer>): Learner {
    return new Learner(this.architecture, parameters, { execution: this.#p.execution });
  }

  /** The batch of a generation: `share` of it labelled by the intended goal, the rest by the proxy. */
  batch(generation: number, share: number): Batch {
    const { batch: size } = this.#p;
    const stream = this.root.split("batch", generation);
    const intended = Math.round(share * size);
    const parts = [
      this.#task.batch(stream.split("proxy"), size - intended, PROXY),
      this.#task.batch(stream.split("intended"), intended, INTENDED),
    ];
    return {
      size,
      inputs: joined(parts.map(({ inputs }) => inputs)),
      labels: joined(parts.map(({ labels }) => Float32Array.from(labels))),
    };
  }

  /** Undefined where the loss is no finite number. */
  at(learner: Learner, generation: number): Point | undefined {
    const proxyLoss = learner.loss(this.#proxy);
    if (!Number.isFinite(proxyLoss)) return undefined;
    const { inputs, size } = this.#conflict;
    const goals = goalDistribution(learner.probabilities(inputs, size), this.#conflict, this.#task.classes);
    return {
      generation,
      entropy: goals.entropy.value,
      fidelity: goals.fidelity.value,
      proxyGoals: goals.distribution.subarray(1, this.#task.cues).reduce((a, b) => a + b, 0),
      proxyLoss,
    };
  }
}

function joined(parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
