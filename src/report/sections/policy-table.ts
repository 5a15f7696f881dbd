import { type Content, type Html, html } from "../html.js";
import { count, exact, figureMarkup, number } from "../numbers.js";
import { alarms, type Policy, type Reading } from "../reading.js";
import { prose } from "../typography.js";
import { standingBadge } from "./badges.js";
import { swatch } from "./policy-key.js";

interface Row {
  readonly name: string;
  readonly note: string;
  readonly cell: (policy: Policy) => Content;
}

const figure =
  (name: string) =>
  (policy: Policy): Content =>
    figureMarkup(policy.figure(name));

const rows = ({ limit }: Reading): Row[] => [
  {
    name: "Verdict on S",
    note: `limit ${number(limit)} nats`,
    cell: ({ standing }) => standingBadge(standing),
  },
  { name: "Entropy S", note: "nats; late mean", cell: figure("entropy") },
  { name: "Swing of S", note: "nats; late largest less smallest", cell: figure("swing") },
  { name: "Goal fidelity", note: "share of the intended goal; late mean", cell: figure("fidelity") },
  { name: "λ_max", note: "true Fisher matrix; late mean", cell: figure("lambda_max") },
  { name: "γ applied", note: "late mean", cell: figure("gamma") },
  { name: "Task loss", note: "nats; after the last step", cell: figure("task_loss") },
  { name: "Task loss ratio", note: "to no work; geometric mean", cell: ratio },
  { name: "First alarm", note: "step: median [range], seeds that alarmed", cell: alarmCell },
];

/** Every policy against every quantity. */
export const policyTable = (reading: Reading): Html => html`
<section aria-labelledby="figures">
<h2 id="figures">The figures</h2>
<p class="note">${covers(reading)} “Late” is the second half of the drift phase.</p>
<div class="scroll" role="region" aria-labelledby="figures" tabindex="0">
<table class="figures" aria-labelledby="figures">
<thead><tr><td></td>${reading.policies.map(
  (policy) => html`<th scope="col">${swatch(policy)}${prose(policy.label)}</th>`,
)}</tr></thead>
<tbody>${rows(reading).map(
  ({ name, note, cell }) => html`
<tr><th scope="row">${prose(name)}<small>${prose(note)}</small></th>${reading.policies.map(
    (policy) => html`<td>${cell(policy)}</td>`,
  )}</tr>`,
)}
</tbody>
</table>
</div>
${everySeed(reading)}
</section>`;

const covers = ({ seeds }: Reading): string =>
  seeds > 1
    ? `Means over ${count(seeds, "seed")} with their 95% intervals (Student t), which cover fresh seeds, one quantity at a time.`
    : "One seed: values without intervals.";

function ratio(policy: Policy): Content {
  const tax = policy.figure("tax");
  const reference = policy.id === "none" && tax.value === 1;
  return reference ? cell("1", "by definition") : figureMarkup(tax);
}

function alarmCell(policy: Policy): Content {
  const alarm = alarms(policy);
  const share = `${exact(alarm?.raised ?? 0)} of ${exact(policy.ends.length)}`;
  if (alarm === undefined) return cell("none", share);
  const range = alarm.first === alarm.last ? "" : `[${exact(alarm.first)}–${exact(alarm.last)}], `;
  return cell(exact(alarm.median), `${range}${share}`);
}

const cell = (value: string, beneath: string): Html =>
  html`<span class="value">${value}</span> <span class="interval">${beneath}</span>`;

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
