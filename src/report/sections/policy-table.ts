import type { Figure } from "../../contracts/index.js";
import { type Content, type Html, html } from "../html.js";
import { count, exact, figureMarkup, number } from "../numbers.js";
import { alarms, type Policy, type Reading } from "../reading.js";
import { prose } from "../typography.js";
import { standingBadge } from "./badges.js";
import { swatch } from "./policy-key.js";

interface Row {
  readonly name: Html;
  readonly note: string;
  readonly cell: (policy: Policy) => Content;
}

const figure =
  (name: string) =>
  (policy: Policy): Content =>
    figureMarkup(policy.figure(name));

const rows: readonly Row[] = [
  { name: html`Entropy <var>S</var>`, note: "nats; late mean", cell: figure("entropy") },
  { name: html`Swing of <var>S</var>`, note: "nats; late largest less smallest", cell: figure("swing") },
  { name: html`Goal fidelity`, note: "share of the intended goal; late mean", cell: figure("fidelity") },
  {
    name: html`<var>λ</var><sub>max</sub>`,
    note: "true Fisher matrix; late mean",
    cell: figure("lambda_max"),
  },
  { name: html`<var>γ</var> applied`, note: "late mean", cell: figure("gamma") },
  { name: html`Task loss`, note: "nats; after the last step", cell: figure("task_loss") },
  { name: html`Task loss ratio`, note: "to no work; geometric mean", cell: ratio },
  { name: html`First alarm`, note: "step; median, range, seeds that alarmed", cell: alarmCell },
];

/** Every policy against every quantity. */
export const policyTable = (reading: Reading): Html => html`
<section aria-labelledby="figures">
<h2 id="figures">The figures</h2>
<p class="note">${covers(reading)} “Late” is the second half of the drift phase.</p>
<div class="scroll" role="region" aria-labelledby="figures" tabindex="0">
<table class="figures" aria-labelledby="figures">
<thead><tr><td></td>${reading.policies.map(
  (policy) => html`<th scope="col">${swatch(policy, "column")}${prose(policy.label)}</th>`,
)}</tr></thead>
<tbody>
<tr><th scope="row">Verdict on <var>S</var><small>limit ${number(reading.limit)} nats</small></th>${reading.policies.map(
  ({ standing }) => html`<td>${standingBadge(standing)}</td>`,
)}</tr>
${rows.map(
  ({ name, note, cell }) => html`
<tr><th scope="row">${name}<small>${note}</small></th>${reading.policies.map((policy) => html`<td>${cell(policy)}</td>`)}</tr>`,
)}
</tbody>
</table>
</div>
${everySeed(reading)}
</section>`;

const covers = ({ seeds }: Reading): string =>
  seeds > 1
    ? `Means over ${count(seeds, "seed")} with their 95% intervals (Student t). The intervals cover fresh seeds, one quantity at a time.`
    : "One seed: values without intervals.";

function ratio(policy: Policy): Content {
  const tax: Figure = policy.figure("tax");
  return policy.id === "none" && tax.value === 1
    ? html`<span class="value">1</span> <span class="interval">by definition</span>`
    : figureMarkup(tax);
}

function alarmCell(policy: Policy): Content {
  const alarm = alarms(policy);
  const all = exact(policy.ends.length);
  if (alarm === undefined)
    return html`<span class="value">none</span> <span class="interval">0 of ${all}</span>`;
  const range = alarm.first === alarm.last ? "" : ` [${exact(alarm.first)}–${exact(alarm.last)}],`;
  return html`<span class="value">${exact(alarm.median)}</span> <span class="interval">${range} ${exact(alarm.raised)} of ${all}</span>`;
}

const everySeed = ({ policies }: Reading): Html => html`
<details>
<summary>Every seed</summary>
<div class="scroll" role="region" aria-label="Every seed" tabindex="0">
<table class="seeds">
<thead><tr>${[
  "Policy",
  "Seed",
  "Late S (nats)",
  "Fidelity",
  "Task loss (nats)",
  "Ratio to no work",
  "First alarm (step)",
].map((name) => html`<th scope="col">${prose(name)}</th>`)}</tr></thead>
<tbody>${policies.map(({ label, ends }) =>
  ends.map(
    ({ seed, entropy, fidelity, taskLoss, tax, alarmStep }) => html`
<tr><th scope="row">${prose(label)}</th><td>${String(seed)}</td>${[entropy, fidelity, taskLoss, tax].map(
      (value) => html`<td>${number(value)}</td>`,
    )}<td>${alarmStep === null ? "none" : exact(alarmStep)}</td></tr>`,
  ),
)}</tbody>
</table>
</div>
</details>`;
