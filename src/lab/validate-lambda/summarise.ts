import type { Figure } from "../../contracts/index.js";
import { mean } from "../../numeric/index.js";
import { type ArchitectureName, architectureNames, titles } from "../architectures.js";
import type { Conclusion } from "../experiment.js";
import { type Judged, reported } from "./findings.js";
import type { ValidateLambdaParameters } from "./parameters.js";
import { cellSeries } from "./series.js";
import {
  exponent,
  figure,
  inRange,
  logEdge,
  logMovement,
  logShift,
  meanLog,
  rangeStands,
  stabilityStands,
} from "./statistics.js";
import type { DivergedRun, TrialRun, ValidateLambdaTrial } from "./trial.js";

export const question =
  "The source paper assumes that lambda_max of the Fisher matrix lies between 1.0 and 3.0 and stays there, so that " +
  "gamma_crit = (lambda_max / 2) ln N is one number. Does it, along the training of an MLP, a CNN and a transformer, at " +
  "several widths and learning rates, also when the objective changes?";

export const rule =
  "lambda_max is the top eigenvalue of the true Fisher matrix over examples fixed a phase. Per architecture and seed: the " +
  "share of its measurements in the assumed range, and the mean over its runs of ln(largest / smallest lambda_max of the " +
  "run). The range holds for an architecture when the lower end of the 95% interval over seeds (Student t) of the share is " +
  "at least one half, and fails when the upper end is below it. Stability holds when the upper end of the interval of the " +
  "log ratio is at most ln(margin), and fails when the lower end is above it. assumption-holds: both hold for all " +
  "architectures. assumption-fails: one of them fails for every architecture. assumption-fails-in-part: one fails for " +
  "some. undecided otherwise, and for an architecture with a run that diverged. Sample size: the seeds parameter, every seed with the whole grid of widths and rates.";

export type Verdict = "assumption-holds" | "assumption-fails" | "assumption-fails-in-part" | "undecided";

export function summarise(
  parameters: ValidateLambdaParameters,
  trials: readonly ValidateLambdaTrial[],
): Conclusion {
  const summary: Record<string, Figure> = {};
  const judged = architectureNames.map((name): Judged => {
    const all = trials.map(({ runs }) => runs.filter(({ cell }) => cell.architecture === name));
    const diverged = all.flat().filter((run) => "diverged" in run);
    // Seeds on which every run diverged say nothing.
    const bySeed = all
      .map((runs) => runs.filter((run) => !("diverged" in run)) as TrialRun[])
      .filter((runs) => runs.length > 0);
    Object.assign(summary, figures(name, bySeed, parameters, diverged.length));
    if (diverged.length > 0) return { name, range: "undecided", stability: "undecided", diverged };
    return {
      name,
      diverged,
      range: rangeStands(bySeed.map((runs) => over(runs, (run) => inRange(run, parameters.assumed)))),
      stability: stabilityStands(
        bySeed.map((runs) => over(runs, logMovement)),
        parameters,
      ),
    };
  });
  const verdict = decide(judged);
  return {
    summary,
    verdict,
    why: explain(parameters, judged, verdict, summary),
    ...reported(parameters, judged, summary),
    series: cellSeries(parameters, trials),
  };
}

const over = (runs: readonly TrialRun[], read: (run: TrialRun) => number): number =>
  mean(runs.map(read)) as number;

/** Means over a seed's runs, then over seeds; of logarithms where the figure is a ratio or spans orders. */
function figures(
  name: ArchitectureName,
  bySeed: readonly TrialRun[][],
  { assumed }: ValidateLambdaParameters,
  diverged: number,
): Record<string, Figure> {
  // With runs missing, width and rate would mix.
  const slope = (by: "width" | "rate"): Figure =>
    figure(bySeed.map((runs) => (diverged > 0 ? undefined : exponent(runs, by))));
  const log = (read: (runs: readonly TrialRun[]) => number): Figure => figure(bySeed.map(read), "logarithm");
  return {
    [`lambda_max_${name}`]: log(meanLog((point) => point.fisherMax)),
    [`in_range_${name}`]: figure(
      bySeed.map((runs) => over(runs, (run) => inRange(run, assumed))),
      "share",
    ),
    [`movement_${name}`]: log((runs) => over(runs, logMovement)),
    [`shift_${name}`]: log((runs) => over(runs, logShift)),
    [`edge_${name}`]: log((runs) => over(runs, logEdge)),
    [`width_exponent_${name}`]: slope("width"),
    [`rate_exponent_${name}`]: slope("rate"),
    [`trace_${name}`]: log(meanLog((point) => point.trace)),
    [`effective_dimension_${name}`]: log(meanLog((point) => point.effectiveDimension)),
    [`critical_work_${name}`]: log(meanLog((point) => point.criticalWork)),
    ...(diverged > 0 && { [`diverged_${name}`]: { value: diverged, lower: null, upper: null, unit: "1" } }),
  };
}

function decide(judged: readonly Judged[]): Verdict {
  const failing = judged.filter(({ range, stability }) => range === "fails" || stability === "fails");
  if (failing.length === judged.length) return "assumption-fails";
  if (failing.length > 0) return "assumption-fails-in-part";
  const holds = judged.every(({ range, stability }) => range === "holds" && stability === "holds");
  return holds ? "assumption-holds" : "undecided";
}

function explain(
  { assumed, margin }: ValidateLambdaParameters,
  judged: readonly Judged[],
  verdict: Verdict,
  summary: Record<string, Figure>,
): string {
  const show = (name: string): string => summary[name]?.value?.toPrecision(3) ?? "?";
  const percent = (name: string): string => {
    const share = summary[name]?.value;
    return share == null ? "?" : (100 * share).toFixed(0);
  };
  const lines = judged.map(
    ({ name, range, stability, diverged }) =>
      `${titles[name]}: ${divergences(diverged)}lambda_max ${show(`lambda_max_${name}`)}, ${percent(`in_range_${name}`)}% of measurements in ` +
      `[${assumed}] (${range}), moves by a factor ${show(`movement_${name}`)} in a run against ${margin} (${stability}), ` +
      `and gamma_crit with it; Hessian at ${show(`edge_${name}`)} x 2/rate`,
  );
  return `${lines.join("; ")}. Verdict ${verdict}.`;
}

/** "" where every run came to its end. */
const divergences = ([first, ...others]: readonly DivergedRun[]): string =>
  first
    ? `${1 + others.length} runs diverged, at rate ${first.cell.rate} ${first.diverged.message}; of the others `
    : "";
