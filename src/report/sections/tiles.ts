import type { Figure } from "../../contracts/index.js";
import { type Content, type Html, html, nothing } from "../html.js";
import { intervalText, notMeasured, number, numberLike, valueText } from "../numbers.js";
import { criticalWork, price, type Reading } from "../reading.js";
import { prose } from "../typography.js";
import { standingBadge } from "./badges.js";
import { variantOf } from "./headline.js";

/** The four figures that decide: S without work and with feedback, the rule's price, and the work it asks for. */
export const tiles = (reading: Reading): Html => html`
<section aria-labelledby="key-figures">
<h2 id="key-figures" class="unseen">Key figures</h2>
<ul class="tiles">${[withoutWork(reading), withFeedback(reading), rulePrice(reading), workNeeded(reading)]}</ul>
</section>`;

const tile = (name: Content, big: Content, notes: readonly Content[]): Html => html`
<li><h3>${name}</h3><p class="big">${big}</p>${notes.map((note) => html`<p>${note}</p>`)}</li>`;

function withoutWork({ none, ceiling }: Reading): Html {
  const start = none?.points[0]?.entropy.value;
  const figure = none?.figure("entropy");
  const from = start === undefined ? nothing : html`${number(start)} <small>→</small> `;
  return tile(
    html`<var>S</var> without work`,
    figure ? html`${from}${valueText(figure)} <small>nats</small>` : notMeasured,
    [interval(figure), html`${none ? standingBadge(none.standing) : ""} at most ${number(ceiling)}`],
  );
}

function withFeedback({ feedback, target }: Reading): Html {
  const figure = feedback?.figure("entropy");
  return tile(
    html`<var>S</var> with feedback`,
    figure ? html`${valueText(figure)} <small>nats</small>` : notMeasured,
    [interval(figure), html`${feedback ? standingBadge(feedback.standing) : ""} target ${number(target)}`],
  );
}

function rulePrice({ critical, feedback, seeds }: Reading): Html {
  const lines = critical.map((policy) => {
    const ratio = feedback && price(policy, feedback);
    const [low, high] = ratio ? [ratio.lower, ratio.upper].map((end) => numberLike(end, ratio.value)) : [];
    const range = ratio && seeds > 1 ? html`, <span class="whole">seeds ${low!}–${high!}</span>` : "";
    return line(ratio ? `×${number(ratio.value)}` : notMeasured, html`${prose(variantOf(policy))}${range}`);
  });
  return html`
<li><h3>Task loss, paper’s rule against feedback</h3>${lines.length === 0 ? notMeasured : lines}</li>`;
}

function workNeeded({ feedback }: Reading): Html {
  const gamma = feedback?.figure("gamma");
  const late = feedback && criticalWork(feedback).late;
  const held = feedback?.standing === "held" ? html`that held <var>S</var>` : "that feedback applied";
  const range = gamma && intervalText(gamma);
  return html`
<li><h3>Work, asked for against needed</h3>
${line(late === undefined ? notMeasured : number(late), html`<var>γ</var><sub>crit</sub> while feedback ran`)}
${line(gamma ? valueText(gamma) : notMeasured, html`<var>γ</var> ${held} <span class="whole">${range ?? ""}</span>`)}</li>`;
}

const line = (value: string, note: Content): Html =>
  html`<p class="line"><b>${value}</b> <span>${note}</span></p>`;

const interval = (figure: Figure | undefined): Content => {
  const text = figure && intervalText(figure);
  return text ? html`95% interval <span class="whole">${text}</span>` : "no interval";
};
