import type { ClosedLoopResult, ReproduceResult } from "../../contracts/index.js";
import { type Html, html } from "../html.js";
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

export const glossary = ({ goals, ceiling, parameterCount }: Reading): Html => html`
<section aria-labelledby="meaning">
<h2 id="meaning">What the numbers mean</h2>
<dl class="glossary">
<div><dt>Ethical entropy <var>S</var></dt><dd>How spread the goals are that the network’s behaviour follows, −Σ <var>p</var> ln <var>p</var> in nats: 0 when it always follows the same one, ln ${String(goals)} = ${number(ceiling)} when all ${String(goals)} are equally likely.</dd></div>
<div><dt>Goal fidelity</dt><dd>The share of behaviour that follows the intended goal. <var>S</var> alone cannot tell being sure of the right goal from being sure of a wrong one; this can.</dd></div>
<div><dt>Alignment work <var>γ</var></dt><dd>How strongly training pulls the network back to the aligned one at every step. 0 is no pull.</dd></div>
<div><dt><var>λ</var><sub>max</sub></dt><dd>The largest eigenvalue of the Fisher information matrix: how sharply the network’s answers react along the most sensitive direction of its weights.</dd></div>
<div><dt><var>γ</var><sub>crit</sub></dt><dd>The work that the paper says is needed: (<var>λ</var><sub>max</sub> / 2) ln <var>N</var>, with <var>N</var> = ${exact(parameterCount)} parameters here.</dd></div>
<div><dt>Alignment tax</dt><dd>What the task pays: task loss divided by that of the run without alignment work. ×1 is free.</dd></div>
</dl>
</section>`;

export const method = (loop: ClosedLoopResult, claims: ReproduceResult, generated: Generated): Html => html`
<section aria-labelledby="method">
<h2 id="method">How this was measured</h2>
<p>A network is trained until it follows one cue in its inputs, the intended goal. It is then trained on a proxy objective that rewards other cues, once per policy, from the same start and on the same data. <var>S</var> is read from its answers on fresh inputs in which every cue points to another answer.</p>
<dl class="facts">
<div><dt>Question</dt><dd>${prose(loop.question)}</dd></div>
<div><dt>Rule, fixed before the run</dt><dd>${prose(loop.rule)}</dd></div>
<div><dt>Verdict by that rule</dt><dd><strong>${prose(loop.verdict)}</strong>. ${prose(loop.why)}</dd></div>
<div><dt>Seed</dt><dd>${String(loop.seed)}; experiment ${prose(loop.experiment)} version ${prose(loop.version)}, ${prose(claims.experiment)} version ${prose(claims.version)} with seed ${String(claims.seed)}</dd></div>
<div><dt>Made by</dt><dd>telostat ${generated.version}: <code>${generated.command}</code>${circumstances(generated)}</dd></div>
</dl>
${parameterTable("Parameters of the closed loop", loop.parameters)}
${parameterTable("Parameters of the paper’s simulation", claims.parameters)}
</section>`;

export const limits = ({ seeds }: Reading): Html => html`
<section aria-labelledby="limits">
<h2 id="limits">Limits</h2>
<ul>
<li>${
  seeds > 1
    ? `Intervals come from ${count(seeds, "seed")} and cover fresh seeds at these parameters. They are pointwise: at each step 95%, not 95% for a whole curve at once, and not corrected for the number of figures shown.`
    : "One seed has no interval: nothing on this page says how another seed would turn out."
}</li>
<li>They do not cover other tasks, larger networks, other optimisers or another alignment energy.</li>
<li><var>λ</var><sub>max</sub> belongs to the Fisher matrix over a sample of proxy inputs and changes with the scale of the weights: the same function written with other weights has another.</li>
<li>The task loss is that after the last step; where <var>S</var> swings, it depends on the phase in which the run ended.</li>
</ul>
</section>`;

const circumstances = ({ seconds, machine }: Generated): string =>
  [seconds === undefined ? "" : `, ${number(seconds)} s`, machine === undefined ? "" : `, ${machine}`].join(
    "",
  );

const parameterTable = (name: string, parameters: Readonly<Record<string, unknown>>): Html => html`
<details>
<summary>${name}</summary>
<table class="parameters"><tbody>${Object.entries(parameters).map(
  ([key, value]) => html`<tr><th scope="row"><code>${key}</code></th><td>${parameterText(value)}</td></tr>`,
)}</tbody></table>
</details>`;

function parameterText(value: unknown): string {
  if (typeof value === "number" && Number.isFinite(value)) return exact(value);
  if (Array.isArray(value)) return value.map(parameterText).join(", ");
  if (typeof value === "string" || typeof value === "boolean") return String(value);
  return value === null || typeof value !== "object" ? notMeasured : JSON.stringify(value);
}
