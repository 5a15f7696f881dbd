import type { FisherResult } from "../../contracts/index.js";
import { type Row, rowsChart } from "../charts/rows.js";
import { type Html, html, nothing } from "../html.js";
import { exact, number, numberLike } from "../numbers.js";
import { prose } from "../typography.js";
import { badge } from "./badges.js";
import { figure, fitted } from "./figure.js";

/** A value between limits; without an upper end, `noUpper` says why. */
export interface Limits {
  readonly value: number;
  readonly lower: number;
  readonly upper: number | null;
  readonly noUpper?: string | null;
}

/** "in [31.5, 121]" or "at least 31.5". */
export const limitsText = ({ value, lower, upper }: Limits): string =>
  upper === null
    ? `at least ${number(lower)}`
    : `in [${numberLike(lower, value)}, ${numberLike(upper, value)}]`;

/** Whether a few gradients carry the spectrum, and what is withheld for it. */
export function tailFinding({ tail, lambdaMax }: FisherResult): Html {
  const { effectiveRows, leadingShare, againstPoint, againstUpper } = tail;
  const carried =
    `The top direction is carried by about ${number(effectiveRows)} gradients, the strongest of which has ` +
    `${exact(Math.round(100 * leadingShare))}% of it.`;
  if (againstPoint.length === 0 && againstUpper.length === 0)
    return html`<p class="finding">${badge("good", "✓", "no heavy tail found")} ${prose(carried)}</p>`;
  const reasons = [
    againstPoint.length > 0 ? `Point estimates are withheld: ${againstPoint.join("; ")}.` : "",
    againstUpper.length > 0
      ? `There is no upper limit: ${againstUpper.join("; ")}.`
      : (lambdaMax.noUpper ?? ""),
  ].filter((reason) => reason !== "");
  return html`<p class="finding">${badge("warn", "◐", "heavy tail")} ${prose([carried, ...reasons].join(" "))}</p>`;
}

/** The limits, both ends of the bracket and the point estimates on one axis; those withheld by name. */
export function spectrumEstimates({ lambdaMax, bracket, points }: FisherResult): Html {
  const point = (label: string, value: number, colour: string): Row => ({
    label,
    value,
    text: number(value),
    colour,
  });
  const rows: Row[] = [
    {
      label: "λ max, limits",
      ...lambdaMax,
      open: lambdaMax.upper === null,
      text: limitsText(lambdaMax).replace(/^in /, ""),
      colour: "var(--policy-4)",
    },
    point("bracket, lower end", bracket.lower, "var(--policy-2)"),
    point("bracket, upper end", bracket.upper, "var(--policy-1)"),
    ...points.flatMap(({ name, value }) => (value === null ? [] : [point(name, value, "var(--policy-3)")])),
  ];
  const top = Math.max(...rows.flatMap(({ value, upper }) => [value ?? 0, upper ?? 0]));
  return html`
<section aria-labelledby="estimates">
<h2 id="estimates">What can be said of λ<sub>max</sub>?</h2>
${figure(
  fitted(
    rowsChart({
      name: "estimates",
      title: "Estimates of λ max with their limits",
      desc: rows.map(({ label, text }) => `${label}: ${text}`).join("; "),
      rows,
      domain: [0, top * 1.08],
      axis: "squared units of the gradient",
    }),
  ),
  "Green: the limits of λ_max, and the geometric middle of the bracket. The ends of the bracket are averages, not limits. " +
    "Point estimates, where any is shown, hold for gradients that are near to Gaussian.",
)}
${withheld(points)}
</section>`;
}

function withheld(points: FisherResult["points"]): Html {
  const hidden = points.filter(({ value }) => value === null);
  return hidden.length === 0
    ? nothing
    : html`<ul class="checks">${hidden.map(
        ({ name, reason, source }) => html`
<li><strong>${name}</strong> is withheld: ${prose(reason ?? "undefined")} <small>${source}</small></li>`,
      )}</ul>`;
}
