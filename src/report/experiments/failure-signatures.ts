import { failureSignaturesResultSchema } from "../../contracts/index.js";
import { html } from "../html.js";
import { prose } from "../typography.js";
import type { ExperimentView } from "./view.js";

export const failureSignatures: ExperimentView = {
  experiment: "failure-signatures",
  verdicts: {
    named: { tone: "good", title: "Failures are named rightly, and stable runs are left alone" },
    "not-named": { tone: "bad", title: "Failures are named wrongly too often" },
    undecided: { tone: "plain", title: "Too few runs to say whether failures are named rightly" },
    tuning: { tone: "plain", title: "Only the half for tuning was run" },
  },
  key: [
    "named_correctly_min",
    "false_naming_stable",
    "named_correctly_learners",
    "named_correctly_no_references",
  ],
  figureName(name) {
    const kind = /^named_correctly_(.*)$/
      .exec(name)?.[1]
      ?.replaceAll("_", " ")
      .replace("lambda max", "lambda_max");
    return names[name] ?? (kind && `Named rightly, ${kind}, held out`);
  },
  sections(result) {
    const { series } = failureSignaturesResultSchema.parse(result);
    return [
      html`
<section aria-labelledby="confusion">
<h2 id="confusion">${prose(`Confusion matrix, ${series.half} half: runs of each kind by the name that they got`)}</h2>
<div class="scroll" role="region" aria-labelledby="confusion" tabindex="0">
<table class="seeds"><thead><tr><th scope="col">Kind of run</th>${series.calls.map((call) => html`<th scope="col">${prose(call)}</th>`)}</tr></thead>
<tbody>${series.kinds.map(
        (kind, k) => html`
<tr><th scope="row">${prose(kind)}</th>${(series.counts[k] ?? []).map((count) => html`<td>${String(count)}</td>`)}</tr>`,
      )}</tbody></table></div>
</section>`,
    ];
  },
  limits: [
    "The kinds are generated to be what they are called, one at a time. A run that fails in two ways at once, or in a fifth, is " +
      "not among them.",
    "Rates with each source alone come from reference runs. Where nobody made them, synergistic amplification cannot be told.",
    "The noise of S is well below its rise here. At the paper’s own noise a single run does not show its drift.",
  ],
};

const names: Readonly<Record<string, string>> = {
  named_correctly_min: "Named rightly, worst kind, held out",
  false_naming_stable: "Stable runs called a failure, held out",
  named_correctly_learners: "Named rightly, networks",
  named_correctly_scalar_law: "Named rightly, scalar law",
  named_correctly_no_references: "Named rightly, without work and references",
  named_correctly_behaviour_only: "Named rightly, from S and fidelity alone",
  wrong_failure: "Called something else than they are",
  tuning_named_correctly_min: "Named rightly, worst kind, tuning half",
  tuning_false_naming_stable: "Stable runs called a failure, tuning half",
};
