import type { Decision, Measurement, Policy } from "../src/control/index.js";

export const bounded = (value: number) => ({ value, lower: value, upper: value });

/** A measurement of S alone. */
export const entropyAt = (step: number, value: number): Measurement => ({ step, entropy: bounded(value) });

/** Every decision of a policy along a sequence of measurements. */
export function decisions<State>(
  policy: Policy<State>,
  measurements: readonly Measurement[],
): Decision<State>[] {
  let state = policy.init();
  return measurements.map((measurement) => {
    const decision = policy.step(state, measurement);
    state = decision.state;
    return decision;
  });
}

export const gammas = <State>(policy: Policy<State>, measurements: readonly Measurement[]): number[] =>
  decisions(policy, measurements).map(({ gamma }) => gamma);
