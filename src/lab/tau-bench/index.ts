import type { Figure, Transcript } from "../../contracts/index.js";
import type { ToolGoal } from "../../goals/index.js";
import { RandomStream } from "../../numeric/index.js";
import type { DataExperiment, Experiment } from "../experiment.js";
import { overTasks } from "./bootstrap.js";
import { matchedCandidates } from "./candidates.js";
import { logLikelihoods, posterior, taskEntropy } from "./inference.js";
import { overlaps } from "./overlap.js";
import { auc, aucWithin } from "./relation.js";
import { type Run, type TaskRuns, taskRuns } from "./tasks.js";

const defaults = {
  /** Candidates in the matched comparison, the intended one included. */
  candidates: 20,
  /** Bootstrap resamples of tasks. */
  resamples: 2000,
};

type TauBenchParameters = typeof defaults;

/** ln P(run | goal), [runs][goals + 1]: with arguments, and by the names of the tools alone. */
interface Likelihoods {
  readonly full: readonly (readonly number[])[];
  readonly names: readonly (readonly number[])[];
}

/** Goals of real agents from their tool calls, against the tasks that they were given. */
export const tauBench: DataExperiment<TauBenchParameters, Likelihoods, readonly Transcript[]> = {
  name: "tau-bench",
  version: "1",
  dataFormat: "tau-bench",
  question:
    "Do an agent's tool calls reveal which of tau-bench's tasks it was given, and is it the runs that serve the " +
    "intended goal that succeed?",
  rule:
    "Each distinct list of gold actions is a goal; every run's goal is inferred among all of them and 'none of these', " +
    "with equal prior and noise rates averaged over a fixed grid. Fidelity is p(intended | run). 'related' when the " +
    "95% intervals over tasks of both AUCs of fidelity for success, over all pairs of runs and over pairs of one task, " +
    "lie above 0.5; 'related across tasks only' when just the first does; 'related within tasks only' when just the " +
    "second does, a case that was named after the first run; else 'no relation shown'.",
  defaults,
  problem({ candidates, resamples }) {
    if (!(Number.isInteger(candidates) && candidates >= 2))
      return `candidates must be a whole number >= 2, got ${candidates}`;
    if (!(Number.isInteger(resamples) && resamples >= 100))
      return `resamples must be a whole number >= 100, got ${resamples}`;
    return undefined;
  },
  on: (transcripts) => onRuns(taskRuns(transcripts)),
};

function onRuns(data: TaskRuns): Experiment<TauBenchParameters, Likelihoods> {
  const { goals, runs } = data;
  return {
    ...tauBench,
    trials: () => 1,
    async trial(_parameters, _seed, { progress }) {
      const full = await logLikelihoods(runs, goals, (done) => progress(done / 2, "goals from calls"));
      const names = await logLikelihoods(runs, goals.map(withoutArguments), (done) =>
        progress((1 + done) / 2, "goals from the names of tools"),
      );
      return { full, names };
    },
    summarise(parameters, seed, [likelihoods]) {
      const stream = RandomStream.fromSeed(seed).split("tau-bench");
      const { inferred, figures } = summary(data, likelihoods!, parameters, stream);
      const above = (name: string): boolean => (figures[name]?.lower ?? 0) > 0.5;
      return {
        experiment: tauBench.name,
        version: tauBench.version,
        seed,
        parameters,
        question: tauBench.question,
        rule: tauBench.rule,
        summary: figures,
        verdict: verdict(above("auc"), above("auc_within_task")),
        why: `${runs.length} runs of ${data.tasks} tasks, ${goals.length} goals; AUC ${text(figures.auc)}, within a task ${text(figures.auc_within_task)}`,
        series: inferred,
      };
    },
  };
}

function verdict(across: boolean, within: boolean): string {
  if (across && within) return "related";
  if (across) return "related across tasks only";
  return within ? "related within tasks only" : "no relation shown";
}

const withoutArguments = (goal: ToolGoal): ToolGoal => ({
  ...goal,
  actions: goal.actions.map(({ tool }) => ({ tool })),
});

interface Inferred {
  readonly task: number;
  readonly success: boolean;
  readonly calls: number;
  readonly intended: string;
  readonly inferred: string;
  readonly fidelity: number;
  readonly entropy: number;
}

function summary(
  { goals, runs }: TaskRuns,
  { full, names }: Likelihoods,
  { candidates, resamples }: TauBenchParameters,
  stream: RandomStream,
) {
  const goalNames = [...goals.map(({ name }) => name), "none of these"];
  const posteriors = full.map(posterior);
  const inferred = runs.map((run, r): Inferred => {
    const p = posteriors[r]!;
    return {
      task: run.task,
      success: run.success,
      calls: run.calls.length,
      intended: goalNames[run.intended]!,
      inferred: goalNames[p.indexOf(Math.max(...p))]!,
      fidelity: p[run.intended]!,
      entropy: -p.reduce((s, x) => s + (x > 0 ? x * Math.log(x) : 0), 0),
    };
  });
  const hit = (rows: readonly (readonly number[])[]) => (run: Run, r: number) =>
    firstAmong(rows[r]!, run.intended);
  const matched = runs.map((run, r) => {
    const chosen = matchedCandidates(goals, run.intended, candidates, stream.split("candidates", r));
    return firstAmong(
      chosen.map((g) => full[r]![g]!),
      0,
    );
  });
  const byTask = [...new Set(runs.map(({ task }) => task))].map((task) =>
    runs.flatMap((run, r) => (run.task === task ? [r] : [])),
  );
  const entropies = byTask.map((rows) => taskEntropy(rows.map((r) => full[r]!)));
  const fidelity = inferred.map((run) => run.fidelity);
  const success = runs.map((run) => run.success);
  const estimate = overTasks(byTask, { resamples, stream: stream.split("bootstrap") });
  const share = (values: readonly number[]) =>
    estimate((rows) => average(rows.flat().map((r) => values[r]!)));
  const pick = (rows: readonly number[]) => ({
    scores: rows.map((r) => fidelity[r]!),
    success: rows.map((r) => success[r]!),
  });
  const meanFidelity = (rows: readonly (readonly number[])[], wanted: boolean) =>
    average(rows.flat().flatMap((r) => (success[r] === wanted ? [fidelity[r]!] : [])));
  const figures: Record<string, Figure> = {
    runs: exactly(runs.length),
    tasks: exactly(byTask.length),
    goals: exactly(goals.length),
    success: share(success.map(Number)),
    top1: share(runs.map(hit(full))),
    [`top1_of_${candidates}_matched`]: share(matched),
    baseline_top1: share(runs.map((run) => firstAmong(overlaps(run, goals), run.intended))),
    top1_names_only: share(runs.map(hit(names))),
    none_of_these: share(inferred.map((run) => Number(run.inferred === "none of these"))),
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
    entropy_run: { ...share(inferred.map((run) => run.entropy)), unit: "nats" },
    entropy_task: { ...estimate((_, tasks) => average(tasks.map((t) => entropies[t]!))), unit: "nats" },
  };
  return { inferred, figures };
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
