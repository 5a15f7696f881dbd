import type { Policy } from "./policy.js";

export interface CriticalOptions {
  /** gamma_crit of lambda_max for this model: `(lambdaMax) => criticalWork(lambdaMax, parameterCount)`. */
  readonly criticalWork: (lambdaMax: number) => number;
  /** gamma = margin x gamma_crit. Default 1.5, the paper's rule (arXiv:2511.10704). */
  readonly margin?: number;
  /** Follow every new lambda_max, or keep to the first. Default false. */
  readonly reestimate?: boolean;
}

/** The lambda_max in use, or null before the first measurement. */
export interface CriticalState {
  readonly lambdaMax: number | null;
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
  if (!(margin > 0 && Number.isFinite(margin)))
    throw new RangeError(`margin must be positive, got ${margin}`);
  return {
    name: reestimate ? "critical-reestimated" : "critical-start",
    init: () => ({ lambdaMax: null }),
    step(state, { lambdaMax: measured }) {
      const fresh = measured !== undefined && (state.lambdaMax === null || reestimate);
      const lambdaMax = fresh ? measured.upper : state.lambdaMax;
      if (lambdaMax === null) return { state, gamma: 0, reason: "no lambda_max measured yet" };
      return {
        state: { lambdaMax },
        gamma: margin * criticalWork(lambdaMax),
        reason: `${margin} x gamma_crit at lambda_max ${lambdaMax.toPrecision(4)}${fresh ? "" : " (kept)"}`,
      };
    },
  };
}
