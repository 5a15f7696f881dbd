import type { Batch, Learner } from "../../training/index.js";

/** Where training broke off, and why. */
export interface Divergence {
  readonly step: number;
  readonly reason: string;
}

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

/** Trains through a phase; divergence is seen within 25 steps and is a value, not an error. */
export async function train(learner: Learner, phase: Phase): Promise<Divergence | null> {
  const [from, to] = phase.steps;
  for (let start = from; start < to; start += LOOK_EVERY) {
    await phase.report(start);
    const before = norm(learner);
    const end = Math.min(to, start + LOOK_EVERY);
    const reason = steps(learner, phase, start, end);
    if (reason !== undefined) return { step: end, reason };
    const growth = norm(learner) / before;
    if (!(growth < GROWTH))
      return {
        step: end,
        reason: `the parameters grew by a factor ${growth.toPrecision(3)} in 25 steps: lower the rate (now ${phase.eta})`,
      };
  }
  return null;
}

/** What the learner has to say against going on, or undefined. */
function steps(learner: Learner, { batch, eta, gamma }: Phase, from: number, to: number): string | undefined {
  try {
    for (let step = from; step < to; step++) learner.step(batch(step), { eta, gamma });
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

const norm = (learner: Learner): number => Math.sqrt(learner.parameters().reduce((sum, x) => sum + x * x, 0));
