import type { ExperimentResult, Figure } from "../contracts/index.js";
import { viewOf } from "./experiments/registry.js";
import type { ExperimentView } from "./experiments/view.js";
import { page } from "./frame.js";
import { type Html, html, nothing } from "./html.js";
import { intervalText } from "./numbers.js";
import { badge, type Tone } from "./sections/badges.js";
import { chartFigures } from "./sections/chart-figures.js";
import { findings } from "./sections/findings.js";
import { limitList } from "./sections/limits.js";
import { factList, type Generated, isQuick, madeBy, parameterTable } from "./sections/provenance.js";
import { countOrValue, summaryTable, unit } from "./sections/summary-table.js";
import { prose } from "./typography.js";

/** The page of `telostat lab run`: what was asked, what was found by the rule, and the figures. Same data, same bytes. */
export function renderExperiment(result: ExperimentResult, generated: Generated): string {
  const { experiment, version, seed, question, verdict, why } = result;
  const view = viewOf(experiment);
  const { title, tone } = view.verdicts[verdict] ?? { title: `${experiment}: ${verdict}`, tone: "plain" };
  return page({
    title,
    kicker: html`telostat report · experiment ${experiment}, version ${version}, seed ${String(seed)}`,
    summary: html`
<p class="lead">${prose(question)}</p>
${verdictAndWhy(tone, verdict, why)}${isQuick(generated.command) ? quickRun : nothing}`,
    sections: html`${tiles(result, view)}${findings(result, view.figureName)}${chartFigures(result.charts ?? [])}${view.sections(result)}${summaryTable(result, view.figureName)}${method(result, generated)}${limitList(view.limits)}`,
  });
}

const quickRun = html`
<p class="note"><strong class="warn">A quick run</strong>, to see that it works: it is too short, and of too few trials, for its verdict to be worth much.</p>`;

const signs: Record<Tone, string> = { good: "✓", warn: "◐", bad: "✕", plain: "·" };

/** The verdict, and why: the first sentences at once, the others on demand. */
function verdictAndWhy(tone: Tone, verdict: string, why: string): Html {
  const [first, rest] = split(why, 400);
  return html`
<p class="finding">${badge(tone, signs[tone], verdict)} ${prose(first)}</p>
${rest === "" ? nothing : html`<details><summary>The reasons in full</summary><p>${prose(rest)}</p></details>`}`;
}

/** At the end of a sentence or a clause, after as many of them as `most` characters hold, one at least. */
function split(text: string, most: number): [string, string] {
  const pieces = text.split(/(?<=[.;]) /);
  let first = pieces[0] ?? "";
  let taken = 1;
  while (taken < pieces.length && first.length + pieces[taken]!.length < most) first += ` ${pieces[taken++]}`;
  return [first, pieces.slice(taken).join(" ")];
}

function tiles({ summary }: ExperimentResult, { key, figureName }: ExperimentView): Html {
  const shown = key.flatMap((name) => {
    const figure = summary[name];
    return figure ? [tile(figureName(name) ?? name, figure)] : [];
  });
  return shown.length === 0
    ? nothing
    : html`
<section aria-labelledby="key-figures">
<h2 id="key-figures" class="unseen">Key figures</h2>
<ul class="tiles">${shown}
</ul>
</section>`;
}

function tile(name: string, figure: Figure): Html {
  const interval = intervalText(figure);
  return html`
<li><h3>${prose(name)}</h3>
<p class="big">${countOrValue(figure)}<small>${unit(figure)}</small></p>
<p>${interval === undefined ? nothing : html`interval <span class="whole">${interval}</span>`}</p></li>`;
}

const method = (result: ExperimentResult, generated: Generated): Html => html`
<section aria-labelledby="method">
<h2 id="method">How this was measured</h2>
${factList([
  ["Question", prose(result.question)],
  ["Rule, fixed before the run", prose(result.rule)],
  ["Verdict by that rule", html`<strong>${result.verdict}</strong>`],
  ["Experiment", `${result.experiment} version ${result.version}, seed ${result.seed}`],
  madeBy(generated),
])}
${parameterTable("Parameters", result.parameters)}
</section>`;
