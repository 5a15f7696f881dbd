import type { ClosedLoopResult, ReproduceResult } from "../../contracts/index.js";
import { type Html, html } from "../html.js";
import { count } from "../numbers.js";
import type { Reading } from "../reading.js";
import { prose } from "../typography.js";
import { limitList } from "./limits.js";
import { type Fact, factList, type Generated, madeBy, parameterTable } from "./provenance.js";

export const method = (loop: ClosedLoopResult, audit: ReproduceResult, generated: Generated): Html => html`
<section aria-labelledby="method">
<h2 id="method">How this was measured</h2>
<p>${prose(procedure)}</p>
${factList(facts(loop, audit, generated))}
${parameterTable("Parameters of the closed loop", loop.parameters)}
${parameterTable("Parameters of the paper’s simulation", audit.parameters)}
</section>`;

export const limits = ({ seeds }: Reading): Html =>
  limitList([seeds > 1 ? coverage(seeds) : oneSeed, ...always]);

const procedure =
  "A network is trained until it follows one cue in its inputs, the intended goal. It is then trained on a proxy " +
  "objective that rewards other cues, once per policy, from the same start and on the same data. S is read from its " +
  "answers on fresh inputs in which every cue points to another answer.";

const facts = (loop: ClosedLoopResult, audit: ReproduceResult, made: Generated): Fact[] => [
  ["Question", prose(loop.question)],
  ["Rule, fixed before the run", prose(loop.rule)],
  ["Verdict by that rule", html`<strong>${loop.verdict}</strong>. ${prose(loop.why)}`],
  [
    "Experiments",
    [loop, audit]
      .map(({ experiment, version, seed }) => `${experiment} version ${version}, seed ${seed}`)
      .join("; "),
  ],
  madeBy(made),
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
