/** One page over many results: every claim and question with where it stands, and how to see for oneself. */
import type { ExperimentResult, Finding } from "../contracts/index.js";
import { viewOf } from "./experiments/registry.js";
import { page } from "./frame.js";
import { type Html, html, nothing } from "./html.js";
import { count, exact } from "./numbers.js";
import { findingBadge } from "./sections/badges.js";
import { chartFigure } from "./sections/chart-figures.js";
import { isQuick } from "./sections/provenance.js";
import { measured } from "./sections/summary-table.js";
import { prose } from "./typography.js";

export interface LaboratoryEntry {
  readonly result: ExperimentResult;
  /** Where its own page is, seen from this one. */
  readonly page?: string | undefined;
  /** What makes the result again. */
  readonly command?: string | undefined;
  /** Computing time, all workers added. */
  readonly seconds?: number | undefined;
}

export interface LeftOut {
  readonly path: string;
  readonly problem: string;
}

export interface Laboratory {
  readonly entries: readonly LaboratoryEntry[];
  readonly leftOut: readonly LeftOut[];
  readonly version: string;
}

const standings = ["supported", "not supported", "undecided"] as const;

export function renderLaboratory({ entries, leftOut, version }: Laboratory): string {
  const findings = entries.flatMap(({ result }) => result.findings ?? []);
  const tally = standings
    .map((standing) => `${findings.filter((finding) => finding.standing === standing).length} ${standing}`)
    .join(", ");
  return page({
    title: `What the laboratory found: ${tally}`,
    kicker: `telostat report · laboratory, telostat ${version}`,
    summary: html`
<p class="lead">${exact(findings.length)} claims and questions, decided by ${count(entries.length, "experiment")}. Question, rule and
sample size of each were fixed before it ran; where a claim stands follows from the rule. A figure is given with its
interval; what that covers is said below, at the experiment.</p>${quickRuns(entries)}`,
    sections: html`${overview(entries)}${entries.map(experiment)}${problems(leftOut)}`,
  });
}

function quickRuns(entries: readonly LaboratoryEntry[]): Html {
  const quick = entries.filter(({ command }) => isQuick(command)).length;
  return quick === 0
    ? nothing
    : html`
<p class="note"><strong class="warn">${count(quick, "quick run")} of ${exact(entries.length)}</strong>, to see that they work: too short, and
of too few trials, for their verdicts to be worth much.</p>`;
}

const anchor = (i: number): string => `result-${exact(i + 1)}`;

const overview = (entries: readonly LaboratoryEntry[]): Html => html`
<section aria-labelledby="overview">
<h2 id="overview">At a glance</h2>
<table class="claims" aria-labelledby="overview">
<thead><tr>${["Claim or question", "Figure that decides", "Experiment", "Standing"].map(
  (name) => html`<th scope="col">${name}</th>`,
)}</tr></thead>
<tbody>${entries.map((entry, i) => rows(entry, i))}
</tbody>
</table>
</section>`;

const rows = ({ result, seconds }: LaboratoryEntry, i: number): Html[] =>
  (result.findings ?? []).map(
    (finding) => html`
<tr><th scope="row">${prose(finding.claim)}</th>
<td data-name="Figure that decides">${figureOf(result, finding)}</td>
<td data-name="Experiment"><a href="#${anchor(i)}">${result.experiment}</a>${
      seconds === undefined ? nothing : html`<small>${duration(seconds)}</small>`
    }</td>
<td>${findingBadge(finding.standing)}</td></tr>`,
  );

function figureOf({ summary }: ExperimentResult, { figure }: Finding): Html {
  const found = summary[figure];
  return found === undefined ? html`${figure}` : measured(found);
}

function experiment(entry: LaboratoryEntry, i: number): Html {
  const { result, page, command, seconds } = entry;
  const { experiment, question, verdict, seed, version, findings = [], charts = [] } = result;
  const shown = charts.filter(({ id }) => findings.some(({ chart }) => chart === id));
  const name = viewOf(experiment).verdicts[verdict]?.title ?? verdict;
  return html`
<section aria-labelledby="${anchor(i)}">
<h2 id="${anchor(i)}">${prose(name)}</h2>
<p class="kicker">${page === undefined ? experiment : html`<a href="${page}">${experiment}</a>`}, version ${version}, seed ${exact(seed)}${isQuick(command) ? ", a quick run" : ""}${
    seconds === undefined ? nothing : html`, ${duration(seconds)} of computing`
  }</p>
<p>${prose(question)}</p>
<ul class="findings">${findings.map((finding) => item(result, finding))}
</ul>
${findings.length === 0 ? html`<p>Verdict: <strong>${prose(verdict)}</strong></p>` : nothing}
${shown.map((chart) => {
  const drawn = chartFigure(chart, { prefix: anchor(i), compact: true });
  return html`<h3>${page === undefined ? prose(chart.title) : html`<a href="${page}#chart-${chart.id}">${prose(chart.title)}</a>`}</h3>${drawn}`;
})}
${command === undefined ? nothing : html`<p class="note">Again: <code>${command}</code></p>`}
</section>`;
}

const item = ({ experiment, summary }: ExperimentResult, finding: Finding): Html => {
  const figure = summary[finding.figure];
  const name = viewOf(experiment).figureName(finding.figure) ?? finding.figure;
  return html`
<li>${findingBadge(finding.standing)}<div>${prose(finding.claim)}<small>${prose(name)}: ${
    figure === undefined ? nothing : measured(figure)
  }</small></div></li>`;
};

const problems = (leftOut: readonly LeftOut[]): Html =>
  leftOut.length === 0
    ? nothing
    : html`
<section aria-labelledby="left-out">
<h2 id="left-out">Files left out</h2>
<ul>${leftOut.map(({ path, problem }) => html`<li><code>${path}</code>: ${problem}</li>`)}</ul>
</section>`;

/** "45 s", "12 min". */
const duration = (seconds: number): string =>
  seconds < 120 ? `${exact(Math.ceil(seconds))} s` : `${exact(Math.round(seconds / 60))} min`;
