import { type Batch, Diverged, type Divergence, type Learner, untilDiverged } from "../../training/index.js";

export interface Phase {
  readonly steps: readonly [from: number, to: number];
  readonly eta: number;
  readonly gamma: number;
  readonly batch: (step: number) => Batch;
  readonly report: (step: number) => Promise<void>;
}

/** Steps between looks at the parameters. */
const LOOK_EVERY = 25;
/** Growth of the parameters' norm between two looks that counts as divergence: what trains grows by some percent. */
const GROWTH = 10;

/**
 * Trains through a phase; divergence is a value, its step counted as the phase counts. The learner watches its loss, but that of
 * a policy gradient is near 0 once huge parameters have made the policy certain: so their norm is looked at as well.
 */
export async function train(learner: Learner, phase: Phase): Promise<Divergence | null> {
  const { batch, eta, gamma, report } = phase;
  const [from, to] = phase.steps;
  let step = from;
  const outcome = await untilDiverged(async () => {
    while (step < to) {
      await report(step);
      const before = norm(learner);
      const end = Math.min(to, step + LOOK_EVERY);
      for (; step < end; step++) learner.step(batch(step), { eta, gamma });
      const growth = norm(learner) / before;
      if (!(growth < GROWTH))
        throw new Diverged(
          `the parameters grew by a factor ${growth.toPrecision(3)} in ${LOOK_EVERY} steps: lower the learning rate (now ${eta})`,
          step,
          Number.NaN,
        );
    }
  });
  return outcome === undefined ? null : { ...outcome.diverged, step };
}

const norm = (learner: Learner): number => Math.sqrt(learner.parameters().reduce((sum, x) => sum + x * x, 0));
