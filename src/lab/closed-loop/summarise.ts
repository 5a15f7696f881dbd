import type { Band, ExperimentResult, Figure, PolicySeries } from "../../contracts/index.js";
import { type Estimate, mean } from "../../numeric/index.js";
import { overSeeds, shareOfSeeds } from "../over-seeds.js";
import { type ClosedLoopParameters, goalCount } from "./parameters.js";
import { policies } from "./policies.js";
import type { ClosedLoopTrial, TrialPoint, TrialRun } from "./trial.js";

const criticalPolicies = ["critical_start", "critical_reestimated"];

type Standing = "held" | "drifted" | "undecided";
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
  "rule-holds: both hold otherwise. Sample size: the seeds parameter.";

interface PolicyRuns {
  readonly id: string;
  readonly label: string;
  readonly runs: readonly TrialRun[];
}

export function summarise(
  parameters: ClosedLoopParameters,
  seed: number,
  trials: readonly ClosedLoopTrial[],
): Omit<ExperimentResult, "experiment" | "version"> {
  const byPolicy: PolicyRuns[] = policies.map(({ id, label }, i) => ({
    id,
    label,
    runs: trials.map((trial) => trial.runs[i] as TrialRun),
  }));
  const baseline = byPolicy[0] as PolicyRuns;
  const standing = Object.fromEntries(
    byPolicy.map(({ id, runs }) => [
      id,
      stands(over(runs, lateEntropy), parameters.target + parameters.tolerance),
    ]),
  );
  const logTax = (against: PolicyRuns, id: string): Estimate | undefined => {
    const runs = byPolicy.find((policy) => policy.id === id)?.runs ?? [];
    return overSeeds(runs.map((run, i) => Math.log(run.taskLoss / (against.runs[i] as TrialRun).taskLoss)));
  };
  const feedback = byPolicy.find(({ id }) => id === "feedback") as PolicyRuns;
  const overpays = criticalPolicies.every((id) => (logTax(feedback, id)?.lower ?? 0) > 0);
  const verdict = decide(standing, overpays);

  const summary: Record<string, Figure> = {};
  for (const { id, runs } of byPolicy) {
    summary[`entropy_${id}`] = figure(runs.map(lateEntropy), "nat");
    summary[`swing_${id}`] = figure(runs.map(swing), "nat");
    summary[`fidelity_${id}`] = figure(runs.map(late((point) => point.fidelity)), "1");
    summary[`lambda_max_${id}`] = figure(runs.map(lateLambda), "1");
    summary[`gamma_${id}`] = figure(runs.map(late((point) => point.gamma)), "1");
    summary[`task_loss_${id}`] = figure(
      runs.map((run) => run.taskLoss),
      "nat",
    );
    summary[`tax_${id}`] = geometric(logTax(baseline, id), runs, baseline.runs);
    const alarms = runs.filter(({ alarmStep }) => alarmStep !== null).length;
    summary[`alarm_share_${id}`] = { ...shareOfSeeds(alarms, runs.length), unit: "1" };
  }
  for (const { id, runs } of byPolicy.filter((policy) => criticalPolicies.includes(policy.id))) {
    summary[`price_${id}`] = geometric(logTax(feedback, id), runs, feedback.runs);
  }
  return {
    seed,
    parameters: {
      ...parameters,
      goals: goalCount(parameters),
      parameterCount: trials[0]?.parameterCount,
      executed: [...new Set(trials.map(({ execution }) => execution))].join(", "),
    },
    question,
    rule,
    summary,
    verdict,
    why: explain(parameters, verdict, standing, summary),
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

/** Null where a run has no value: lambda_max may not have been measured in the second half. */
function figure(values: readonly (number | undefined)[], unit: string): Figure {
  const measured = values.flatMap((value) => (value === undefined ? [] : [value]));
  if (measured.length < values.length) return { value: null, lower: null, upper: null, unit };
  const estimate = overSeeds(measured);
  return estimate === undefined
    ? { value: mean(measured) ?? null, lower: null, upper: null, unit }
    : { ...estimate, covers: "seeds", unit };
}

/** Ratio of task losses: geometric mean over seeds, so that its interval stays positive. */
function geometric(log: Estimate | undefined, runs: readonly TrialRun[], base: readonly TrialRun[]): Figure {
  if (log !== undefined) {
    const [value, lower, upper] = [log.value, log.lower, log.upper].map(Math.exp) as [number, number, number];
    return { ...log, value, lower, upper, method: "Student t of the logarithms", covers: "seeds", unit: "1" };
  }
  const [run, reference] = [runs[0], base[0]];
  const value = run && reference ? run.taskLoss / reference.taskLoss : null;
  return { value, lower: null, upper: null, unit: "1" };
}

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

function series(
  { id, label, runs }: PolicyRuns,
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
  const ends = runs.map((run, i) => ({
    seed: (trials[i] as ClosedLoopTrial).seed,
    entropy: lateEntropy(run),
    fidelity: late((point) => point.fidelity)(run),
    taskLoss: run.taskLoss,
    tax: run.taskLoss / (baseline.runs[i] as TrialRun).taskLoss,
    alarmStep: run.alarmStep,
  }));
  return { policy: id, label, points, ends };
}
