import type { ExperimentResult, Figure } from "../../contracts/index.js";
import { type Html, html, nothing } from "../html.js";
import { exact, intervalText, valueText } from "../numbers.js";
import { prose } from "../typography.js";

export type FigureName = (name: string) => string | undefined;

/** Every figure of the summary with its interval, and what the intervals cover. */
export function summaryTable({ summary }: Pick<ExperimentResult, "summary">, nameOf: FigureName): Html {
  const entries = Object.entries(summary);
  const [shared, ...others] = new Set(entries.flatMap(([, figure]) => intervalNote(figure) ?? []));
  const alike = others.length === 0;
  return html`
<section aria-labelledby="figures">
<h2 id="figures">The figures</h2>
${alike && shared !== undefined ? html`<p class="note">Intervals: ${prose(shared)}.</p>` : nothing}
<table class="summary" aria-labelledby="figures">
<thead><tr>${["Figure", "Value and interval"].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${entries.map(([name, figure]) => row(name, figure, nameOf(name), alike))}
</tbody>
</table>
</section>`;
}

const row = (name: string, figure: Figure, words: string | undefined, alike: boolean): Html => html`
<tr><th scope="row">${words === undefined ? code(name) : html`${prose(words)}<small>${code(name)}</small>`}</th>
<td>${measured(figure)}${alike ? nothing : note(figure)}</td></tr>`;

/** "1.54 nats [1.14, 2.01]"; a count has every digit. */
export function measured(figure: Figure): Html {
  const interval = intervalText(figure);
  return html`<span class="value">${countOrValue(figure)}${unit(figure)}</span>${
    interval === undefined ? nothing : html` <span class="interval">${interval}</span>`
  }`;
}

/** A whole number without an interval was counted, anything else measured. */
export const countOrValue = (figure: Figure): string =>
  figure.value !== null && Number.isInteger(figure.value) && intervalText(figure) === undefined
    ? exact(figure.value)
    : valueText(figure);

const code = (name: string): Html => html`<code>${name}</code>`;

const note = (figure: Figure): Html => {
  const text = intervalNote(figure);
  return text === undefined ? nothing : html`<small>${prose(text)}</small>`;
};

/** "95%, percentile bootstrap, n = 24, covers fresh tasks"; undefined without an interval or without any of it. */
export function intervalNote(figure: Figure): string | undefined {
  if (intervalText(figure) === undefined) return undefined;
  const { level, method, n, covers } = figure;
  const parts = [
    level === undefined ? [] : `${exact(100 * level)}%`,
    method ?? [],
    n === undefined ? [] : `n = ${exact(n)}`,
    covers === undefined ? [] : `covers ${covers}`,
  ].flat();
  return parts.length === 0 ? undefined : parts.join(", ");
}

/** " nats", or nothing for what has no unit. */
export function unit({ value, unit = "1" }: Figure): string {
  if (value === null || unit === "1" || unit === "") return "";
  return ` ${unit === "nat" ? "nats" : unit}`;
}
