import type { FisherResult } from "../../contracts/index.js";
import { spectralDensityChart } from "../charts/spectral-density.js";
import { spectrumChart } from "../charts/spectrum.js";
import { type Html, html, nothing } from "../html.js";
import { count, number } from "../numbers.js";
import { prose } from "../typography.js";
import { figure, fitted } from "./figure.js";

/** The sample spectrum as density and by rank, and the effective dimensions that were asked for. */
export const fisherSpectrum = (result: FisherResult): Html =>
  html`${density(result)}${ranks(result)}${dimensions(result)}`;

/** The eigenvalues that are not rounding: those that the density has. */
function nonZero({ eigenvalues, density }: FisherResult): number[] {
  const least = (density[0]?.from ?? Infinity) * (1 - 1e-9);
  return eigenvalues.filter((value) => value >= least);
}

const MARKED = 20;

function density(result: FisherResult): Html {
  const { density, matrix, input } = result;
  if (density.length === 0) return nothing;
  const marked = nonZero(result).slice(0, MARKED);
  const noise = density.some(({ noise }) => noise !== null);
  return html`
<section aria-labelledby="density">
<h2 id="density">How are the sample eigenvalues spread?</h2>
${figure(
  fitted(spectralDensityChart(density, marked, `eigenvalue of the sample ${matrix}`)),
  [
    `Bars: the non-zero eigenvalues of the ${input === "sketches" ? "sketched " : ""}sample, ticks at their foot the largest ${marked.length}. ` +
      "This is the density of the sample’s spectrum, not of the matrix: with fewer gradients than parameters noise spreads it, " +
      "up at the top and down at the bottom.",
    noise
      ? "Dashed: what white noise alone would give, the Marchenko–Pastur law with the variance of the median eigenvalue. Where " +
        "the bars follow it, they say nothing of the matrix; where they do not, the gradients are not white noise."
      : "",
  ]
    .filter((sentence) => sentence !== "")
    .join(" "),
)}
</section>`;
}

function ranks(result: FisherResult): Html {
  const drawn = nonZero(result);
  return html`
<section aria-labelledby="spectrum">
<h2 id="spectrum">How does the spectrum fall?</h2>
${figure(
  fitted(spectrumChart(drawn, `eigenvalue of the sample ${result.matrix}`)),
  `The ${count(drawn.length, "non-zero sample eigenvalue")} on logarithmic scales: a straight line is a power ` +
    "law, a first point far above the rest a spike. All are biased by the finite sample: up at the top, down at the bottom.",
)}
</section>`;
}

function dimensions({ effectiveDimensions }: FisherResult): Html {
  if (effectiveDimensions.length === 0) return nothing;
  return html`
<section aria-labelledby="dimensions">
<h2 id="dimensions">How many directions exceed a ridge?</h2>
<table class="summary" aria-labelledby="dimensions">
<thead><tr><th scope="col">Ridge c</th><th scope="col">Effective dimension tr F (F + c)<sup>−1</sup></th></tr></thead>
<tbody>${effectiveDimensions.map(
    ({ ridge, lower, upper }) => html`
<tr><th scope="row">${number(ridge)}</th><td>${number(lower)} to ${number(upper)}</td></tr>`,
  )}
</tbody>
</table>
<p class="note">${prose("Their expectations lie on either side of the true one, whatever the distribution; they are averages, not limits.")}</p>
</section>`;
}
