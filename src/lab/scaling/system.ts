/** One network of one seed: aligned once, then drifting from there as often as asked, on the same batches. */
import { topEigenvalue } from "../../fisher/index.js";
import { mean, RandomStream } from "../../numeric/index.js";
import {
  type Architecture,
  type Batch,
  type ConflictInputs,
  type CueConflict,
  CueConflictTask,
  Diverged,
  goalDistribution,
  Learner,
  TokenCueConflictTask,
} from "../../training/index.js";
import type { Probe } from "./least-holding.js";
import { type Cell, networkOf } from "./networks.js";
import { rateOf, type ScalingParameters } from "./parameters.js";

/** Cue 1 names the label; then it seldom does and the other three mostly do, as in the closed loop. */
const INTENDED = [1, 0, 0, 0];
const PROXY = [0.3, 0.9, 0.9, 0.9];
/** Steps in one call of the engine, and between looks at S while aligning. */
const CHUNK = 10;

export class System {
  readonly architecture: Architecture;
  readonly #p: ScalingParameters;
  readonly #cell: Cell;
  readonly #root: RandomStream;
  readonly #task: CueConflict;
  readonly #conflict: ConflictInputs;

  constructor(p: ScalingParameters, cell: Cell, seed: number) {
    this.#p = p;
    this.#cell = cell;
    this.#root = RandomStream.fromSeed(seed);
    this.architecture = networkOf(cell);
    this.#task =
      cell.architecture === "transformer"
        ? new TokenCueConflictTask()
        : new CueConflictTask(this.#root.split("task"));
    this.#conflict = this.#task.conflict(this.#root.split("conflict"), p.conflictInputs);
  }

  initial(): Learner {
    return this.at(new Float32Array(this.architecture.initialise(this.#root.split("initial"))));
  }

  at(parameters: Float32Array<ArrayBuffer>): Learner {
    return new Learner(this.architecture, parameters, { execution: this.#p.execution });
  }

  /** lambda_max of the true Fisher matrix over proxy inputs, to Lanczos' own error. */
  lambdaMax(learner: Learner): number {
    const stream = this.#root.split("fisher");
    const { inputs, size } = this.#task.batch(stream, this.#p.fisherInputs, PROXY);
    const top = topEigenvalue(learner.curvature({ inputs, size }).fisher(), stream.split("lanczos"), {
      maxProducts: 200,
    });
    if (!top.converged) throw new RangeError(`lambda_max of ${this.architecture.name}: ${top.message}`);
    return top.value;
  }

  entropy(learner: Learner): number {
    const { inputs, size } = this.#conflict;
    return goalDistribution(learner.probabilities(inputs, size), this.#conflict, this.#task.classes).entropy
      .value;
  }

  /** Trains on the intended goal until S is low enough; the steps that took, or null when they did not suffice. */
  align(learner: Learner, lambdaMax: number): number | null {
    const eta = rateOf(this.#p.alignmentRates, this.#cell.architecture) / lambdaMax;
    for (let step = 0; step <= this.#p.alignmentSteps; step += CHUNK) {
      if (this.entropy(learner) <= this.#p.alignedEntropy) return step;
      if (this.#train(learner, "align", [step, step + CHUNK], eta, 0) !== null) return null;
    }
    return null;
  }

  /** A drift at constant gamma from the learner's parameters, which are also the reference of the work. */
  drift(learner: Learner, eta: number, gamma: number): Probe {
    const { driftSteps, lateMeasurements } = this.#p;
    const half = Math.floor(driftSteps / 2);
    const late: number[] = [];
    let from = 0;
    for (let i = 0; i <= lateMeasurements; i++) {
      const to = half + Math.floor(((driftSteps - half) * i) / lateMeasurements);
      const divergedAt = this.#train(learner, "drift", [from, to], eta, gamma);
      if (divergedAt !== null) return { gamma, entropy: null, divergedAt };
      if (i > 0) late.push(this.entropy(learner));
      from = to;
    }
    return { gamma, entropy: mean(late) as number, divergedAt: null };
  }

  /** Trains through the steps; that at which divergence was seen, or null. */
  #train(
    learner: Learner,
    phase: "align" | "drift",
    [from, end]: readonly [number, number],
    eta: number,
    gamma: number,
  ): number | null {
    const agreement = phase === "align" ? INTENDED : PROXY;
    for (let at = from; at < end; at += CHUNK) {
      const to = Math.min(end, at + CHUNK);
      const batches: Batch[] = [];
      for (let step = at; step < to; step++)
        batches.push(this.#task.batch(this.#root.split(phase, step), this.#p.batch, agreement));
      try {
        learner.train(batches, { eta, gamma });
      } catch (error) {
        if (!(error instanceof Diverged)) throw error;
        return error.step;
      }
    }
    return null;
  }
}
