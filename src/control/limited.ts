import { checkLimits, type Limits, reach, within, withinBounds } from "./limits.js";
import type { Policy } from "./policy.js";
import { late } from "./reading.js";

export interface LimitedState<State> {
  readonly inner: State;
  /** What was applied last; null before the first decision. */
  readonly gamma: number | null;
  /** Latest step seen. */
  readonly clock: number;
}

/**
 * Any policy, its gamma kept within bounds and to a rate. The rate counts from the first decision, or from a gamma that it
 * tracks. The policy is told what was applied. `feedback` and `adaptiveKl` have limits of their own, which suit them better.
 */
export function limited<State>(policy: Policy<State>, limits: Limits): Policy<LimitedState<State>> {
  checkLimits(limits);
  return {
    name: policy.name,
    settings: { ...limits, of: policy.settings },
    init: () => ({ inner: policy.init(), gamma: null, clock: 0 }),
    track: (state, gamma) => ({
      ...state,
      inner: policy.track?.(state.inner, gamma) ?? state.inner,
      gamma: withinBounds(gamma, limits),
    }),
    step(state, measurement) {
      const { state: inner, gamma: wanted, reason } = policy.step(state.inner, measurement);
      const clock = late(measurement, state.clock) === undefined ? measurement.step : state.clock;
      const room = reach(limits, state.gamma ?? withinBounds(wanted, limits), clock - state.clock);
      const gamma = within(wanted, room);
      if (gamma === wanted) return { state: { inner, gamma, clock }, gamma, reason };
      return {
        state: { inner: policy.track?.(inner, gamma) ?? inner, gamma, clock },
        gamma,
        reason: `${reason}; limited from ${wanted.toPrecision(4)}`,
      };
    },
  };
}
