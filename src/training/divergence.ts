/**
 * When training counts as diverged: at once when a loss or a parameter is not finite; when both are, after PATIENCE
 * consecutive steps whose loss is above FACTOR times the larger of ln K, which guessing blindly costs, and the first loss.
 * So either is seen within 50 steps of its beginning, and the spike of a few steps from which large learning rates
 * recover (Lewkowycz et al. 2020, arXiv:2003.02218) is not one. The two numbers were set by us, before any run.
 */

/** As `StepRates` of a learner. */
interface Rates {
  readonly eta: number;
  readonly gamma: number;
}

const FACTOR = 10;
const PATIENCE = 25;

/** Training has diverged: an outcome for an experiment to record, see `untilDiverged`. */
export class Diverged extends RangeError {
  override readonly name = "Diverged";

  constructor(
    message: string,
    /** Steps taken since the learner was made, when it was seen. */
    readonly step: number,
    /** The loss that showed it; it may be NaN or infinite. */
    readonly loss: number,
  ) {
    super(message);
  }
}

/** Looks at the loss before each step of one learner. */
export class DivergenceWatch {
  readonly #blind: number;
  #limit = 0;
  #step = 0;
  #above = 0;

  /** @param classes K, of what the learner predicts. */
  constructor(classes: number) {
    this.#blind = Math.log(classes);
  }

  /** @throws Diverged where the last update left a parameter that is no finite number. */
  check(parameters: Iterable<ArrayLike<number>>, { eta, gamma }: Rates): void {
    for (const values of parameters) {
      let sum = 0;
      for (let i = 0; i < values.length; i++) sum += values[i]! * 0;
      if (sum !== 0)
        throw new Diverged(
          `a parameter is not finite after ${this.#step} steps: ${mend(eta, gamma)}`,
          this.#step,
          Number.NaN,
        );
    }
  }

  /** @throws Diverged */
  see(loss: number, { eta, gamma }: Rates): void {
    if (this.#step === 0) this.#limit = FACTOR * Math.max(this.#blind, loss);
    if (!Number.isFinite(loss))
      throw new Diverged(
        `the loss is ${loss} after ${this.#step} steps: ${mend(eta, gamma)}`,
        this.#step,
        loss,
      );
    this.#above = loss > this.#limit ? this.#above + 1 : 0;
    if (this.#above >= PATIENCE)
      throw new Diverged(
        `the loss is ${loss.toPrecision(3)} after ${this.#step} steps, and was above ${this.#limit.toPrecision(3)} in ` +
          `the last ${PATIENCE}: ${mend(eta, gamma)}`,
        this.#step,
        loss,
      );
    this.#step++;
  }
}

const mend = (eta: number, gamma: number): string =>
  `lower the learning rate (now ${eta})${gamma > 0 ? ` or gamma (now ${gamma})` : ""}`;

/** How training diverged, plain JSON; the loss is null where it was not finite. */
export interface Divergence {
  readonly step: number;
  readonly loss: number | null;
  readonly message: string;
}

/** What `work` comes to, or how its training diverged; anything else that goes wrong is thrown. */
export async function untilDiverged<T>(
  work: () => Promise<T>,
): Promise<T | { readonly diverged: Divergence }> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Diverged)) throw error;
    const { step, loss, message } = error;
    return { diverged: { step, loss: Number.isFinite(loss) ? loss : null, message } };
  }
}
