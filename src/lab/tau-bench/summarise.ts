import type { Figure, TauBenchResult, TauBenchRun } from "../../contracts/index.js";
import type { RandomStream } from "../../numeric/index.js";
import { overTasks } from "./bootstrap.js";
import { matchedCandidates } from "./candidates.js";
import { charts, findings } from "./findings.js";
import { posterior } from "./inference.js";
import { overlaps } from "./overlap.js";
import { auc, aucWithin, rankCorrelation } from "./relation.js";
import { runsByTask, type TaskGoals } from "./task-goals.js";
import type { Run, TaskRuns } from "./tasks.js";

export const tauBenchDefaults = {
  /** Candidates in the matched comparison, the intended one included. */
  candidates: 20,
  /** Bootstrap resamples of tasks. */
  resamples: 2000,
};

export type TauBenchParameters = typeof tauBenchDefaults;

export interface TauBenchTrial {
  /** ln P(run | goal), [runs][goals + 1]: with arguments, and by the names of the tools alone. */
  readonly full: readonly (readonly number[])[];
  readonly names: readonly (readonly number[])[];
  readonly tasks: readonly TaskGoals[];
  /** S before any run is seen, nats. */
  readonly priorEntropy: number;
}

export const rule =
  "Each distinct list of gold actions is a goal; every run's goal is inferred among all of them and 'none of these', " +
  "with equal prior and noise rates averaged over a fixed grid. Fidelity is p(intended | run). 'related' when the " +
  "95% intervals over tasks of both AUCs of fidelity for success, over all pairs of runs and over pairs of one task, " +
  "lie above 0.5; 'related across tasks only' when just the first does; 'related within tasks only' when just the " +
  "second does, a case that was named after the first run; else 'no relation shown'. S of one task is the posterior, by Gibbs " +
  "sampling, of the entropy of the distribution of its runs over the goals.";

type Rows = readonly (readonly number[])[];

export function summarise(
  data: TaskRuns,
  trial: TauBenchTrial,
  parameters: TauBenchParameters,
  stream: RandomStream,
): Pick<TauBenchResult, "summary" | "verdict" | "why" | "findings" | "charts" | "series"> {
  const runs = inferred(data, trial);
  const summary = figures(data, trial, runs, parameters, stream);
  const above = (name: string): boolean => (summary[name]?.lower ?? 0) > 0.5;
  const width = summary.entropy_task_width?.value ?? 0;
  return {
    summary,
    verdict: verdict(above("auc"), above("auc_within_task")),
    why:
      `${runs.length} runs of ${data.tasks} tasks, ${data.goals.length} goals; AUC ${text(summary.auc)}, within a task ` +
      `${text(summary.auc_within_task)}. The runs of one task are too few to say much about its S: the 95% intervals are ` +
      `${width.toFixed(2)} nats wide on average, of ${Math.log(data.goals.length + 1).toFixed(2)} possible.`,
    findings: findings(summary),
    charts: charts(summary),
    series: { runs, tasks: trial.tasks.map(({ plugIn: _, ...task }) => task) },
  };
}

function verdict(across: boolean, within: boolean): string {
  if (across && within) return "related";
  if (across) return "related across tasks only";
  return within ? "related within tasks only" : "no relation shown";
}

function inferred({ goals, runs }: TaskRuns, { full }: TauBenchTrial): TauBenchRun[] {
  const names = [...goals.map(({ name }) => name), "none of these"];
  return runs.map((run, r) => {
    const p = posterior(full[r]!);
    return {
      task: run.task,
      success: run.success,
      calls: run.calls.length,
      intended: names[run.intended]!,
      inferred: names[p.indexOf(Math.max(...p))]!,
      fidelity: p[run.intended]!,
      entropy: -p.reduce((s, x) => s + (x > 0 ? x * Math.log(x) : 0), 0),
    };
  });
}

function figures(
  { goals, runs }: TaskRuns,
  { full, names, tasks, priorEntropy }: TauBenchTrial,
  series: readonly TauBenchRun[],
  { candidates, resamples }: TauBenchParameters,
  stream: RandomStream,
): Record<string, Figure> {
  const hit = (rows: Rows) => (run: Run, r: number) => firstAmong(rows[r]!, run.intended);
  const matched = runs.map((run, r) => {
    const chosen = matchedCandidates(goals, run.intended, candidates, stream.split("candidates", r));
    return firstAmong(
      chosen.map((g) => full[r]![g]!),
      0,
    );
  });
  const byTask = runsByTask(runs);
  const fidelity = series.map((run) => run.fidelity);
  const success = runs.map((run) => run.success);
  const estimate = overTasks(byTask, { resamples, stream: stream.split("bootstrap") });
  const share = (values: readonly number[]) =>
    estimate((rows) => average(rows.flat().map((r) => values[r]!)));
  const ofTasks = (value: (task: TaskGoals) => number) =>
    estimate((_, some) => average(some.map((t) => value(tasks[t]!))));
  const pick = (rows: readonly number[]) => ({
    scores: rows.map((r) => fidelity[r]!),
    success: rows.map((r) => success[r]!),
  });
  const meanFidelity = (rows: Rows, wanted: boolean) =>
    average(rows.flat().flatMap((r) => (success[r] === wanted ? [fidelity[r]!] : [])));
  return {
    runs: exactly(runs.length),
    tasks: exactly(byTask.length),
    goals: exactly(goals.length),
    success: share(success.map(Number)),
    top1: share(runs.map(hit(full))),
    [`top1_of_${candidates}_matched`]: share(matched),
    baseline_top1: share(runs.map((run) => firstAmong(overlaps(run, goals), run.intended))),
    top1_names_only: share(runs.map(hit(names))),
    none_of_these: share(series.map((run) => Number(run.inferred === "none of these"))),
    logloss: { ...share(fidelity.map((p) => -Math.log(p))), unit: "nats" },
    fidelity: share(fidelity),
    fidelity_success: estimate((rows) => meanFidelity(rows, true)),
    fidelity_failure: estimate((rows) => meanFidelity(rows, false)),
    fidelity_difference: estimate((rows) => {
      const [yes, no] = [meanFidelity(rows, true), meanFidelity(rows, false)];
      return yes === undefined || no === undefined ? undefined : yes - no;
    }),
    auc: estimate((rows) => {
      const { scores, success: ended } = pick(rows.flat());
      return auc(scores, ended);
    }),
    auc_within_task: estimate((rows) => aucWithin(rows.map(pick))),
    entropy_run: { ...share(series.map((run) => run.entropy)), unit: "nats" },
    entropy_task: { ...ofTasks(({ entropy }) => entropy.value), unit: "nats" },
    entropy_task_width: { ...ofTasks(({ entropy }) => entropy.upper - entropy.lower), unit: "nats" },
    entropy_task_plug_in: { ...ofTasks(({ plugIn }) => plugIn), unit: "nats" },
    entropy_prior: { ...exactly(priorEntropy), unit: "nats" },
    several_goals: ofTasks(({ entropy }) => Number(entropy.lower > 0)),
    entropy_success_correlation: estimate((_, some) =>
      rankCorrelation(
        some.map((t) => tasks[t]!.entropy.value),
        some.map((t) => tasks[t]!.successes / tasks[t]!.runs),
      ),
    ),
  };
}

/** Whether the entry is the largest; one of m that are equally large counts 1/m. */
function firstAmong(values: readonly number[], index: number): number {
  const best = Math.max(...values) - 1e-9;
  return values[index]! < best ? 0 : 1 / values.filter((value) => value >= best).length;
}

const average = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((a, b) => a + b, 0) / values.length;

const exactly = (value: number): Figure => ({ value, lower: null, upper: null });

const text = (figure: Figure | undefined): string => {
  const short = (x: number | null | undefined): string =>
    x === null || x === undefined ? "undefined" : x.toFixed(3);
  return `${short(figure?.value)} [${short(figure?.lower)}, ${short(figure?.upper)}]`;
};
