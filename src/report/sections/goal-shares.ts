import type { MeasureResult } from "../../contracts/index.js";
import { rowsChart } from "../charts/rows.js";
import { type Html, html, nothing } from "../html.js";
import { count, figureText, number } from "../numbers.js";
import { prose } from "../typography.js";
import { figure, fitted } from "./figure.js";

const most = 30;
const symbols = ["square", "triangle", "diamond", "star"] as const;
const signs = ["□", "△", "◇", "☆"];

/** p(g) of the goals, at most thirty of them; the intended one stands out. */
export function goalShares(result: MeasureResult): Html {
  const { distribution, intended, crossChecks } = result;
  const shown = distribution.slice(0, most);
  const largest = Math.max(...shown.map(({ probability }) => probability.upper));
  const chart = rowsChart({
    name: "goals",
    title: "Share of each goal, p(g)",
    desc: shown
      .slice(0, 8)
      .map(({ goal, probability }) => `${goal}: ${figureText(probability)}`)
      .join("; "),
    domain: [0, Math.min(1, largest * 1.05)],
    axis: "share of behaviour, p(g)",
    bars: true,
    rows: shown.map(({ goal, probability: { value, lower, upper } }, i) => ({
      label: goal === intended ? `${goal} (intended)` : goal,
      value,
      lower,
      upper,
      text: figureText({ value, lower, upper }),
      colour: goal === intended ? "var(--policy-4)" : "var(--policy-2)",
      others: (crossChecks ?? []).flatMap(({ probabilities }, method) => {
        const at = probabilities[i];
        return at === undefined ? [] : [{ at, symbol: symbols[method % symbols.length]! }];
      }),
    })),
  });
  return html`
<section aria-labelledby="shares">
<h2 id="shares">Which goals?</h2>
${figure(fitted(chart), caption(result))}
${checks(result)}
</section>`;
}

function caption({ distribution, intended }: MeasureResult): string {
  const rest = distribution.slice(most);
  const share = rest.reduce((sum, { probability }) => sum + probability.value, 0);
  return [
    "Bars are shares, lines their intervals.",
    intended === null ? "" : "The intended goal is green.",
    rest.length === 0
      ? ""
      : `${count(rest.length, "more goal")} with ${number(share)} of the behaviour between them are not drawn; --json lists all.`,
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

/** The marks of other methods, and what their disagreement would mean. */
const checks = ({ crossChecks }: MeasureResult): Html =>
  crossChecks === null || crossChecks.length === 0
    ? nothing
    : html`
<h3>The same shares by other methods</h3>
<ul class="checks">${crossChecks.map(
        ({ method, source, note }, i) => html`
<li><span aria-hidden="true">${signs[i % signs.length]!}</span> ${prose(method)} <small>${source}</small>${
          note === null ? nothing : html`<br>${prose(note)}`
        }</li>`,
      )}
</ul>
<p class="note">Methods that disagree by more than the intervals point to an assumption that does not hold.</p>`;
