import type { Bounded } from "../../control/index.js";
import { topEigenvalue } from "../../fisher/index.js";
import { RandomStream } from "../../numeric/index.js";
import {
  type Architecture,
  type Batch,
  CueConflictTask,
  type GoalMeasurement,
  goalDistribution,
  type Learner,
  mlp,
} from "../../training/index.js";
import { type Answer, drawAnswers } from "./answers.js";
import type { ClosedLoopParameters } from "./parameters.js";

/** Everything random of one seed, by name: all policies see the same task, batches and inputs. */
export class World {
  readonly task: CueConflictTask;
  readonly architecture: Architecture;
  readonly #root: RandomStream;
  readonly #p: ClosedLoopParameters;

  constructor(p: ClosedLoopParameters, seed: number) {
    this.#p = p;
    this.#root = RandomStream.fromSeed(seed);
    this.task = new CueConflictTask(this.#root.split("task"), p);
    this.architecture = mlp([this.task.features, p.hidden, p.classes]);
  }

  initial(): Float32Array<ArrayBuffer> {
    return new Float32Array(this.architecture.initialise(this.#root.split("initial")));
  }

  /** Cue 1 always names the label, the others only by chance. */
  alignmentBatch(step: number): Batch {
    const intendedOnly = Array.from({ length: this.#p.cues }, (_, k) => (k === 0 ? 1 : 0));
    return this.task.batch(this.#root.split("align", step), this.#p.batch, intendedOnly);
  }

  proxyBatch(name: string, step: number, size: number): Batch {
    return this.task.batch(this.#root.split(name, step), size, this.#p.proxyAgreement);
  }

  /** @param draw whether to note answers one by one. */
  goals(learner: Learner, step: number, draw: boolean): GoalMeasurement & { readonly answers: Answer[] } {
    const conflict = this.task.conflict(this.#root.split("conflict", step), this.#p.conflictInputs);
    const probabilities = learner.probabilities(conflict.inputs, conflict.size);
    const { classes } = this.task;
    const stream = this.#root.split("answers", step);
    return {
      ...goalDistribution(probabilities, conflict, classes),
      answers: draw ? drawAnswers(probabilities, conflict, classes, stream) : [],
    };
  }

  /**
   * lambda_max of the true Fisher matrix over proxy inputs; the interval is Lanczos' own (value to value + error)
   * and says nothing about other inputs.
   */
  lambdaMax(learner: Learner, step: number): Bounded {
    const { inputs, size } = this.proxyBatch("fisher", step, this.#p.fisherInputs);
    const top = topEigenvalue(
      learner.curvature({ inputs, size }).fisher(),
      this.#root.split("lanczos", step),
    );
    if (!top.converged) throw new RangeError(`lambda_max at step ${step}: ${top.message}`);
    return { value: top.value, lower: top.value, upper: top.value + top.error };
  }
}
