import type { Policy } from "./policy.js";
import { late } from "./reading.js";

/** gamma at a step. */
export interface Knot {
  readonly step: number;
  readonly gamma: number;
}

/** How gamma goes from one knot to the next. */
export type Interpolation = "step" | "linear" | "cosine";

export interface ScheduleState {
  readonly gamma: number;
  /** Latest step seen. */
  readonly clock: number;
}

const weight: Readonly<Record<Interpolation, (share: number) => number>> = {
  step: () => 0,
  linear: (share) => share,
  cosine: (share) => (1 - Math.cos(Math.PI * share)) / 2,
};

/**
 * gamma as a function of the optimiser step alone, whatever is measured: through the knots by steps, straight lines or half
 * cosines; that of the first knot before it and of the last after it.
 *
 * @throws RangeError unless the knots' steps rise and their gammas are finite and >= 0.
 */
export function schedule(
  knots: readonly Knot[],
  interpolation: Interpolation = "linear",
): Policy<ScheduleState> {
  if (knots.length === 0) throw new RangeError("a schedule needs at least one knot");
  knots.forEach(({ step, gamma }, i) => {
    if (!(gamma >= 0 && Number.isFinite(gamma)))
      throw new RangeError(`gamma of knot ${i} must be finite and >= 0, got ${gamma}`);
    const before = knots[i - 1]?.step ?? Number.NEGATIVE_INFINITY;
    if (!(Number.isFinite(step) && step > before))
      throw new RangeError(`the steps of knots must rise: knot ${i} is at ${step}`);
  });
  return {
    name: `schedule-${interpolation}`,
    settings: { knots, interpolation },
    init: () => ({ gamma: gammaAt(knots, interpolation, 0), clock: 0 }),
    step(state, measurement) {
      const tooLate = late(measurement, state.clock);
      if (tooLate !== undefined) return { state, gamma: state.gamma, reason: `${tooLate}: gamma held` };
      const { step } = measurement;
      const gamma = gammaAt(knots, interpolation, step);
      return { state: { gamma, clock: step }, gamma, reason: `scheduled for step ${step}` };
    },
  };
}

function gammaAt(knots: readonly Knot[], interpolation: Interpolation, step: number): number {
  const next = knots.findIndex((knot) => knot.step > step);
  if (next === 0) return (knots[0] as Knot).gamma;
  if (next === -1) return (knots.at(-1) as Knot).gamma;
  const [from, to] = [knots[next - 1], knots[next]] as [Knot, Knot];
  const share = weight[interpolation]((step - from.step) / (to.step - from.step));
  return from.gamma + share * (to.gamma - from.gamma);
}
