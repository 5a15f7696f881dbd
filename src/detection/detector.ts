/**
 * The contract of a change detector: a pure fold over observations, `init` then `step`. A state is plain JSON, is never
 * changed, and resumes after JSON as if nothing had happened. After an alarm the statistic goes on; whoever wants to
 * restart goes on from `init()`.
 */
export interface Detector<State> {
  /** Kebab-case identifier, the key of the registry. */
  readonly name: string;
  /** What must hold of the observations for `falseAlarmInterval` to hold. */
  readonly assumes: string;
  init(): State;
  /** @throws RangeError when the observation is not finite, or outside the range that the detector assumes. */
  step(state: State, observation: number): Detection<State>;
  /** The average run length in control: observations from `init` to a false alarm. Computed anew on every call. */
  falseAlarmInterval(): FalseAlarmInterval;
}

export interface Detection<State> {
  readonly state: State;
  /** The statistic compared with the threshold. */
  readonly statistic: number;
  readonly alarm: boolean;
  /** Observations since the change is estimated to have begun, this one included; 0 while nothing points to one. */
  readonly since: number;
}

export type FalseAlarmInterval =
  /** The mean, known to about `relativeError`. */
  | { readonly kind: "mean"; readonly observations: number; readonly relativeError: number }
  /** A guarantee: the mean is at least this. */
  | { readonly kind: "at least"; readonly observations: number }
  /** No useful figure is known: simulate the stream that is expected. */
  | { readonly kind: "unknown" };

/** Upward changes only, or both directions. */
export type Sides = "upper" | "both";

/** @throws RangeError when `observation` is not finite. */
export function checkObservation(observation: number): void {
  if (!Number.isFinite(observation))
    throw new RangeError(`an observation must be finite, got ${observation}`);
}
