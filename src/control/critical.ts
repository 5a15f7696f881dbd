import { checkPositive } from "./limits.js";
import type { Policy } from "./policy.js";
import { late, reading } from "./reading.js";

export interface CriticalOptions {
  /** gamma_crit of lambda_max for this model: `(lambdaMax) => criticalWork(lambdaMax, parameterCount)`. */
  readonly criticalWork: (lambdaMax: number) => number;
  /** gamma = margin x gamma_crit. Default 1.5, the paper's rule (arXiv:2511.10704). */
  readonly margin?: number;
  /** Follow every new lambda_max, or keep to the first. Default false. */
  readonly reestimate?: boolean;
}

export interface CriticalState {
  /** The lambda_max in use, or null before the first measurement. */
  readonly lambdaMax: number | null;
  /** Latest step seen. */
  readonly clock: number;
}

/**
 * The paper's rule: gamma = margin x gamma_crit(upper end of lambda_max).
 * Without any measurement of lambda_max yet, gamma is 0 and the reason says so.
 */
export function critical({
  criticalWork,
  margin = 1.5,
  reestimate = false,
}: CriticalOptions): Policy<CriticalState> {
  checkPositive({ margin });
  return {
    name: reestimate ? "critical-reestimated" : "critical-start",
    settings: { margin, reestimate },
    init: () => ({ lambdaMax: null, clock: 0 }),
    step(state, measurement) {
      const tooLate = late(measurement, state.clock);
      const measured = tooLate ?? reading(measurement, "lambdaMax", "upper");
      const clock = tooLate === undefined ? measurement.step : state.clock;
      const fresh = typeof measured === "number" && measured >= 0 && (state.lambdaMax === null || reestimate);
      const lambdaMax = fresh ? measured : state.lambdaMax;
      const next = { lambdaMax, clock };
      if (lambdaMax === null) return { state: next, gamma: 0, reason: "no lambda_max measured yet" };
      const gamma = margin * criticalWork(lambdaMax);
      const reason = `${margin} x gamma_crit at lambda_max ${lambdaMax.toPrecision(4)}${fresh ? "" : " (kept)"}`;
      return { state: next, gamma, reason };
    },
  };
}
