import type { Policy } from "./policy.js";

export interface FeedbackOptions {
  /** Entropy to hold, nats. */
  readonly target: number;
  /** Gain per nat of error, K_p. */
  readonly gain: number;
  /** Integral time T_i in optimiser steps: K_i = K_p / T_i. */
  readonly integralTime: number;
  /** Largest gamma. The smallest is 0: negative work would push the goals apart. */
  readonly maximum: number;
  /** Gamma before the first measurement. Default 0. */
  readonly initial?: number;
}

export interface FeedbackState {
  /** Integral term, in units of gamma, always within [0, maximum]. */
  readonly integral: number;
  /** Step of the last measurement of S, or null before it. */
  readonly lastStep: number | null;
  readonly gamma: number;
}

/**
 * Proportional-integral control of S (Astrom & Hagglund, PID Controllers, chapter 3):
 *
 *     e = S - target,  I <- clip(I + K_p e dt / T_i),  gamma = clip(K_p e + I),  clip to [0, maximum]
 *
 * Anti-windup by clamping: the integral stays within the bounds and does not move while gamma is saturated in the
 * direction of the error. dt is the number of steps since the last measurement of S, so irregular or missing
 * measurements are no special case; without one gamma is held.
 */
export function feedback(options: FeedbackOptions): Policy<FeedbackState> {
  const { target, gain, integralTime, maximum, initial = 0 } = options;
  for (const [name, value] of Object.entries({ gain, integralTime, maximum })) {
    if (!(value > 0 && Number.isFinite(value)))
      throw new RangeError(`${name} must be positive and finite, got ${value}`);
  }
  if (!(target >= 0 && Number.isFinite(target)))
    throw new RangeError(`target must be finite and >= 0, got ${target}`);
  const clip = (gamma: number): number => Math.min(maximum, Math.max(0, gamma));
  return {
    name: "feedback",
    init: () => ({ integral: clip(initial), lastStep: null, gamma: clip(initial) }),
    step(state, { step, entropy }) {
      if (entropy === undefined || !Number.isFinite(entropy.value)) {
        return { state, gamma: state.gamma, reason: "no measurement of S: gamma held" };
      }
      const error = entropy.value - target;
      const elapsed = state.lastStep === null ? 0 : Math.max(0, step - state.lastStep);
      const wanted = gain * error + state.integral;
      const windsUp = (wanted > maximum && error > 0) || (wanted < 0 && error < 0);
      const integral = windsUp
        ? state.integral
        : clip(state.integral + (gain * error * elapsed) / integralTime);
      const gamma = clip(gain * error + integral);
      const sign = error < 0 ? "below" : "above";
      return {
        state: { integral, lastStep: step, gamma },
        gamma,
        reason: `S ${Math.abs(error).toPrecision(3)} nats ${sign} target${windsUp ? ", integral clamped" : ""}`,
      };
    },
  };
}
