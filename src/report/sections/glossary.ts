import { type Html, html } from "../html.js";
import { exact, number } from "../numbers.js";
import type { Reading } from "../reading.js";
import { prose } from "../typography.js";

/** Every quantity of the page in a sentence or two. */
export const glossary = (reading: Reading): Html => html`
<section aria-labelledby="meaning">
<h2 id="meaning">What the numbers mean</h2>
<dl class="glossary">${entries(reading).map(
  ([term, meaning]) => html`
<div><dt>${prose(term)}</dt><dd>${prose(meaning)}</dd></div>`,
)}
</dl>
</section>`;

const entries = ({ goals, ceiling, limit, parameterCount }: Reading): [string, string][] => [
  [
    "Ethical entropy S",
    "How spread the goals are that the network’s behaviour follows, −Σ p ln p in nats: 0 when it always follows the " +
      `same one, ln ${goals} = ${number(ceiling)} when all ${goals} are equally likely.`,
  ],
  [
    "Goal fidelity",
    "The share of behaviour that follows the intended goal. S alone cannot tell being sure of the right goal from " +
      "being sure of a wrong one; this can.",
  ],
  [
    "Held, drifted, undecided",
    `The 95% interval over seeds of the late S lies below the limit of ${number(limit)} nats, above it, or on both sides.`,
  ],
  [
    "Alignment work γ",
    "How strongly training pulls the network back to the aligned one at every step. 0 is no pull.",
  ],
  [
    "λ_max",
    "The largest eigenvalue of the Fisher information matrix: how sharply the network’s answers react along the most " +
      "sensitive direction of its weights.",
  ],
  [
    "γ_crit",
    `The work that the paper says is needed: (λ_max / 2) ln N, with N = ${exact(parameterCount)} parameters here.`,
  ],
  [
    "Alignment tax",
    "What the task pays: task loss divided by that of the run without alignment work. ×1 is free.",
  ],
];
