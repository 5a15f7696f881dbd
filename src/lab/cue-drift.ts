/**
 * A learner of a cue-conflict task that is aligned on the intended cue once, and then drifts, as often as asked, from the
 * same start: what experiments on drift vary is how.
 */
import { topEigenvalue } from "../fisher/index.js";
import type { RandomStream } from "../numeric/index.js";
import {
  type Architecture,
  type Batch,
  type ConflictInputs,
  type CueConflict,
  Diverged,
  goalDistribution,
  Learner,
} from "../training/index.js";
import type { Execution } from "./execution.js";

export interface CueDriftSetting {
  readonly architecture: Architecture;
  readonly task: CueConflict;
  readonly batch: number;
  readonly alignmentSteps: number;
  readonly alignmentRate: number;
  /** Probability that cue j names the label under the proxy objective. */
  readonly proxyAgreement: readonly number[];
  readonly conflictInputs: number;
  readonly fisherInputs: number;
  readonly taskInputs: number;
  readonly execution: Execution;
}

export interface DriftPlan {
  /** A multiple of 4: the goals are measured after every quarter. */
  readonly steps: number;
  /** eta. */
  readonly rate: number;
  readonly gamma: number;
  batch(step: number): Batch;
}

/** What a drift phase did. */
export interface DriftCourse {
  /** S at the start and after each quarter, nats; a run that diverged has fewer. */
  readonly entropy: readonly number[];
  /** p(g_1) at the same times. */
  readonly fidelity: readonly number[];
  /** Proxy loss on fresh inputs at the end; null after divergence. */
  readonly taskLoss: number | null;
  /** Step at which divergence was seen, or null. */
  readonly divergedAt: number | null;
}

/** Steps in one call of the engine. */
const CHUNK = 25;

export class CueDrift {
  readonly parameterCount: number;
  readonly #setting: CueDriftSetting;
  readonly #root: RandomStream;
  readonly #start: Float32Array<ArrayBuffer>;
  readonly #conflict: ConflictInputs;
  readonly #taskBatch: Batch;
  #last: Learner;

  /**
   * Aligns. Everything random comes from `root`, by name: all drifts see the same inputs.
   * @throws Diverged where alignment diverges.
   */
  constructor(setting: CueDriftSetting, root: RandomStream) {
    const { architecture, task, execution } = setting;
    this.#setting = setting;
    this.#root = root;
    this.#conflict = task.conflict(root.split("conflict"), setting.conflictInputs);
    this.#taskBatch = this.proxyBatch("task", setting.taskInputs);
    const initial = new Float32Array(architecture.initialise(root.split("initial")));
    const learner = new Learner(architecture, initial, { execution });
    const steps = Array.from({ length: setting.alignmentSteps }, (_, step) => step);
    const batch = (step: number): Batch => this.intendedBatch(`alignment ${step}`, setting.batch);
    train(learner, steps, batch, { eta: setting.alignmentRate, gamma: 0 });
    this.parameterCount = learner.parameterCount;
    this.#start = new Float32Array(learner.parameters());
    this.#last = learner;
  }

  /** Labels by cue 1 alone. */
  intendedBatch(name: string | number, size: number): Batch {
    const { task } = this.#setting;
    const agreement = Array.from({ length: task.cues }, (_, k) => (k === 0 ? 1 : 0));
    return task.batch(this.#root.split("intended", name), size, agreement);
  }

  /** Labels by the proxy objective. */
  proxyBatch(name: string | number, size: number): Batch {
    const { task, proxyAgreement } = this.#setting;
    return task.batch(this.#root.split("proxy", name), size, proxyAgreement);
  }

  /** Proxy loss and goals of the aligned learner. */
  atStart(): { readonly entropy: number; readonly fidelity: number; readonly taskLoss: number } {
    const learner = this.#fresh();
    return { ...this.#goals(learner), taskLoss: learner.loss(this.#taskBatch) };
  }

  /** Trains from the aligned start; the aligned parameters are the reference of the L2 energy. */
  drift({ steps, rate, gamma, batch }: DriftPlan): DriftCourse {
    const learner = this.#fresh();
    this.#last = learner;
    const quarter = steps / 4;
    const goals = [this.#goals(learner)];
    const seen = (divergedAt: number | null, taskLoss: number | null): DriftCourse => ({
      entropy: goals.map(({ entropy }) => entropy),
      fidelity: goals.map(({ fidelity }) => fidelity),
      taskLoss,
      divergedAt,
    });
    try {
      for (let k = 0; k < 4; k++) {
        const of = Array.from({ length: quarter }, (_, i) => k * quarter + i);
        train(learner, of, batch, { eta: rate, gamma });
        goals.push(this.#goals(learner));
      }
    } catch (error) {
      if (error instanceof Diverged) return seen(error.step, null);
      throw error;
    }
    return seen(null, learner.loss(this.#taskBatch));
  }

  /** Upper end of lambda_max of the true Fisher matrix over proxy inputs, where the last training ended. */
  lambdaMax(): number {
    const { inputs, size } = this.proxyBatch("fisher", this.#setting.fisherInputs);
    const fisher = this.#last.curvature({ inputs, size }).fisher();
    const top = topEigenvalue(fisher, this.#root.split("lanczos"), { maxProducts: 200 });
    if (!top.converged) throw new RangeError(`lambda_max: ${top.message}`);
    return top.value + top.error;
  }

  #fresh(): Learner {
    const { architecture, execution } = this.#setting;
    return new Learner(architecture, this.#start, { execution });
  }

  #goals(learner: Learner): { readonly entropy: number; readonly fidelity: number } {
    const { inputs, size } = this.#conflict;
    const probabilities = learner.probabilities(inputs, size);
    const { entropy, fidelity } = goalDistribution(
      probabilities,
      this.#conflict,
      learner.architecture.classes,
    );
    return { entropy: entropy.value, fidelity: fidelity.value };
  }
}

/** @throws Diverged */
function train(
  learner: Learner,
  steps: readonly number[],
  batch: (step: number) => Batch,
  rates: { readonly eta: number; readonly gamma: number },
): void {
  for (let from = 0; from < steps.length; from += CHUNK) {
    learner.train(steps.slice(from, from + CHUNK).map(batch), rates);
  }
}
