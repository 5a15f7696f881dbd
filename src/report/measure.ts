import type { Divergence, Figure, MeasureResult } from "../contracts/index.js";
import { spreadChart } from "./charts/spread.js";
import { page } from "./frame.js";
import { type Content, type Html, html, nothing } from "./html.js";
import { count, exact, intervalText, number, numberLike, valueText } from "./numbers.js";
import { figure, fitted } from "./sections/figure.js";
import { goalShares } from "./sections/goal-shares.js";
import { goalWindows } from "./sections/goal-windows.js";
import { limitList } from "./sections/limits.js";
import { factList, type Generated, madeBy } from "./sections/provenance.js";
import { prose } from "./typography.js";

/** The page of `telostat measure`: how spread the goals are, which they are, and how they move. Same data, same bytes. */
export function renderMeasure(result: MeasureResult, generated: Generated): string {
  return page({
    title: title(result),
    kicker: html`telostat report · goals in ${result.source}`,
    summary: html`<p class="lead">${lead(result)}</p>`,
    sections: html`${tiles(result)}${spread(result)}${goalShares(result)}${goalWindows(result)}${method(result, generated)}${limitList([...result.notes, always])}`,
  });
}

const always =
  "S says how far goals have spread, not whether the right one leads: read goal fidelity beside it. Intervals are for one " +
  "figure at a time.";

function title({ entropy, fidelity }: MeasureResult): string {
  const spread = `ethical entropy ${number(entropy.value)} nats`;
  return fidelity
    ? `Goal fidelity ${number(fidelity.value)}, ${spread}`
    : `${spread[0]!.toUpperCase()}${spread.slice(1)}`;
}

function lead({ observations, goals, entropy, intended, fidelity, level }: MeasureResult): Html {
  const [value, low, high] = [entropy.value, entropy.lower, entropy.upper].map(Math.exp) as [
    number,
    number,
    number,
  ];
  const intendedShare =
    intended !== null && fidelity
      ? html` The intended goal, <strong>${intended}</strong>, has ${percent(fidelity.value)} of the behaviour
[${percent(fidelity.lower)}, ${percent(fidelity.upper)}].`
      : nothing;
  return html`${count(observations, "observation")} of ${count(goals, "possible goal")}: behaviour is as spread as over
${number(value)} equally likely goals [${numberLike(low, value)}, ${numberLike(high, value)}].${intendedShare}
Intervals are ${exact(100 * level)}%.`;
}

const percent = (share: number): string => `${numberLike(100 * share, Math.max(10, 100 * share))}%`;

const tiles = ({
  entropy,
  maximumEntropy,
  relativeEntropy,
  fidelity,
  divergence,
}: MeasureResult): Html => html`
<section aria-labelledby="key-figures">
<h2 id="key-figures" class="unseen">Key figures</h2>
<ul class="tiles">${tile("Ethical entropy S", entropy, `nats, at most ${number(maximumEntropy)}`)}${tile(
  "Of the largest possible, S / ln K",
  relativeEntropy,
  "0: one goal; 1: all alike",
)}${tile("Goal fidelity", fidelity, fidelity ? "share of the intended goal" : "needs the intended goal")}${
  divergence ? divergenceTile(divergence) : nothing
}
</ul>
</section>`;

function tile(name: string, figure: Figure | null, note: string): Html {
  const interval = figure && intervalText(figure);
  return html`
<li><h3>${prose(name)}</h3>
<p class="big">${figure ? valueText(figure) : "not known"}</p>
<p>${interval ? html`<span class="whole">${interval}</span> ` : nothing}${note}</p></li>`;
}

/** D_KL(intended || p), whose upper end is infinite where the intended goal may be absent. */
function divergenceTile({ value, lower, upper, reason }: Divergence): Html {
  const end = (x: number | null): string => (x === null ? "∞" : numberLike(x, value ?? lower));
  return html`
<li><h3>Divergence from the intended goal</h3>
<p class="big">${value === null ? "∞" : number(value)}</p>
<p><span class="whole">[${end(lower)}, ${end(upper)}]</span> nats${reason === null ? nothing : `; ${reason}`}</p></li>`;
}

const spread = ({ entropy, goals }: MeasureResult): Html => html`
<section aria-labelledby="spread">
<h2 id="spread">How spread are the goals?</h2>
${figure(
  fitted(spreadChart({ ...entropy, goals })),
  "S runs from 0, always the same goal, to ln K, all goals alike. The dot is S, the line its interval. Above: the number " +
    "of equally likely goals that would give the same S.",
)}
</section>`;

function method(result: MeasureResult, generated: Generated): Html {
  const { source, input, entropy, distribution, estimator, seed } = result;
  const facts: [string, Content][] = [
    ["Input", html`<code>${source}</code>, read as ${input}`],
    [
      "Ethical entropy S",
      html`${prose(`${entropy.method}; covers ${entropy.covers}`)}. Source of the estimator: ${estimator.source}`,
    ],
  ];
  const share = distribution[0]?.probability;
  if (share) facts.push(["Shares, fidelity, divergence", prose(`${share.method}; covers ${share.covers}.`)]);
  return html`
<section aria-labelledby="method">
<h2 id="method">How this was measured</h2>
${factList([...facts, ["Seed", String(seed)], madeBy(generated)])}
</section>`;
}
