import type { ExperimentResult, Figure } from "../../contracts/index.js";
import { type CalibrateEntropyParameters, type Cell, cellsOf } from "./parameters.js";
import { type Proportion, proportion } from "./proportion.js";
import { addTallies, type CellTally } from "./trial.js";

export type Verdict = "calibrated" | "not-calibrated" | "undecided";

export const question =
  "Do the 95% intervals of the ethical entropy of a population, inferred from what its agents do, contain the true " +
  "entropy in 93 to 97% of cases, for few goals and many, few episodes and many, erratic agents and careful ones?";

export const rule =
  "A cell is a number of goals, beta, population and number of episodes; its coverage is the share of replications " +
  "(fresh population, fresh episodes) whose interval contains the true S, with a 95% Wilson interval. Cells with at " +
  "least 30 episodes are judged. Where the population is drawn from the analysis' prior, a cell with at least 1,000 " +
  "replications passes when its Wilson interval meets [0.93, 0.97]. calibrated: all such cells pass. not-calibrated: " +
  "one does not. undecided: there is none. Cells with a fixed population are reported beside them, and every judged " +
  "cell outside [0.93, 0.97] is listed with the reason that its own figures give: an interval that reaches an end of " +
  "the range of S because the episodes do not rule it out covers too often; too few episodes of the rarer goals, or " +
  "sampling error. Sample size: the replications parameter.";

const BAND = [0.93, 0.97] as const;
const ENOUGH_EPISODES = 30;
const ENOUGH_REPLICATIONS = 1000;

/** A cell's figures, for the plot and the table. */
export interface CellSeries extends Cell {
  readonly replications: number;
  readonly coverage95: Proportion;
  readonly coverage80: Proportion;
  readonly laplaceCoverage95: Proportion;
  /** Share of the truths below and above the 95% interval. */
  readonly missedBelow: number;
  readonly missedAbove: number;
  /** Mean of posterior mean less truth, with its standard error, and root mean square, nats. */
  readonly bias: number;
  readonly biasError: number;
  readonly rootMeanSquare: number;
  readonly width95: number;
  readonly width80: number;
  readonly reachesZero: number;
  readonly reachesTop: number;
  /** Cost: share of replications that were sampled, mean sweeps a chain of those, share that did not mix. */
  readonly sampled: number;
  readonly sweeps: number | null;
  readonly unmixed: number;
  readonly designEffect: number;
  /** Why the coverage lies outside 93 to 97%, where it does. */
  readonly reason: string | null;
}

export function summarise(
  parameters: CalibrateEntropyParameters,
  seed: number,
  trials: readonly CellTally[],
): Omit<ExperimentResult, "experiment" | "version"> {
  const cells = cellsOf(parameters).map((cell, i, { length }) =>
    describe(cell, trials.filter((_, trial) => trial % length === i).reduce(addTallies)),
  );
  const judged = cells.filter(({ episodes }) => episodes >= ENOUGH_EPISODES);
  const claimed = judged.filter(
    ({ population, coverage95, replications }) =>
      population === "drawn" && coverage95 !== undefined && replications >= ENOUGH_REPLICATIONS,
  );
  const verdict = decide(claimed);
  const summary: Record<string, Figure> = {
    ...extremes("coverage95", judged),
    ...extremes("coverage95_drawn", claimed),
    cells: count(cells.length),
    cells_judged: count(judged.length),
    cells_outside: count(judged.filter(({ reason }) => reason !== null).length),
  };
  return {
    seed,
    parameters: { ...parameters },
    question,
    rule,
    summary,
    verdict,
    why: explain(verdict, claimed, judged),
    series: cells,
  };
}

function describe(cell: Cell, tally: CellTally): CellSeries {
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
    sampled: tally.sampled / n,
    sweeps: tally.sampled > 0 ? tally.sweeps / tally.sampled : null,
    unmixed: tally.unmixed / n,
    designEffect: tally.designEffect / n,
    reason: reasonFor(cell, coverage95, tally),
  };
}

/** Share of intervals that reach an end of the range of S from which that explains a coverage above the band. */
const OFTEN = 0.05;

function reasonFor({ episodes, population }: Cell, coverage: Proportion, tally: CellTally): string | null {
  const [low, high] = BAND;
  if (episodes < ENOUGH_EPISODES || (coverage.value >= low && coverage.value <= high)) return null;
  if (coverage.upper >= low && coverage.lower <= high)
    return "sampling error: its Wilson interval meets 93 to 97%";
  const reaching = (tally.reachesZero + tally.reachesTop) / tally.replications;
  if (coverage.value > high)
    return reaching >= OFTEN
      ? `${percent(reaching)} of its intervals reach 0 or ln K, which the episodes do not rule out: they cover too often`
      : "this population is better covered than the prior's populations are on average";
  return population === "drawn"
    ? "unexplained: a drawn population must be covered at the level"
    : "a fixed population has no guarantee, and this one has too few episodes of its rarer goals";
}

function decide(claimed: readonly CellSeries[]): Verdict {
  if (claimed.length === 0) return "undecided";
  const [low, high] = BAND;
  return claimed.every(({ coverage95 }) => coverage95.upper >= low && coverage95.lower <= high)
    ? "calibrated"
    : "not-calibrated";
}

function extremes(name: string, cells: readonly CellSeries[]): Record<string, Figure> {
  const sorted = cells.map(({ coverage95 }) => coverage95).sort((a, b) => a.value - b.value);
  const figure = (coverage: Proportion | undefined): Figure =>
    coverage === undefined
      ? { value: null, lower: null, upper: null, unit: "1" }
      : { ...coverage, unit: "1" };
  return { [`${name}_min`]: figure(sorted[0]), [`${name}_max`]: figure(sorted.at(-1)) };
}

const count = (value: number): Figure => ({ value, lower: null, upper: null, unit: "1" });

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

function explain(verdict: Verdict, claimed: readonly CellSeries[], judged: readonly CellSeries[]): string {
  const range = (cells: readonly CellSeries[]): string => {
    const values = cells.map(({ coverage95 }) => coverage95.value);
    return values.length === 0
      ? "none"
      : `${percent(Math.min(...values))} to ${percent(Math.max(...values))} over ${values.length} cells`;
  };
  const outside = judged
    .filter(({ reason }) => reason !== null)
    .map(
      ({ goals, beta, population, episodes, coverage95, reason }) =>
        `${goals} goals, beta ${beta}, ${population}, ${episodes} episodes: ${percent(coverage95.value)} (${reason})`,
    );
  return (
    `Verdict ${verdict}: populations drawn from the prior, at least ${ENOUGH_REPLICATIONS} replications: ${range(claimed)}. ` +
    `All judged cells: ${range(judged)}. ` +
    (outside.length === 0 ? "None is outside 93 to 97%." : `Outside 93 to 97%: ${outside.join("; ")}.`)
  );
}
