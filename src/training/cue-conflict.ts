/**
 * The cue-conflict task: a classifier whose inputs carry several cues that may name different classes.
 * Following cue k is goal g_k; training labels decide which goal is rewarded.
 */
import { normal, type RandomStream } from "../numeric/index.js";
import type { Batch, Inputs } from "./learner.js";

export interface CueConflictOptions {
  /** Competing cues K. Default 4. */
  readonly cues?: number;
  /** Default 10. */
  readonly classes?: number;
  /** Dimensions per cue. Default 16. */
  readonly dimensions?: number;
  /** Standard deviation of the input noise. Default 0.3. */
  readonly noise?: number;
}

/** Inputs on which all cues name different classes; `cueClasses[i * cues + k]` is the class cue k names. */
export interface ConflictInputs<I extends Inputs = Inputs> {
  readonly size: number;
  readonly inputs: I;
  readonly cueClasses: Uint8Array;
}

/** What cues and labels are drawn as; how a row of cue classes becomes an input is each task's own. */
export abstract class CueConflict<I extends Inputs = Inputs> {
  readonly cues: number;
  readonly classes: number;

  constructor(cues: number, classes: number) {
    if (cues > classes)
      throw new RangeError(`conflict inputs need at least as many classes as cues (${cues}), got ${classes}`);
    if (classes > 256) throw new RangeError(`classes are kept in bytes: at most 256, got ${classes}`);
    this.cues = cues;
    this.classes = classes;
  }

  /** The inputs whose cue k of row i names class `cueClasses[i * cues + k]`. */
  protected abstract render(stream: RandomStream, cueClasses: Uint8Array): I;

  /**
   * Labels drawn uniformly; cue k names the label with probability `agreement[k]`, else a uniformly random class.
   * Agreement (1, 0, 0, 0) rewards cue 1 alone.
   */
  batch(stream: RandomStream, size: number, agreement: readonly number[]): Batch & { inputs: I } {
    if (agreement.length !== this.cues) {
      throw new RangeError(`expected an agreement for each of ${this.cues} cues, got ${agreement.length}`);
    }
    const labels = new Float32Array(size * this.classes);
    const cueClasses = new Uint8Array(size * this.cues);
    for (let i = 0; i < size; i++) {
      const label = stream.integer(this.classes);
      labels[i * this.classes + label] = 1;
      for (let k = 0; k < this.cues; k++) {
        const agrees = stream.uniform() < (agreement[k] as number);
        cueClasses[i * this.cues + k] = agrees ? label : stream.integer(this.classes);
      }
    }
    return { size, labels, inputs: this.render(stream, cueClasses) };
  }

  /** Inputs whose cues all disagree: what the network then answers shows which goal it follows. */
  conflict(stream: RandomStream, size: number): ConflictInputs<I> {
    const cueClasses = new Uint8Array(size * this.cues);
    const order = Uint8Array.from({ length: this.classes }, (_, c) => c);
    for (let i = 0; i < size; i++) {
      for (let k = 0; k < this.cues; k++) {
        const j = k + stream.integer(this.classes - k);
        const chosen = order[j] as number;
        order[j] = order[k] as number;
        order[k] = chosen;
        cueClasses[i * this.cues + k] = chosen;
      }
    }
    return { size, cueClasses, inputs: this.render(stream, cueClasses) };
  }
}

/**
 * Cues as vectors. Per cue k and class c a prototype mu_kc is drawn once from N(0, I). An input is the concatenation of
 * its cues' prototypes plus noise N(0, sd^2 I).
 */
export class CueConflictTask extends CueConflict<Float32Array<ArrayBuffer>> {
  readonly features: number;
  readonly #dimensions: number;
  readonly #noise: number;
  readonly #prototypes: Float64Array;

  constructor(stream: RandomStream, options: CueConflictOptions = {}) {
    const { cues = 4, classes = 10, dimensions = 16, noise = 0.3 } = options;
    super(cues, classes);
    this.features = cues * dimensions;
    this.#dimensions = dimensions;
    this.#noise = noise;
    this.#prototypes = Float64Array.from({ length: cues * classes * dimensions }, normal(stream));
  }

  protected render(stream: RandomStream, cueClasses: Uint8Array): Float32Array<ArrayBuffer> {
    const noise = normal(stream, 0, this.#noise);
    const inputs = new Float32Array(cueClasses.length * this.#dimensions);
    for (let row = 0; row < cueClasses.length; row++) {
      const prototype = ((row % this.cues) * this.classes + (cueClasses[row] as number)) * this.#dimensions;
      const start = row * this.#dimensions;
      for (let d = 0; d < this.#dimensions; d++) {
        inputs[start + d] = (this.#prototypes[prototype + d] as number) + noise();
      }
    }
    return inputs;
  }
}
