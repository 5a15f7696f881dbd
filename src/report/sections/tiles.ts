import { type Content, type Html, html } from "../html.js";
import { intervalText, notMeasured, number, numberLike, valueText } from "../numbers.js";
import { criticalWork, type Policy, price, type Reading } from "../reading.js";
import { prose } from "../typography.js";
import { standingBadge } from "./badges.js";
import { variantOf } from "./headline.js";

/** The four figures that decide: S without work and with feedback, the rule's price, and the work it asks for. */
export const tiles = (reading: Reading): Html => html`
<section aria-labelledby="key-figures">
<h2 id="key-figures" class="unseen">Key figures</h2>
<ul class="tiles">${[withoutWork(reading), withFeedback(reading), rulePrice(reading), workNeeded(reading)]}
</ul>
</section>`;

const tile = (name: string, body: Content): Html => html`
<li><h3>${prose(name)}</h3>${body}</li>`;

const withoutWork = ({ none, ceiling }: Reading): Html => {
  const start = none?.points[0]?.entropy.value;
  const from = start === undefined ? "" : html`${number(start)} <small>→</small> `;
  return tile("S without work", none ? entropy(none, from, `at most ${number(ceiling)}`) : notMeasured);
};

const withFeedback = ({ feedback, target }: Reading): Html =>
  tile("S with feedback", feedback ? entropy(feedback, "", `target ${number(target)}`) : notMeasured);

function entropy(policy: Policy, from: Content, note: string): Html {
  const figure = policy.figure("entropy");
  const interval = intervalText(figure);
  return html`
<p class="big">${from}${valueText(figure)} <small>nats</small></p>
<p>${interval ? html`95% interval <span class="whole">${interval}</span>` : "no interval"}</p>
<p>${standingBadge(policy.standing)} ${note}</p>`;
}

const rulePrice = ({ critical, feedback }: Reading): Html =>
  tile(
    "Task loss, paper’s rule against feedback",
    critical.map((policy) => {
      const ratio = feedback && price(policy, feedback);
      if (ratio === undefined) return line(notMeasured, variantOf(policy));
      const [low, high] = [ratio.lower, ratio.upper].map((end) => numberLike(end, ratio.value));
      return line(`×${number(ratio.value)}`, variantOf(policy), low === high ? "" : `(seeds ${low}–${high})`);
    }),
  );

function workNeeded({ feedback }: Reading): Html {
  const asked = feedback && criticalWork(feedback).late;
  const gamma = feedback?.figure("gamma");
  const range = gamma && intervalText(gamma);
  return tile("Work, asked for against needed", [
    line(asked === undefined ? notMeasured : number(asked), "γ_crit while feedback ran"),
    line(
      gamma ? valueText(gamma) : notMeasured,
      feedback?.standing === "held" ? "γ that held S" : "γ that feedback applied",
      range ?? "",
    ),
  ]);
}

const line = (value: string, note: string, range = ""): Html => html`
<p class="line"><b>${value}</b> ${prose(note)} <span class="whole">${range}</span></p>`;
