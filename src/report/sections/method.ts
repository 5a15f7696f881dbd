import type { ClosedLoopResult, ReproduceResult } from "../../contracts/index.js";
import { type Content, type Html, html } from "../html.js";
import { count, exact, notMeasured, number } from "../numbers.js";
import type { Reading } from "../reading.js";
import { prose } from "../typography.js";

/** Where the page comes from. */
export interface Generated {
  readonly version: string;
  readonly command: string;
  readonly seconds?: number;
  readonly machine?: string;
}

export const method = (loop: ClosedLoopResult, audit: ReproduceResult, generated: Generated): Html => html`
<section aria-labelledby="method">
<h2 id="method">How this was measured</h2>
<p>${prose(procedure)}</p>
<dl class="facts">${facts(loop, audit, generated).map(
  ([name, fact]) => html`
<div><dt>${name}</dt><dd>${fact}</dd></div>`,
)}
</dl>
${parameterTable("Parameters of the closed loop", loop.parameters)}
${parameterTable("Parameters of the paper’s simulation", audit.parameters)}
</section>`;

export const limits = ({ seeds }: Reading): Html => html`
<section aria-labelledby="limits">
<h2 id="limits">Limits</h2>
<ul>${[seeds > 1 ? coverage(seeds) : oneSeed, ...always].map((limit) => html`<li>${prose(limit)}</li>`)}</ul>
</section>`;

const procedure =
  "A network is trained until it follows one cue in its inputs, the intended goal. It is then trained on a proxy " +
  "objective that rewards other cues, once per policy, from the same start and on the same data. S is read from its " +
  "answers on fresh inputs in which every cue points to another answer.";

const facts = (loop: ClosedLoopResult, audit: ReproduceResult, made: Generated): [string, Content][] => [
  ["Question", prose(loop.question)],
  ["Rule, fixed before the run", prose(loop.rule)],
  ["Verdict by that rule", html`<strong>${loop.verdict}</strong>. ${prose(loop.why)}`],
  [
    "Experiments",
    [loop, audit]
      .map(({ experiment, version, seed }) => `${experiment} version ${version}, seed ${seed}`)
      .join("; "),
  ],
  [
    "Made by",
    html`telostat ${made.version}: <code>${made.command}</code>${[
      made.seconds === undefined ? "" : `, ${number(made.seconds)} s`,
      made.machine === undefined ? "" : `, ${made.machine}`,
    ]}`,
  ],
];

const coverage = (seeds: number): string =>
  `Intervals come from ${count(seeds, "seed")} and cover fresh seeds at these parameters. They are pointwise: 95% at ` +
  "each step, not 95% for a whole curve at once, and not corrected for the number of figures shown.";

const oneSeed = "One seed has no interval: nothing on this page says how another seed would turn out.";

const always = [
  "Nothing here covers other tasks, larger networks, other optimisers or another alignment energy.",
  "λ_max belongs to the Fisher matrix over a sample of proxy inputs and changes with the scale of the weights: the " +
    "same function written with other weights has another.",
  "The task loss is that after the last step; where S swings, it depends on the phase in which the run ended.",
];

const parameterTable = (name: string, parameters: Readonly<Record<string, unknown>>): Html => html`
<details>
<summary>${name}</summary>
<table class="parameters"><tbody>${Object.entries(parameters).map(
  ([key, value]) => html`
<tr><th scope="row"><code>${key}</code></th><td>${parameterText(value)}</td></tr>`,
)}
</tbody></table>
</details>`;

function parameterText(value: unknown): string {
  if (typeof value === "number" && Number.isFinite(value)) return exact(value);
  if (Array.isArray(value)) return value.map(parameterText).join(", ");
  if (typeof value === "string" || typeof value === "boolean") return String(value);
  return value === null || typeof value !== "object" ? notMeasured : JSON.stringify(value);
}
