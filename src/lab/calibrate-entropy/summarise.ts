import type { Figure } from "../../contracts/index.js";
import type { Conclusion } from "../experiment.js";
import { type CellSeries, describe } from "./cell.js";
import { charts, findings, type Verdict } from "./findings.js";
import { type CalibrateEntropyParameters, cellsOf } from "./parameters.js";
import type { Proportion } from "./proportion.js";
import { BAND, ENOUGH_EPISODES } from "./reason.js";
import { addTallies, type CellTally } from "./trial.js";

const ENOUGH_REPLICATIONS = 1000;

export const question =
  "Do the 95% intervals of the ethical entropy of a population, inferred from what its agents do, contain the true " +
  "entropy in 93 to 97% of cases, for few goals and many, few episodes and many, erratic agents and careful ones?";

export const rule =
  "A cell is a number of goals, a beta, a kind of population and a number of episodes. Its coverage is the share of " +
  "replications (fresh population, fresh episodes) whose 95% interval contains the true S. Cells with at least 30 " +
  "episodes are judged, each on at least 1,000 replications. calibrated: every one lies within 93 to 97%. " +
  "calibrated-with-exceptions: each one that does not has a reason: in at least half of its replications the " +
  "measurement itself warns that episodes are few or other goals rare (coverage below 93%, and the population is not " +
  "drawn from the prior, where the level holds on average), in at least one of twenty " +
  "its interval reaches an end of the range of S that the episodes do not rule out (above 97%), or the Wilson 95% " +
  "interval of the coverage meets 93 to 97% (sampling error). not-calibrated: one has none. undecided: fewer " +
  "replications, or no cell to judge.";

export function summarise(parameters: CalibrateEntropyParameters, trials: readonly CellTally[]): Conclusion {
  const cells = cellsOf(parameters).map((cell, i, { length }) =>
    describe(cell, trials.filter((_, trial) => trial % length === i).reduce(addTallies)),
  );
  const judged = cells.filter(({ episodes }) => episodes >= ENOUGH_EPISODES);
  const verdict = decide(judged);
  const outside = judged.filter(isOutside);
  const summary: Record<string, Figure> = {
    ...extremes("coverage95", judged, ({ coverage95 }) => coverage95),
    ...extremes(
      "coverage95_drawn",
      judged.filter(({ population }) => population === "drawn"),
      ({ coverage95 }) => coverage95,
    ),
    ...extremes("coverage80", judged, ({ coverage80 }) => coverage80),
    coverage95_mean: mean(judged),
    cells: count(cells.length),
    cells_judged: count(judged.length),
    cells_outside: count(outside.length),
    cells_unexplained: count(outside.filter(({ reason }) => reason === null).length),
  };
  return {
    summary,
    verdict,
    why: explain(judged, outside),
    findings: findings(verdict),
    charts: charts(summary),
    series: cells,
  };
}

const isOutside = ({ coverage95 }: CellSeries): boolean =>
  coverage95.value < BAND[0] || coverage95.value > BAND[1];

function decide(judged: readonly CellSeries[]): Verdict {
  if (judged.length === 0 || judged.some(({ replications }) => replications < ENOUGH_REPLICATIONS))
    return "undecided";
  const outside = judged.filter(isOutside);
  if (outside.length === 0) return "calibrated";
  return outside.every(({ reason }) => reason !== null) ? "calibrated-with-exceptions" : "not-calibrated";
}

/** The least and the largest coverage, each with the interval of its own cell. */
function extremes(
  name: string,
  cells: readonly CellSeries[],
  of: (cell: CellSeries) => Proportion,
): Record<string, Figure> {
  const sorted = cells.toSorted((a, b) => of(a).value - of(b).value);
  const figure = (cell: CellSeries | undefined): Figure =>
    cell === undefined ? nothing : share(of(cell), cell.replications);
  return { [`${name}_min`]: figure(sorted[0]), [`${name}_max`]: figure(sorted.at(-1)) };
}

/** Over all replications of all judged cells, with the error of independent cells of their own coverage each. */
function mean(cells: readonly CellSeries[]): Figure {
  const n = cells.length;
  if (n === 0) return nothing;
  const value = cells.reduce((sum, { coverage95 }) => sum + coverage95.value, 0) / n;
  const variance = cells.reduce(
    (sum, { coverage95: { value: p }, replications }) => sum + (p * (1 - p)) / replications,
    0,
  );
  const half = (1.96 * Math.sqrt(variance)) / n;
  return {
    value,
    lower: Math.max(0, value - half),
    upper: Math.min(1, value + half),
    unit: "1",
    level: 0.95,
    method: "mean over cells, normal interval",
    n: cells.reduce((sum, { replications }) => sum + replications, 0),
    covers: "replications of these cells",
  };
}

const nothing: Figure = { value: null, lower: null, upper: null, unit: "1" };

const share = (coverage: Proportion, n: number): Figure => ({
  ...coverage,
  unit: "1",
  level: 0.95,
  method: "share of replications, Wilson score interval",
  n,
  covers: "replications of the one cell",
});

const count = (value: number): Figure => ({ value, lower: null, upper: null, unit: "1" });

const percent = (value: number): string => `${(100 * value).toFixed(1)}%`;

function explain(judged: readonly CellSeries[], outside: readonly CellSeries[]): string {
  if (judged.length === 0) return `No cell has at least ${ENOUGH_EPISODES} episodes.`;
  const values = judged.map(({ coverage95 }) => coverage95.value);
  const least = Math.min(...judged.map(({ replications }) => replications));
  const range =
    `The 95% interval of S contained it in ${percent(Math.min(...values))} to ${percent(Math.max(...values))} of ` +
    `at least ${least} replications, over ${judged.length} cells with at least ${ENOUGH_EPISODES} episodes.`;
  const exceptions = outside.map(
    ({ goals, beta, population, episodes, coverage95, reason }) =>
      `${goals} goals, beta ${beta}, ${population}, ${episodes} episodes: ${percent(coverage95.value)} (${reason ?? "unexplained"})`,
  );
  return exceptions.length === 0
    ? `${range} None is outside 93 to 97%.`
    : `${range} Outside 93 to 97%: ${exceptions.join("; ")}.`;
}
