import { checkLimits, checkPositive, checkTarget, type Limits, within, withinBounds } from "./limits.js";
import type { Policy } from "./policy.js";
import { readingOrHold } from "./reading.js";

export interface CostAwareOptions extends Omit<Limits, "rate"> {
  /** What the upper end of S is to stay below, nats. */
  readonly target: number;
  /** Number of goals K: a target above ln K is refused. */
  readonly goals: number;
  /** Share of measurements at which the upper end of S may exceed the target. Default 0.1. */
  readonly risk?: number;
  /** Size of a move of ln gamma. Default 0.5: up by a factor 1.57 at a violation, down by 0.95 without, at risk 0.1. */
  readonly move?: number;
  /** Least gamma, positive: gamma moves by factors. */
  readonly minimum: number;
  /** Gamma before the first measurement. Default: the largest, so that the search comes from the safe side. */
  readonly initial?: number;
}

export interface CostAwareState {
  /** ln gamma, which overshoots the bounds by one move at most: what a bound cut off would be lost from the count. */
  readonly level: number;
  /** Measurements used, and those among them with the upper end of S above the target. */
  readonly measurements: number;
  readonly violations: number;
  /** Latest step seen. */
  readonly clock: number;
}

/**
 * The least gamma that keeps the upper end U of S below a target at a stated share 1 - risk of the measurements:
 *
 *     u <- u + move (1{U > target} - risk),   gamma = clip(exp u) to [minimum, maximum].
 *
 * Robbins & Monro 1951 with a constant step, on the indicator of a violation (Gibbs & Candes 2021, arXiv:2106.00170,
 * eq. 2). Guaranteed for *any* sequence of S, random or not, over T measurements in which no violation happens at gamma =
 * maximum (their Proposition 4.1), and `violationBound` gives the right-hand side:
 *
 *     violations / T  <=  risk + (ln(maximum / initial) + move (1 - risk)) / (move T).
 *
 * That no more gamma is paid than this share asks for needs more: a response that falls with gamma and settles between
 * measurements. Then gamma stays around the least one, within a factor of about e^move; behind a slower response it cycles.
 * It comes down by e^(-move risk) a measurement only: start it where a guess puts gamma, not orders of magnitude above.
 */
export function costAware(options: CostAwareOptions): Policy<CostAwareState> {
  const { target, goals, risk = 0.1, move = 0.5, minimum, maximum, initial = maximum } = options;
  checkPositive({ minimum, move, initial });
  checkLimits({ minimum, maximum });
  checkTarget(target, goals);
  if (!(risk > 0 && risk < 1)) throw new RangeError(`risk must lie between 0 and 1, got ${risk}`);
  const levels = {
    lowest: Math.log(minimum) - move * risk,
    highest: Math.log(maximum) + move * (1 - risk),
  };
  const levelOf = (gamma: number): number => Math.log(withinBounds(gamma, options));
  const gammaOf = (level: number): number => withinBounds(Math.exp(level), options);
  return {
    name: "cost-aware",
    settings: { ...options },
    init: () => ({ level: levelOf(initial), measurements: 0, violations: 0, clock: 0 }),
    track: (state, gamma) => ({ ...state, level: levelOf(gamma) }),
    step(state, measurement) {
      const upper = readingOrHold(measurement, state, gammaOf(state.level), "entropy", "upper");
      if (typeof upper !== "number") return upper;
      const violation = upper > target ? 1 : 0;
      const level = within(state.level + move * (violation - risk), levels);
      const measurements = state.measurements + 1;
      const violations = state.violations + violation;
      return {
        state: { level, measurements, violations, clock: measurement.step },
        gamma: gammaOf(level),
        reason: `upper end of S ${upper.toPrecision(3)}, target ${target.toPrecision(3)}: above it ${violations} of ${measurements} times`,
      };
    },
  };
}

/** The guaranteed largest share of violations among `measurements`; above 1 it says nothing. */
export function violationBound(options: CostAwareOptions, measurements: number): number {
  const { risk = 0.1, move = 0.5, maximum, initial = maximum } = options;
  const start = withinBounds(initial, options);
  return risk + (Math.log(maximum / start) + move * (1 - risk)) / (move * measurements);
}
