import type { FisherResult } from "../contracts/index.js";
import { bracketChart } from "./charts/bracket.js";
import { page } from "./frame.js";
import { type Html, html, nothing } from "./html.js";
import { count, exact, number, numberLike } from "./numbers.js";
import { figure, fitted } from "./sections/figure.js";
import { type Limits, limitsText, spectrumEstimates, tailFinding } from "./sections/fisher-estimates.js";
import { fisherSpectrum } from "./sections/fisher-spectrum.js";
import { limitList } from "./sections/limits.js";
import { type Fact, factList, type Generated, madeBy } from "./sections/provenance.js";
import { prose } from "./typography.js";

/** The page of `telostat fisher`: between which limits lambda_max lies, and what would settle it. Same data, same bytes. */
export function renderFisher(result: FisherResult, generated: Generated): string {
  const { matrix, samples, input, columns, lambdaMax, criticalWork, level, parameters } = result;
  const where =
    lambdaMax.upper === null
      ? `is at least ${number(lambdaMax.lower)}`
      : `lies between ${numberLike(lambdaMax.lower, lambdaMax.value)} and ${numberLike(lambdaMax.upper, lambdaMax.value)}`;
  return page({
    title: `The largest eigenvalue of the ${matrix} ${where}`,
    kicker: html`telostat report · ${count(samples, "gradient sample")}${input === "sketches" ? ", sketched" : nothing}`,
    summary: html`
<p class="lead">${prose(
      `From ${count(samples, "gradient")} of ${exact(columns)} entries each, with ${exact(100 * level)}% confidence: λ_max is ` +
        `${limitsText(lambdaMax)}, so the paper’s γ_crit = (λ_max / 2) ln N, with N = ${exact(parameters)} parameters, is ` +
        `${limitsText(criticalWork)}.`,
    )}</p>
${tailFinding(result)}`,
    sections: html`${tiles(result)}${growth(result)}${spectrumEstimates(result)}${fisherSpectrum(result)}${method(result, generated)}${limitList([...result.notes, ...always])}`,
  });
}

const always = [
  "λ_max is not invariant: the same function written with other weights has another.",
  "Limits cover fresh gradients at this point of training, not how λ_max moves along it.",
];

const tiles = ({ lambdaMax, criticalWork, trace, traceOverTop }: FisherResult): Html => html`
<section aria-labelledby="key-figures">
<h2 id="key-figures" class="unseen">Key figures</h2>
<ul class="tiles">${[
  tile("λ_max", lambdaMax),
  tile("γ_crit", criticalWork),
  tile("Trace of the matrix", trace),
  tile("Trace / λ_max, a number of directions", traceOverTop),
]}
</ul>
</section>`;

const tile = (name: string, limits: Limits): Html => html`
<li><h3>${prose(name)}</h3>
<p class="big">${number(limits.value)}</p>
<p><span class="whole">${limitsText(limits)}</span></p></li>`;

const growth = ({ curve, settling, splits }: FisherResult): Html => html`
<section aria-labelledby="growth">
<h2 id="growth">How many more gradients would settle it?</h2>
${settling === null ? nothing : html`<p>${prose(`Ends of the bracket within a factor of ${exact(settling.target)}: ${settling.message}.`)}</p>`}
${figure(
  fitted(bracketChart(curve, settling?.fewest ?? null)),
  "Both ends of the bracket from so many gradients, on logarithmic scales. On average the top sample eigenvalue lies above " +
    "λ_max, and the direction found on one half, weighed on the other, below it, whatever the distribution. " +
    `Ends are means over ${count(splits, "random split")}; the limits above also allow for which gradients were drawn.`,
)}
</section>`;

function method(result: FisherResult, generated: Generated): Html {
  const { sources, layers, lambdaMax, trace, execution, seed } = result;
  const more = sources.length - 10;
  const shown = html`<code>${sources.slice(0, 10).join(", ")}</code>${more > 0 ? ` and ${exact(more)} more` : ""}`;
  return html`
<section aria-labelledby="method">
<h2 id="method">How this was measured</h2>
${factList([
  ["Matrix", `${result.matrix}: the kinds differ, and a number without its matrix means nothing`],
  ["Files", shown],
  ["Parts of the model", layers === null ? "all of it" : html`those that match <code>${layers}</code>`],
  [html`λ<sub>max</sub>`, prose(`${lambdaMax.method}; covers ${lambdaMax.covers}`)],
  ["Trace", prose(`${trace.method}; covers ${trace.covers}`)],
  ...sketched(result),
  ["Execution", execution],
  ["Seed", String(seed)],
  madeBy(generated),
])}
${tensorTable(result)}
</section>`;
}

const sketched = ({ sketch }: FisherResult): Fact[] =>
  sketch === null
    ? []
    : [
        [
          "Sketch",
          `version ${sketch.version}, seed ${sketch.seed}, ${exact(sketch.dimension)} numbers a gradient: λ max of the gradients ` +
            `is ${number(sketch.lowerFactor)} to ${number(sketch.upperFactor)} times that of the sketches (${exact(100 * sketch.level)}%; ${sketch.method})`,
        ],
      ];

const tensorTable = ({ tensors }: FisherResult): Html => html`
<details>
<summary>${count(tensors.length, "tensor")}</summary>
<table class="parameters"><tbody>${tensors.map(
  ({ name, entries }) => html`
<tr><th scope="row"><code>${name}</code></th><td>${exact(entries)}</td></tr>`,
)}
</tbody></table>
</details>`;
