import type { Decision, Measurement } from "./policy.js";

const NAMES = { entropy: "S", divergence: "the divergence", lambdaMax: "lambda_max" } as const;

/** What a policy may use of a measurement: the number, or why there is none. */
export function reading(
  measurement: Measurement,
  part: keyof typeof NAMES,
  end: "value" | "upper" = "value",
): number | string {
  const measured = measurement[part]?.[end];
  if (measured === undefined) return `no measurement of ${NAMES[part]}`;
  return Number.isFinite(measured) ? measured : `${NAMES[part]} was measured as ${measured}`;
}

/** Why a measurement comes too late to be used, or undefined. `clock` is the latest step that was seen. */
export function late({ step }: Measurement, clock: number): string | undefined {
  if (!Number.isFinite(step)) return `a measurement of step ${step} was ignored`;
  return step < clock
    ? `a measurement of step ${step} came after one of step ${clock} and was ignored`
    : undefined;
}

/** The number that a policy acts on, or the decision that holds `gamma` where there is none to act on. */
export function readingOrHold<State extends { readonly clock: number }>(
  measurement: Measurement,
  state: State,
  gamma: number,
  part: keyof typeof NAMES,
  end?: "value" | "upper",
): number | Decision<State> {
  const tooLate = late(measurement, state.clock);
  if (tooLate !== undefined) return { state, gamma, reason: `${tooLate}: gamma held` };
  const measured = reading(measurement, part, end);
  return typeof measured === "number"
    ? measured
    : { state: { ...state, clock: measurement.step }, gamma, reason: `${measured}: gamma held` };
}
