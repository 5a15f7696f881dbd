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
  /**
   * Steps through `observations` from index `from` until an alarm or the end, as {@link step} would: quicker where much
   * is at hand. @throws RangeError as `step`, and when there is no observation at `from`.
   */
  run(state: State, observations: ArrayLike<number>, from?: number): Run<State>;
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

/** The last detection of a run. */
export interface Run<State> extends Detection<State> {
  /** Index of the first observation not yet read. */
  readonly next: number;
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

/** @throws RangeError when there is no observation at `from`. */
export function checkRun(observations: ArrayLike<number>, from: number): void {
  if (!(from in observations))
    throw new RangeError(`there is no observation ${from} among ${observations.length}`);
}

/** A detector whose `run` repeats its `step`. */
export function byStep<State>(detector: Omit<Detector<State>, "run">): Detector<State> {
  return {
    ...detector,
    run(state, observations, from = 0) {
      checkRun(observations, from);
      let detection = detector.step(state, observations[from]);
      let next = from + 1;
      while (!detection.alarm && next < observations.length)
        detection = detector.step(detection.state, observations[next++]);
      return { ...detection, next };
    },
  };
}

/** A detector whose `step` is a `run` of one. */
export function byRun<State>(detector: Omit<Detector<State>, "step">): Detector<State> {
  return {
    ...detector,
    step(before, observation) {
      const { state, statistic, alarm, since } = detector.run(before, [observation]);
      return { state, statistic, alarm, since };
    },
  };
}
