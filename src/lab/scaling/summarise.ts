import type { Finding } from "../../contracts/index.js";
import { architectureNames, titles } from "../architectures.js";
import { executed } from "../execution.js";
import type { Conclusion } from "../experiment.js";
import { all } from "../finding.js";
import { type CellTrials, cellPoints, cellTrials, criticalOf, gammaOf, geometricMean } from "./cells.js";
import { charts } from "./charts.js";
import { figures } from "./figures.js";
import { type Fits, fitsOf } from "./fits.js";
import type { ScalingParameters } from "./parameters.js";
import type { ScalingTrial } from "./trial.js";

export const question =
  "The source paper says that the work which holds a system's goals is gamma_crit = (lambda_max / 2) ln N, lambda_max the " +
  "largest eigenvalue of the Fisher matrix and N the number of parameters. Does it predict the least constant gamma that " +
  "holds S, for MLPs, CNNs and transformers from a thousand parameters to a million?";

export const rule =
  "Per network and seed: lambda_max of the true Fisher matrix of the aligned network on proxy inputs, and the least " +
  "constant gamma (L2 work) with late S (mean over the second half of the drift) at most the target, found by bracketing and " +
  "bisection in ln gamma on the same batches, by interpolation within the last bracket. A cell is an architecture at a size. " +
  "Slope: least squares, one line through all cells, of the mean of ln gamma over seeds on the mean of ln gamma_crit, " +
  "with its 95% Student-t interval over cells. Ratio: gamma / gamma_crit, geometric mean over the seeds of a cell. " +
  "predicts: the slope's interval covers 1 and lies within 0.5 to 1.5, and the ratio is within a factor of the margin of 1 in " +
  "every cell. scales-only: so does the interval, and a ratio is not. fails: the interval does not cover 1. undecided: it covers 1 " +
  "and is wider, or fewer than four cells have a gamma. A cell in which a seed has none (S held without work, by no gamma, " +
  "by every gamma, or not aligned) has no ratio within the factor, and no part in the line. Sample size: the seeds parameter.";

export type Verdict = "predicts" | "scales-only" | "fails" | "undecided";

/** Powers that count as one, so that an interval which knows nothing does not pass for proportion. */
const PROPORTIONAL = [0.5, 1.5] as const;

/** Cells below which no line is judged. */
const FEWEST_CELLS = 4;

export function summarise(parameters: ScalingParameters, trials: readonly ScalingTrial[]): Conclusion {
  const cells = cellTrials(parameters, trials);
  const points = cellPoints(cells);
  const fits = fitsOf(points);
  const summary = figures(parameters, cells, fits);
  const within = cells.filter((cell) => isWithin(cell, parameters.margin)).length;
  const slope = points.length < FEWEST_CELLS ? undefined : fits.critical;
  const verdict = decide(slope, within === cells.length);
  const show = (name: string): string => summary[name]?.value?.toPrecision(3) ?? "?";
  const power = slope
    ? `to the power ${show("slope_critical")} [${slope.lower.toPrecision(3)}, ${slope.upper.toPrecision(3)}] over`
    : `by no line that is judged: one takes ${FEWEST_CELLS} cells with a gamma, and there are`;
  const present = architectureNames.filter((name) => cells.some(({ cell }) => cell.architecture === name));
  const ratios = present.map((name) =>
    summary[`ratio_${name}`]?.value == null
      ? `${titles[name]} not measured`
      : `${titles[name]} ${show(`ratio_${name}`)} times`,
  );
  return {
    parameters: { ...parameters, executed: executed(trials) },
    summary,
    verdict,
    why:
      `Measured gamma goes with gamma_crit ${power} ${points.length} of ` +
      `${cells.length} cells; it is within a factor ${parameters.margin} of gamma_crit in ${within} of them, and between ` +
      `${show("ratio_smallest")} and ${show("ratio_largest")} times it. By architecture: ` +
      `${ratios.join(", ")}. ` +
      `Verdict ${verdict}.`,
    findings: findings(parameters, cells, fits, slope),
    charts: charts(parameters, cells),
    series: trials,
  };
}

type Slope = Fits["critical"];

/** Whether a power is one, by its interval. */
function isOne(slope: Slope): Finding["standing"] {
  if (slope === undefined) return "undecided";
  if (slope.lower > 1 || slope.upper < 1) return "not supported";
  return slope.lower >= PROPORTIONAL[0] && slope.upper <= PROPORTIONAL[1] ? "supported" : "undecided";
}

function decide(slope: Slope, allWithin: boolean): Verdict {
  const standing = isOne(slope);
  if (standing === "supported") return allWithin ? "predicts" : "scales-only";
  return standing === "not supported" ? "fails" : "undecided";
}

const ratioOf = (cell: CellTrials) =>
  cell.measured.length === cell.trials.length
    ? geometricMean(cell.measured, (trial) => gammaOf(trial) / criticalOf(trial))
    : undefined;

function isWithin(cell: CellTrials, margin: number): boolean {
  const ratio = ratioOf(cell);
  return ratio !== undefined && ratio.value <= margin && ratio.value >= 1 / margin;
}

/** Both powers are one; one that is not is enough against it. */
function firstPowers({ exponents }: Fits): Finding["standing"] {
  return all([isOne(exponents?.lambda), isOne(exponents?.logSize)]);
}

function findings(
  { margin }: ScalingParameters,
  cells: readonly CellTrials[],
  fits: Fits,
  slope: Slope,
): Finding[] {
  return [
    {
      claim: "The work that holds S is in proportion to (λ_max / 2) ln N, across architectures and sizes",
      standing: isOne(slope),
      figure: "slope_critical",
      chart: "measured-against-predicted",
    },
    {
      claim: `The work that holds S is (λ_max / 2) ln N, within a factor ${margin}`,
      standing: cells.every((cell) => isWithin(cell, margin)) ? "supported" : "not supported",
      figure: "within_margin",
      chart: "ratio",
    },
    {
      claim: `${margin} times (λ_max / 2) ln N is enough in every network`,
      standing: enough(cells, margin),
      figure: "enough",
      chart: "ratio",
    },
    {
      claim: "Within an architecture the work goes with the first power of λ_max and the first power of ln N",
      standing: firstPowers(fits),
      figure: "exponent_lambda",
      chart: "sizes",
    },
  ];
}

/** By the intervals over seeds: of every cell below the margin, or of one above it. */
function enough(cells: readonly CellTrials[], margin: number): Finding["standing"] {
  const intervals = cells.map((cell) => ratioOf(cell)?.interval);
  if (intervals.some((interval) => interval !== undefined && interval.lower > margin)) return "not supported";
  const all = intervals.every((interval) => interval !== undefined && interval.upper <= margin);
  return all ? "supported" : "undecided";
}
