import { checkPositive } from "../limits.js";
import type { Response } from "./identify.js";

export interface TuningOptions {
  /** Time constant wanted of the closed loop, tau_c, steps. Default four measurement intervals. */
  readonly closedLoopTime?: number;
  /** Effective delay theta, steps. Default one measurement interval: half for holding gamma, half for seeing S. */
  readonly delay?: number;
}

/** Settings of a proportional-integral policy: what `feedback` takes. */
export interface PiSettings {
  /** K_p, per nat. */
  readonly gain: number;
  /** T_i, steps. */
  readonly integralTime: number;
}

/**
 * SIMC rules (Skogestad 2003, J. Process Control 13, eq. 23 to 25) for a first-order lag or an integrator:
 *
 *     K_p = 1 / (|k'| (tau_c + theta)),   T_i = min(T, 4 (tau_c + theta)),
 *
 * k' the change of dS/dt per unit of gamma, T the time constant, infinite where the response may be an integrator. The end of
 * the interval of k' that is larger in size is taken: the gain that is safe for all of it. Skogestad's tightest setting is
 * tau_c = theta; the default is four times slower, since the response is local and moves while the network learns.
 */
export function simc(
  { slopeGain, timeConstant, interval }: Response,
  options: TuningOptions = {},
): PiSettings {
  const { closedLoopTime = 4 * interval, delay = interval } = options;
  checkPositive({ closedLoopTime, delay });
  const time = closedLoopTime + delay;
  return {
    gain: 1 / (Math.abs(slopeGain.lower) * time),
    integralTime: Math.min(timeConstant?.value ?? Number.POSITIVE_INFINITY, 4 * time),
  };
}
