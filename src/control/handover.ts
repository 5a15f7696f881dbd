import type { Measurement, Policy } from "./policy.js";
import { late, reading } from "./reading.js";

/** When the second policy takes over, for good. */
export type When =
  | { readonly step: number }
  | { readonly entropyAbove: number }
  | { readonly entropyBelow: number };

export interface HandoverState<First, Second> {
  readonly first: First;
  readonly second: Second;
  /** Step at which the second policy took charge, or null. */
  readonly since: number | null;
  /** What was applied last; null before the first decision. */
  readonly gamma: number | null;
  /** Latest step seen. */
  readonly clock: number;
}

/**
 * One policy, then another, without a jump: the second goes on from the gamma of the first where it can (`track`). It counts
 * its steps from the hand-over. `constant`, `critical` and `schedule` do not depend on their past and start with their own
 * gamma: `limited(policy, { rate })` leads up to it. More than two policies: hand over to a hand-over.
 *
 * @param when a step, or S above or below a value, at a measurement that is in time.
 */
export function handover<First, Second>(
  first: Policy<First>,
  second: Policy<Second>,
  when: When,
): Policy<HandoverState<First, Second>> {
  const [limit] = Object.values(when) as [number];
  if (!Number.isFinite(limit))
    throw new RangeError(`a hand-over needs a finite number, got ${JSON.stringify(when)}`);
  return {
    name: `${first.name}-then-${second.name}`,
    settings: { first: first.settings, second: second.settings, when },
    init: () => ({ first: first.init(), second: second.init(), since: null, gamma: null, clock: 0 }),
    track: (state, gamma) => ({
      ...state,
      gamma,
      first: tracking(first, state.first, gamma),
      second: tracking(second, state.second, gamma),
    }),
    step(state, measurement) {
      const inTime = late(measurement, state.clock) === undefined;
      const clock = inTime ? measurement.step : state.clock;
      const taking = state.since === null && inTime && isDue(when, measurement);
      const since = taking ? measurement.step : state.since;
      if (since === null) {
        const decision = first.step(state.first, measurement);
        return { ...decision, state: { ...state, first: decision.state, gamma: decision.gamma, clock } };
      }
      const before = taking ? tracking(second, state.second, state.gamma) : state.second;
      const decision = second.step(before, { ...measurement, step: measurement.step - since });
      return {
        gamma: decision.gamma,
        reason: `${taking ? `${second.name} takes over: ` : ""}${decision.reason}`,
        state: { ...state, second: decision.state, since, gamma: decision.gamma, clock },
      };
    },
  };
}

const tracking = <State>(policy: Policy<State>, state: State, gamma: number | null): State =>
  gamma === null ? state : (policy.track?.(state, gamma) ?? state);

function isDue(when: When, measurement: Measurement): boolean {
  if ("step" in when) return measurement.step >= when.step;
  const entropy = reading(measurement, "entropy");
  if (typeof entropy === "string") return false;
  return "entropyAbove" in when ? entropy > when.entropyAbove : entropy < when.entropyBelow;
}
