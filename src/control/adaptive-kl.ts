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

export interface AdaptiveKlOptions extends Limits {
  /** Divergence to hold, nats; or S, where it `reads` the entropy. */
  readonly target: number;
  /** Gamma before the first measurement; positive, since it is only ever multiplied. */
  readonly initial: number;
  /** Steps over which an error of the largest size changes gamma by about its own share. */
  readonly horizon: number;
  /** What is compared with the target. Default "divergence", the convention; "entropy" needs `goals`. */
  readonly reads?: "divergence" | "entropy";
  /** Number of goals K, for a target of S: above ln K it is refused. */
  readonly goals?: number;
}

export interface AdaptiveKlState {
  readonly gamma: number;
  /** Step of the last measurement used. */
  readonly measured: number;
  /** Latest step seen. */
  readonly clock: number;
}

/** Largest relative error that counts, of Ziegler et al. */
const CLIP = 0.2;

/**
 * The convention of reinforcement learning from human feedback (Ziegler et al. 2019, arXiv:1909.08593, section 2.2), as a
 * baseline: a coefficient multiplied by the relative error,
 *
 *     gamma <- gamma (1 + clip(D / target - 1, -0.2, 0.2) n / horizon),
 *
 * n the optimiser steps since the last measurement, at most `horizon`, so that gamma stays positive after a gap. It has no
 * proportional part and no notion of the response to gamma: behind a slow response it overshoots.
 */
export function adaptiveKl(options: AdaptiveKlOptions): Policy<AdaptiveKlState> {
  const { target, initial, horizon, reads = "divergence", goals } = options;
  checkLimits(options);
  checkPositive({ target, initial, horizon });
  if (reads === "entropy") checkTarget(target, goals ?? Number.NaN);
  return {
    name: "adaptive-kl",
    settings: { ...options },
    init: () => ({ gamma: withinBounds(initial, options), measured: 0, clock: 0 }),
    track: (state, gamma) => ({ ...state, gamma: withinBounds(gamma, options) }),
    step(state, measurement) {
      const { step } = measurement;
      const value = readingOrHold(measurement, state, state.gamma, reads);
      if (typeof value !== "number") return value;
      const error = Math.min(CLIP, Math.max(-CLIP, value / target - 1));
      const share = Math.min(1, (step - state.measured) / horizon);
      const room = reach(options, state.gamma, step - state.clock);
      const gamma = within(state.gamma * (1 + error * share), room);
      return {
        state: { gamma, measured: step, clock: step },
        gamma,
        reason: `${reads} ${value.toPrecision(3)} against ${target.toPrecision(3)}: x ${(1 + error * share).toPrecision(4)}`,
      };
    },
  };
}
