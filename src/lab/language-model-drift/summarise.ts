import type { Figure } from "../../contracts/index.js";
import { mean } from "../../numeric/index.js";
import { outcomes } from "../../training/index.js";
import { executed } from "../execution.js";
import type { Conclusion } from "../experiment.js";
import { charts } from "./charts.js";
import { conditions } from "./conditions.js";
import {
  atEnd,
  atStart,
  bySeed,
  divergences,
  driftRate,
  entropies,
  figure,
  paired,
  type Range,
  type Read,
  rise,
  share,
  shares,
} from "./figures.js";
import { decide, findingsOf } from "./findings.js";
import type { TrialPoint } from "./measurement.js";
import type { DriftParameters } from "./parameters.js";
import type { DriftTrial } from "./trial.js";

export function summarise(parameters: DriftParameters, trials: readonly DriftTrial[]): Conclusion {
  const summary: Record<string, Figure> = {
    ...baseFigures(trials),
    ...Object.assign({}, ...conditions(parameters).map(({ id }) => conditionFigures(trials, id))),
    ...workFigures(parameters, trials),
    ...samplerFigures(trials),
  };
  const findings = findingsOf(parameters, trials.length, summary);
  const verdict = decide(findings);
  return {
    parameters: {
      ...parameters,
      parameterCount: trials[0]?.parameterCount,
      executed: executed(trials),
    },
    summary,
    verdict,
    why: explain(parameters, summary, verdict),
    findings,
    charts: charts(parameters, trials),
    series: trials,
  };
}

const entropyOf = (point: TrialPoint): number => point.entropy;
const fidelityOf = (point: TrialPoint): number => point.exact[0] as number;
const unparsedOf = (point: TrialPoint): number => point.exact[outcomes.indexOf("unparsed")] as number;
const warmOf = (point: TrialPoint): number => point.warm;

/** The base model: where all runs of a seed start. */
function baseFigures(trials: readonly DriftTrial[]): Record<string, Figure> {
  const start = (read: (point: TrialPoint) => number) => bySeed(trials, "none", atStart(read));
  const lambda = trials.map(({ lambdaMax }) => lambdaMax ?? undefined);
  const critical = trials.map(({ criticalWork }) => criticalWork ?? undefined);
  const diverged = trials.filter(({ baseDiverged }) => baseDiverged !== null).length;
  return {
    entropy_base: figure(start(entropyOf), "nat", entropies),
    fidelity_base: figure(start(fidelityOf), "1", shares),
    unparsed_base: figure(start(unparsedOf), "1", shares),
    lambda_max_base: figure(lambda, "1"),
    critical_work_base: figure(critical, "1"),
    diverged_base: share(diverged, trials.length, "seeds"),
  };
}

function conditionFigures(trials: readonly DriftTrial[], id: string): Record<string, Figure> {
  const over = (read: Read, unit: string, range?: Range): Figure =>
    figure(bySeed(trials, id, read), unit, range);
  const runs = trials.flatMap((trial) => trial.runs.filter(({ condition }) => condition === id));
  const diverged = runs.filter((run) => run.diverged !== null);
  return {
    [`rise_${id}`]: over(rise(entropyOf), "nat"),
    [`entropy_${id}`]: over(atEnd(entropyOf), "nat", entropies),
    [`exact_entropy_${id}`]: over(
      atEnd((point) => point.exactEntropy),
      "nat",
      entropies,
    ),
    [`drift_rate_${id}`]: over(driftRate, "nat/step"),
    [`fidelity_${id}`]: over(atEnd(fidelityOf), "1", shares),
    [`divergence_${id}`]: over(
      atEnd((point) => point.divergence),
      "nat",
      divergences,
    ),
    [`unparsed_${id}`]: over(atEnd(unparsedOf), "1", shares),
    [`reward_rise_${id}`]: over(
      rise((point) => point.reward),
      "1",
    ),
    [`warm_rise_${id}`]: over(rise(warmOf), "1"),
    [`diverged_${id}`]: share(diverged.length, runs.length, "seeds"),
    ...(diverged.length > 0 && {
      [`diverged_step_${id}`]: figure(
        diverged.map((run) => run.diverged?.step),
        "step",
      ),
    }),
  };
}

/** gamma_eff of each kind of work, the fidelity it keeps, and what it leaves to be learned: all against the run of the same seed without work. */
function workFigures(p: DriftParameters, trials: readonly DriftTrial[]): Record<string, Figure> {
  const figures: Record<string, Figure> = {};
  const [free, freeWarm] = [bySeed(trials, "none", driftRate), bySeed(trials, "none", rise(warmOf))];
  for (const { id } of conditions(p).filter(({ work }) => work !== "none")) {
    figures[`gamma_eff_${id}`] = figure(paired(free, bySeed(trials, id, driftRate)), "nat/step");
    const kept = paired(bySeed(trials, id, atEnd(fidelityOf)), bySeed(trials, "none", atEnd(fidelityOf)));
    figures[`fidelity_kept_${id}`] = figure(kept, "1");
    const half = freeWarm.map((value) => (value === undefined ? undefined : value / 2));
    figures[`learned_over_half_${id}`] = figure(paired(bySeed(trials, id, rise(warmOf)), half), "1");
  }
  return figures;
}

/** How the sampled S stands to the exact one, over all measurements of all runs. */
function samplerFigures(trials: readonly DriftTrial[]): Record<string, Figure> {
  const perSeed = trials.map(({ runs }) => runs.flatMap(({ points }) => points));
  const all = perSeed.flat();
  const held = all.filter(
    ({ entropyLower, entropyUpper, exactEntropy }) =>
      entropyLower <= exactEntropy && exactEntropy <= entropyUpper,
  );
  const errors = perSeed.map((points) => mean(points.map((point) => point.entropy - point.exactEntropy)));
  return {
    sampler_error: figure(errors, "nat"),
    sampler_coverage: share(held.length, all.length, "measurements, taken as independent"),
  };
}

function explain(p: DriftParameters, summary: Record<string, Figure>, verdict: string): string {
  const show = (name: string): string => {
    const { lower, upper, value } = summary[name] as Figure;
    if (value === null) return "unknown";
    const digits = (x: number): string => x.toPrecision(3);
    return lower === null || upper === null
      ? digits(value)
      : `${digits(value)} [${digits(lower)}, ${digits(upper)}]`;
  };
  const lines = conditions(p).map(
    ({ id, label }) =>
      `${label}: S rises by ${show(`rise_${id}`)} nat, fidelity ends at ${show(`fidelity_${id}`)}`,
  );
  const work = ["l2_critical", "kl_energy", "kl_reward"].map(
    (id) => `gamma_eff ${id} ${show(`gamma_eff_${id}`)} nat/step`,
  );
  return `Base model: S ${show("entropy_base")} nat. ${[...lines, ...work].join("; ")}. Verdict ${verdict}.`;
}
