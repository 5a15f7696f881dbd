import type { Cell } from "./parameters.js";
import { type Proportion, proportion } from "./proportion.js";
import { reasonFor } from "./reason.js";
import type { CellTally } from "./trial.js";

/** A cell's figures, for the charts and the table; shares are of its replications. */
export interface CellSeries extends Cell {
  readonly replications: number;
  readonly coverage95: Proportion;
  readonly coverage80: Proportion;
  /** Of the 95% interval by the Laplace route on the same episodes. */
  readonly laplaceCoverage95: Proportion;
  /** The truth lies below, or above, the 95% interval. */
  readonly missedBelow: number;
  readonly missedAbove: number;
  /** Mean of posterior mean less truth, with its standard error, and root mean square, nats. */
  readonly bias: number;
  readonly biasError: number;
  readonly rootMeanSquare: number;
  /** Mean widths of the intervals, nats. */
  readonly width95: number;
  readonly width80: number;
  /** The 95% interval reaches 0, or ln K. */
  readonly reachesZero: number;
  readonly reachesTop: number;
  /** The measurement warns its user about its coverage. */
  readonly warned: number;
  /** Cost: replications that needed the Gibbs sampler, mean sweeps of each of its chains, and those that did not mix. */
  readonly sampled: number;
  readonly sweeps: number | null;
  readonly unmixed: number;
  /** Mean factor by which not knowing the goals inflates the variance of S. */
  readonly designEffect: number;
  /** Why the coverage lies outside 93 to 97%; null inside, or where nothing explains it. */
  readonly reason: string | null;
}

export function describe(cell: Cell, tally: CellTally): CellSeries {
  const n = tally.replications;
  const bias = tally.error / n;
  const meanSquare = tally.squaredError / n;
  const coverage95 = proportion(tally.covered95, n);
  return {
    ...cell,
    replications: n,
    coverage95,
    coverage80: proportion(tally.covered80, n),
    laplaceCoverage95: proportion(tally.laplaceCovered95, n),
    missedBelow: tally.below / n,
    missedAbove: tally.above / n,
    bias,
    biasError: Math.sqrt(Math.max(0, meanSquare - bias ** 2) / n),
    rootMeanSquare: Math.sqrt(meanSquare),
    width95: tally.width95 / n,
    width80: tally.width80 / n,
    reachesZero: tally.reachesZero / n,
    reachesTop: tally.reachesTop / n,
    warned: tally.warned / n,
    sampled: tally.sampled / n,
    sweeps: tally.sampled > 0 ? tally.sweeps / tally.sampled : null,
    unmixed: tally.unmixed / n,
    designEffect: tally.designEffect / n,
    reason: reasonFor(cell.population, coverage95, tally),
  };
}
