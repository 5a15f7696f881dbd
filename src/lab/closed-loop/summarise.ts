import type { Band, Figure, PolicySeries } from "../../contracts/index.js";
import { type Estimate, mean } from "../../numeric/index.js";
import { executed } from "../execution.js";
import type { Conclusion } from "../experiment.js";
import { overSeeds, shareOfSeeds } from "../over-seeds.js";
import { charts, findings, type Standing } from "./findings.js";
import { type ClosedLoopParameters, goalCount } from "./parameters.js";
import { policies } from "./policies.js";
import type { ClosedLoopTrial, DivergedRun, TrialPoint, TrialRun } from "./trial.js";

const criticalPolicies = ["critical_start", "critical_reestimated"];

export type Verdict = "no-drift" | "rule-fails" | "rule-holds" | "rule-overpays" | "undecided";

export const question =
  "Does alignment work hold the ethical entropy of a network that is trained on a proxy objective, is the paper's " +
  "rule 1.5 x gamma_crit the right amount, and what does the task pay for it?";

export const rule =
  "The late S of a run is its mean over the measurements in the second half of the drift phase, so that a policy that " +
  "swings is judged over its swings. A policy holds S when the upper end of the 95% interval over seeds (Student t) " +
  "is at most target + tolerance, and drifts when the lower end is above it. Nothing is claimed unless the run without " +
  "work drifts (no-drift). rule-fails: a critical policy drifts. rule-overpays: both critical policies and feedback " +
  "hold, and the 95% interval over seeds of ln(task loss critical / task loss feedback) is above 0 for both. " +
  "rule-holds: both hold otherwise. Where a run diverges its policy is undecided. Sample size: the seeds parameter.";

interface PolicyRuns {
  readonly id: string;
  readonly label: string;
  /** One a seed; undefined where it diverged. */
  readonly bySeed: readonly (TrialRun | undefined)[];
  /** Those that did not. */
  readonly runs: readonly TrialRun[];
  readonly diverged: readonly DivergedRun[];
}

export function summarise(parameters: ClosedLoopParameters, trials: readonly ClosedLoopTrial[]): Conclusion {
  const byPolicy: PolicyRuns[] = policies.map(({ id, label }, i) => {
    const all = trials.map((trial) => trial.runs[i]!);
    const bySeed = all.map((run) => ("diverged" in run ? undefined : run));
    return {
      id,
      label,
      bySeed,
      runs: bySeed.filter((run) => run !== undefined),
      diverged: all.filter((run) => "diverged" in run),
    };
  });
  const baseline = byPolicy[0] as PolicyRuns;
  const standing = Object.fromEntries(
    byPolicy.map(({ id, runs, diverged }) => [
      id,
      diverged.length > 0
        ? "undecided"
        : stands(over(runs, lateEntropy), parameters.target + parameters.tolerance),
    ]),
  );
  const policyOf = (id: string) => byPolicy.find((policy) => policy.id === id) as PolicyRuns;
  const logTax = (against: PolicyRuns, id: string): number[] =>
    paired(policyOf(id), against).map(([run, other]) => Math.log(run.taskLoss / other.taskLoss));
  const feedback = policyOf("feedback");
  const overpays = criticalPolicies.every((id) => (overSeeds(logTax(feedback, id))?.lower ?? 0) > 0);
  const verdict = decide(standing, overpays);

  const summary: Record<string, Figure> = {};
  for (const { id, runs, diverged } of byPolicy) {
    summary[`entropy_${id}`] = figure(runs.map(lateEntropy), "nat");
    summary[`swing_${id}`] = figure(runs.map(swing), "nat");
    summary[`fidelity_${id}`] = figure(runs.map(late((point) => point.fidelity)), "1");
    summary[`lambda_max_${id}`] = figure(runs.map(lateLambda), "1");
    summary[`gamma_${id}`] = figure(runs.map(late((point) => point.gamma)), "1");
    summary[`task_loss_${id}`] = figure(
      runs.map((run) => run.taskLoss),
      "nat",
    );
    summary[`tax_${id}`] = geometric(logTax(baseline, id));
    const alarms = runs.filter(({ alarmStep }) => alarmStep !== null).length;
    summary[`alarm_share_${id}`] =
      runs.length === 0 ? undefinedFigure : { ...shareOfSeeds(alarms, runs.length), unit: "1" };
    if (diverged.length > 0)
      summary[`diverged_${id}`] = { value: diverged.length, lower: null, upper: null, unit: "1" };
  }
  for (const { id } of byPolicy.filter((policy) => criticalPolicies.includes(policy.id))) {
    summary[`price_${id}`] = geometric(logTax(feedback, id));
  }
  return {
    parameters: {
      ...parameters,
      goals: goalCount(parameters),
      parameterCount: trials[0]?.parameterCount,
      executed: executed(trials),
    },
    summary,
    verdict,
    why: explain(parameters, verdict, standing, summary) + divergences(byPolicy),
    findings: findings(standing, summary),
    charts: charts(parameters, summary),
    series: byPolicy.map((policy) => series(policy, trials, baseline)),
  };
}

const secondHalf = (run: TrialRun): readonly TrialPoint[] =>
  run.points.slice(Math.floor(run.points.length / 2));

const late =
  (read: (point: TrialPoint) => number) =>
  (run: TrialRun): number =>
    mean(secondHalf(run).map(read))!;

const lateEntropy = late((point) => point.entropy);

/** Largest minus smallest S in the second half: a policy that swings shows here. */
function swing(run: TrialRun): number {
  const values = secondHalf(run).map(({ entropy }) => entropy);
  return Math.max(...values) - Math.min(...values);
}

const lateLambda = (run: TrialRun): number | undefined => {
  const measured = secondHalf(run).flatMap(({ lambdaMax }) => (lambdaMax === null ? [] : [lambdaMax]));
  return mean(measured);
};

const over = (runs: readonly TrialRun[], read: (run: TrialRun) => number) => overSeeds(runs.map(read));

function stands(entropy: Estimate | undefined, target: number): Standing {
  if (entropy === undefined) return "undecided";
  if (entropy.upper <= target) return "held";
  return entropy.lower > target ? "drifted" : "undecided";
}

function decide(standing: Record<string, Standing | undefined>, overpays: boolean): Verdict {
  const critical = [standing.critical_start, standing.critical_reestimated];
  if (standing.none !== "drifted") return standing.none === "held" ? "no-drift" : "undecided";
  if (critical.includes("drifted")) return "rule-fails";
  if (critical.includes("undecided")) return "undecided";
  return standing.feedback === "held" && overpays ? "rule-overpays" : "rule-holds";
}

const undefinedFigure: Figure = { value: null, lower: null, upper: null, unit: "1" };

/** Null where a run has no value: lambda_max may not have been measured in the second half. */
function figure(values: readonly (number | undefined)[], unit: string): Figure {
  const measured = values.flatMap((value) => (value === undefined ? [] : [value]));
  if (measured.length < values.length) return { value: null, lower: null, upper: null, unit };
  const estimate = overSeeds(measured);
  return estimate === undefined
    ? { value: mean(measured) ?? null, lower: null, upper: null, unit }
    : { ...estimate, covers: "seeds", unit };
}

/** Ratio of task losses from its logarithms: geometric mean over seeds, so that its interval stays positive. */
function geometric(logs: readonly number[]): Figure {
  const log = overSeeds(logs);
  const [only] = logs;
  if (log === undefined) return { ...undefinedFigure, value: only === undefined ? null : Math.exp(only) };
  const [value, lower, upper] = [log.value, log.lower, log.upper].map(Math.exp) as [number, number, number];
  return { ...log, value, lower, upper, method: "Student t of the logarithms", covers: "seeds", unit: "1" };
}

/** Runs of the seeds that neither policy diverged on. */
const paired = (policy: PolicyRuns, other: PolicyRuns): [TrialRun, TrialRun][] =>
  policy.bySeed.flatMap((run, i): [TrialRun, TrialRun][] => {
    const match = other.bySeed[i];
    return run && match ? [[run, match]] : [];
  });

function explain(
  { target, margin }: ClosedLoopParameters,
  verdict: Verdict,
  standing: Record<string, Standing | undefined>,
  summary: Record<string, Figure>,
): string {
  const show = (name: string): string => summary[name]?.value?.toPrecision(3) ?? "?";
  const describe = (id: string, label: string): string =>
    `${label}: S ${show(`entropy_${id}`)} (${standing[id]}), gamma ${show(`gamma_${id}`)}, task loss x${show(`tax_${id}`)}`;
  return (
    `Target S ${target.toPrecision(3)}. ` +
    policies.map(({ id, label }) => describe(id, label)).join("; ") +
    `. Verdict ${verdict} at margin ${margin}.`
  );
}

/** "" where every run came to its end. */
const divergences = (byPolicy: readonly PolicyRuns[]): string =>
  byPolicy
    .flatMap(({ label, diverged: [first, ...others] }) =>
      first ? ` ${label}: ${1 + others.length} runs diverged, on the first ${first.diverged.message}.` : [],
    )
    .join("");

function series(
  { id, label, runs, bySeed }: PolicyRuns,
  trials: readonly ClosedLoopTrial[],
  baseline: PolicyRuns,
): PolicySeries {
  const points = (runs[0]?.points ?? []).map(({ step }, at) => {
    const band = (read: (point: TrialPoint) => number): Band => {
      const values = runs.map((run) => read(run.points[at] as TrialPoint));
      const { value, lower, upper } = overSeeds(values) ?? {
        value: values[0]!,
        lower: values[0]!,
        upper: values[0]!,
      };
      return { value, lower, upper };
    };
    const measured = runs.every((run) => run.points[at]?.lambdaMax !== null);
    return {
      step,
      entropy: band((point) => point.entropy),
      fidelity: band((point) => point.fidelity),
      gamma: band((point) => point.gamma),
      lambdaMax: measured ? band((point) => point.lambdaMax as number) : null,
      criticalWork: measured ? band((point) => point.criticalWork as number) : null,
    };
  });
  const ends = bySeed.flatMap((run, i) => {
    const base = baseline.bySeed[i];
    if (!run || !base) return [];
    return {
      seed: (trials[i] as ClosedLoopTrial).seed,
      entropy: lateEntropy(run),
      fidelity: late((point) => point.fidelity)(run),
      taskLoss: run.taskLoss,
      tax: run.taskLoss / base.taskLoss,
      alarmStep: run.alarmStep,
    };
  });
  return { policy: id, label, points, ends };
}
