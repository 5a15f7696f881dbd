/**
 * The way from observations to figures, the same for every kind of input: a reader yields observations, they are
 * collected in samples (one a window), and a method measures the goal distribution behind a sample.
 */
import type { CrossCheck, Divergence, MeasureResult } from "../../contracts/index.js";
import type { Position } from "../../ingest/index.js";
import type { Estimate, RandomStream } from "../../numeric/index.js";

/** Something that was observed `count` times. */
export interface Observation<T> {
  readonly value: T;
  readonly count: number;
  /** Seconds since 1970. */
  readonly time?: number | undefined;
  readonly position: Position;
}

/** Observations reduced to what their figures need. */
export interface Sample<T> {
  /** Observations. */
  readonly n: number;
  /** @throws InputError at what cannot be in the sample. */
  add(value: T, count: number, position: Position): void;
  /** Adds all that another sample of the same method has. */
  absorb(other: this): void;
}

export interface Figures {
  /** By what S is estimated. */
  readonly estimator: MeasureResult["estimator"];
  /** Observations of each goal, [goals], as the method understands it. */
  readonly counts: readonly number[];
  /** p(g), [goals]. */
  readonly probabilities: readonly Estimate[];
  /** S; undefined where there are too few observations for it. */
  readonly entropy: Estimate | undefined;
  readonly fidelity: Estimate;
  readonly divergence: Divergence;
  readonly crossChecks?: readonly CrossCheck[];
  readonly notes: readonly string[];
}

/** Measures samples, all with the same goals. */
export interface Measurer<S> {
  readonly goals: readonly string[];
  /** Always the first goal, where it is known. */
  readonly intended: string | undefined;
  readonly notes: readonly string[];
  /** `undefined` where no observation says anything of the goals. */
  measure(sample: S, stream: RandomStream): Figures | undefined;
}

export interface Method<T, S extends Sample<T>> {
  readonly input: MeasureResult["input"];
  readonly interval: MeasureResult["interval"];
  /** What is wrong where all n observations together have no figures. */
  insufficient(n: number): string;
  newSample(): S;
  /** @param whole all observations: goals and whatever else windows share is taken from it. */
  measurer(whole: S): Measurer<S>;
}
