import {
  checkLimits,
  checkPositive,
  checkTarget,
  type Limits,
  reach,
  within,
  withinBounds,
} from "./limits.js";
import type { Policy } from "./policy.js";
import { readingOrHold } from "./reading.js";

export interface FeedbackOptions extends Limits {
  /** Entropy to hold, nats. */
  readonly target: number;
  /** Number of goals K: a target above ln K is refused. */
  readonly goals: number;
  /** Gain per nat of error, K_p. */
  readonly gain: number;
  /** Integral time T_i in optimiser steps: K_i = K_p / T_i. */
  readonly integralTime: number;
  /** Gamma before the first measurement. Default: the least. */
  readonly initial?: number;
}

export interface FeedbackState {
  /** Integral term, in units of gamma. */
  readonly integral: number;
  readonly gamma: number;
  /** Step of the last measurement of S, or null before it. */
  readonly measured: number | null;
  /** Latest step seen. */
  readonly clock: number;
  /** Whether the next measurement is to leave gamma where another hand has put it. */
  readonly transfer: boolean;
}

/**
 * Proportional-integral control of S (Astrom & Hagglund, PID Controllers, chapter 3):
 *
 *     e = S - target,  I <- clip(I + K_p e dt / T_i),  gamma = clip(K_p e + I),  clip to [minimum, maximum]
 *
 * and gamma moves by at most `rate` a step. Anti-windup by clamping: the integral stays within the bounds and does not
 * move while a bound or the rate holds gamma back in the direction of the error. dt is the number of steps since the
 * last measurement of S, so irregular or missing measurements are no special case; without one gamma is held.
 *
 * An estimate of S beyond what S can be, [0, ln K], counts as the nearer end.
 *
 * Bumpless transfer: `track` starts from a gamma set elsewhere; at the next measurement the integral is gamma - K_p e,
 * outside the bounds if need be, and from there moves only inwards.
 */
export function feedback(options: FeedbackOptions): Policy<FeedbackState> {
  const { target, goals, gain, integralTime, minimum = 0, initial = minimum } = options;
  checkPositive({ gain, integralTime });
  checkLimits(options);
  checkTarget(target, goals);
  if (!Number.isFinite(initial)) throw new RangeError(`initial must be finite, got ${initial}`);
  const start = withinBounds(initial, options);
  return {
    name: "feedback",
    settings: { ...options },
    init: () => ({ integral: start, gamma: start, measured: null, clock: 0, transfer: false }),
    track: (state, gamma) => ({ ...state, gamma: withinBounds(gamma, options), transfer: true }),
    step(state, measurement) {
      const { step } = measurement;
      const entropy = readingOrHold(measurement, state, state.gamma, "entropy");
      if (typeof entropy !== "number") return entropy;

      const error = Math.min(Math.log(goals), Math.max(0, entropy)) - target;
      const from = state.transfer ? state.gamma - gain * error : state.integral;
      const wanted = gain * error + from;
      const room = reach(options, state.gamma, step - state.clock);
      const windsUp = (wanted > room.highest && error > 0) || (wanted < room.lowest && error < 0);
      const elapsed = state.measured === null || state.transfer ? 0 : step - state.measured;
      const moved = from + (gain * error * elapsed) / integralTime;
      const integral = windsUp ? from : inwards(moved, from, options);
      const gamma = within(gain * error + integral, room);
      const side = error < 0 ? "below" : "above";
      return {
        state: { integral, gamma, measured: step, clock: step, transfer: false },
        gamma,
        reason: `S ${Math.abs(error).toPrecision(3)} nats ${side} target${windsUp ? ", integral clamped" : ""}`,
      };
    },
  };
}

/** `value`, no further outside the bounds than `from` is. */
function inwards(value: number, from: number, { minimum = 0, maximum }: Limits): number {
  return within(value, { lowest: Math.min(minimum, from), highest: Math.max(maximum, from) });
}
