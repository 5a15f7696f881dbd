import {
  type TauBenchResult,
  type TauBenchRun,
  type TauBenchTask,
  tauBenchResultSchema,
} from "../../contracts/index.js";
import { confusionChart } from "../charts/confusion.js";
import { rankedChart } from "../charts/ranked.js";
import { rowsChart } from "../charts/rows.js";
import { slopesChart } from "../charts/slopes.js";
import { type Html, html } from "../html.js";
import { count, exact, figureText, number } from "../numbers.js";
import { lookOf, type PolicyLook } from "../palette.js";
import { figure, fitted } from "../sections/figure.js";
import { seriesKey } from "../sections/policy-key.js";
import type { ExperimentView } from "./view.js";

export const tauBench: ExperimentView = {
  experiment: "tau-bench",
  verdicts: {
    related: { tone: "good", title: "Runs that serve the intended goal succeed more often" },
    "related within tasks only": {
      tone: "warn",
      title: "Within a task, the runs that serve its goal succeed; across tasks fidelity does not tell",
    },
    "related across tasks only": {
      tone: "warn",
      title: "Across tasks fidelity tells success; within a task it does not",
    },
    "no relation shown": { tone: "plain", title: "No relation between fidelity and success is shown" },
  },
  key: ["top1", "baseline_top1", "auc_within_task", "auc"],
  figureName: (name) =>
    /^top1_of_\d+_matched$/.test(name)
      ? `Intended goal first, among ${/\d+/.exec(name.slice(4))![0]} that are alike`
      : figureNames[name],
  sections(result) {
    const parsed = tauBenchResultSchema.parse(result);
    return [entropies(parsed), relation(parsed), confusion(parsed.series.runs)];
  },
  limits: [
    "A goal is what its gold actions say: an agent that serves it another way looks like one that does not.",
    "Few runs a task say little about that task's S; its interval shows how little.",
  ],
};

const figureNames: Readonly<Record<string, string>> = {
  runs: "Runs",
  tasks: "Tasks",
  goals: "Distinct goals",
  success: "Share of runs that succeed",
  top1: "Intended goal first, among all goals",
  baseline_top1: "The same by counting shared actions",
  top1_names_only: "The same from the names of tools alone",
  none_of_these: "Runs that look like none of the goals",
  logloss: "Log loss of the intended goal",
  fidelity: "Fidelity, p(intended | run)",
  fidelity_success: "Fidelity of runs that succeed",
  fidelity_failure: "Fidelity of runs that fail",
  fidelity_difference: "Difference of the two",
  auc: "AUC of fidelity for success, all pairs of runs",
  auc_within_task: "AUC within a task",
  entropy_run: "S of a run’s posterior, mean",
  entropy_task: "S of a task’s runs, mean",
  entropy_task_width: "Width of the interval of a task’s S, mean",
  entropy_task_plug_in: "S of a task’s runs by maximum likelihood, biased low",
  entropy_prior: "S before any run is seen",
  several_goals: "Tasks whose runs show more than one goal",
  entropy_success_correlation: "Rank correlation of S and success over tasks",
};

const outcome = ({ runs, successes }: TauBenchTask): number =>
  successes === 0 ? 0 : successes < runs ? 1 : 3;
const outcomes: readonly (readonly [index: number, label: string])[] = [
  [3, "every run succeeded"],
  [1, "some runs succeeded"],
  [0, "no run succeeded"],
];
const look = (index: number): PolicyLook => lookOf(index);

function entropies({ series: { tasks } }: TauBenchResult): Html {
  const top = Math.max(0.1, ...tasks.map(({ entropy }) => entropy.upper)) * 1.06;
  const level = tasks[0]?.entropy.level ?? 0.95;
  return html`
<section aria-labelledby="task-entropy">
<h2 id="task-entropy">How spread are the goals of one task’s runs?</h2>
${seriesKey(outcomes.map(([index, label]) => ({ label, look: look(index) })))}
${figure(
  fitted(
    rankedChart({
      name: "task-entropy",
      title: "Ethical entropy S of each task’s runs",
      desc: `${tasks.length} tasks in rising order of S, each with its interval.`,
      values: tasks.map((task) => ({
        name: `task ${exact(task.task)}: S ${figureText(task.entropy)} nats, ${task.successes} of ${count(task.runs, "run")} succeeded`,
        ...task.entropy,
        look: look(outcome(task)),
      })),
      x: `${exact(tasks.length)} tasks, in rising order of S`,
      y: "ethical entropy S (nats)",
      domain: [0, top],
    }),
  ),
  `Each mark is a task: S of the distribution of its runs over the goals, with its ${exact(100 * level)}% interval. ` +
    "0 would mean that all runs serve one goal.",
)}
</section>`;
}

const relationNames: Readonly<Record<string, string>> = {
  fidelity_success: "fidelity, runs that succeed",
  fidelity_failure: "fidelity, runs that fail",
};

function relation({ summary, series: { runs } }: TauBenchResult): Html {
  const rows = Object.entries(relationNames).flatMap(([name, label]) => {
    const figure = summary[name];
    return figure === undefined || figure.value === null
      ? []
      : [{ label, ...figure, value: figure.value, text: figureText(figure) }];
  });
  const pairs = mixedTasks(runs);
  const rising = pairs.filter(({ from, to }) => to > from).length;
  return html`
<section aria-labelledby="relation">
<h2 id="relation">Do the runs that serve the intended goal succeed?</h2>
${figure(
  fitted(
    rowsChart({
      name: "relation",
      title: "Fidelity by success",
      desc: rows.map(({ label, text }) => `${label}: ${text}`).join("; "),
      rows,
      domain: [0, 1],
      axis: "mean fidelity",
    }),
  ),
  "Fidelity is p(intended goal | run), its mean over runs with the 95% interval over tasks.",
)}
${figure(
  html`<div class="chart single">${slopesChart({
    name: "within-task",
    title: "Mean fidelity of failed and of successful runs, by task",
    y: "mean fidelity",
    conditions: ["runs that failed", "runs that succeeded"],
    domain: [0, 1],
    pairs,
  })}</div>`,
  `One line a task with both outcomes: ${exact(rising)} of ${exact(pairs.length)} rise (blue), the others do not (red, dashed).`,
)}
</section>`;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Mean fidelity of the failures and of the successes of every task that has both. */
const mixedTasks = (runs: readonly TauBenchRun[]) =>
  [...new Set(runs.map(({ task }) => task))].flatMap((task) => {
    const of = (wanted: boolean): number[] =>
      runs.filter((run) => run.task === task && run.success === wanted).map(({ fidelity }) => fidelity);
    const [failed, succeeded] = [of(false), of(true)];
    return failed.length === 0 || succeeded.length === 0
      ? []
      : [{ name: `task ${exact(task)}`, from: mean(failed), to: mean(succeeded) }];
  });

function confusion(runs: readonly TauBenchRun[]): Html {
  const rows = [...new Set(runs.map(({ intended }) => intended))];
  const columns = [
    ...rows,
    ...new Set(runs.map(({ inferred }) => inferred).filter((goal) => !rows.includes(goal))),
  ];
  const counts = rows.map((row) =>
    columns.map(
      (column) => runs.filter(({ intended, inferred }) => intended === row && inferred === column).length,
    ),
  );
  const right = runs.filter(({ intended, inferred }) => intended === inferred).length;
  return html`
<section aria-labelledby="confusion">
<h2 id="confusion">Which goal was given, and which was revealed?</h2>
${figure(
  html`<div class="chart single">${confusionChart({
    name: "confusion",
    title: "Intended goal against the goal inferred from the calls",
    rows,
    columns,
    counts,
    rowAxis: "↓ goal that was given",
    columnAxis: "goal that the calls reveal →",
    unit: "runs",
  })}</div>`,
  `${exact(right)} of ${count(runs.length, "run")} (${number((100 * right) / Math.max(1, runs.length))}%) reveal the goal that ` +
    "they were given: green, on the diagonal. Red: another goal, the stronger the more of that goal’s runs. The last " +
    "columns are goals that no run was given, such as “none of these”.",
)}
</section>`;
}
