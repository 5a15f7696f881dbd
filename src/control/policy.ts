/**
 * The contract of a gamma policy: a pure state machine `init -> step -> { state, gamma }`.
 *
 * gamma is the alignment *coefficient* (it multiplies grad E_a in the update; dimensionless), not the work *rate*
 * gamma_eff in nats per step.
 */

/** A value with the interval a policy may lean on; ends may coincide when no interval is known. */
export interface Bounded {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** What was measured at `step`; a part that is absent was not measured or came too late. */
export interface Measurement {
  /** Optimiser steps since the policy took charge. */
  readonly step: number;
  /** Ethical entropy S, nats. */
  readonly entropy?: Bounded | undefined;
  /** Divergence of the behaviour from the intended one or from a reference policy, nats. */
  readonly divergence?: Bounded | undefined;
  /** Largest eigenvalue of the Fisher matrix. */
  readonly lambdaMax?: Bounded | undefined;
}

export interface Decision<State> {
  readonly state: State;
  /** Alignment coefficient until the next decision, >= 0 and finite. */
  readonly gamma: number;
  /** Why, in a sentence for a log. */
  readonly reason: string;
}

/**
 * State is plain JSON: a killed run resumes from it with the same next gamma (`checkpoint`, `resume`).
 *
 * Every policy answers any sequence of measurements. One of an earlier step than the last came late and is ignored; a
 * missing part, or one that is not finite, holds gamma where the policy needs it.
 */
export interface Policy<State = unknown> {
  readonly name: string;
  /** The options it was made with, as JSON: with the name, what a saved state belongs to. */
  readonly settings: Readonly<Record<string, unknown>>;
  init(): State;
  step(state: State, measurement: Measurement): Decision<State>;
  /**
   * The state that goes on from `gamma` when another hand has set it, a limit or the policy before: the next decision
   * starts there (bumpless transfer). Absent where gamma does not depend on its past.
   */
  track?(state: State, gamma: number): State;
}
