import type { Claim, ReproduceResult } from "../../contracts/index.js";
import { type Html, html, nothing } from "../html.js";
import { count, exact, figureMarkup } from "../numbers.js";
import { prose } from "../typography.js";
import { verdictBadge, verdicts } from "./badges.js";

/** Every claim of the source paper against ours. */
export const claims = ({ claims }: ReproduceResult): Html => html`
<section aria-labelledby="claims">
<h2 id="claims">The paper’s claims</h2>
<p>${count(claims.length, "claim")} of the paper, recomputed: ${tally(claims)}.</p>
<table class="claims">
<thead><tr>${["Claim", "Paper", "Ours", "Verdict"].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${claims.map(row)}</tbody>
</table>
<dl class="verdicts">${Object.entries(verdicts)
  .filter(([verdict]) => claims.some((claim) => claim.verdict === verdict))
  .map(
    ([verdict, { meaning }]) =>
      html`<div><dt>${verdictBadge(verdict as Claim["verdict"])}</dt><dd>${meaning}</dd></div>`,
  )}</dl>
</section>`;

const row = ({ claim, paper, measured, verdict, why }: Claim): Html => html`
<tr>
<th scope="row">${prose(claim)}<p>${prose(why)}</p></th>
<td data-name="Paper">${prose(paper)}</td>
<td data-name="Ours">${figureMarkup(measured)}<small>${prose(measured.method)}${covers(measured)}</small></td>
<td>${verdictBadge(verdict)}</td>
</tr>`;

/** What an interval covers, where anything was random. */
const covers = ({ n, level, covers }: Claim["measured"]): Html =>
  n === 0 ? nothing : html`; ${exact(level * 100)}% over ${prose(covers)}`;

const tally = (claims: readonly Claim[]): string =>
  Object.keys(verdicts)
    .flatMap((verdict) => {
      const n = claims.filter((claim) => claim.verdict === verdict).length;
      return n === 0 ? [] : [`${exact(n)} ${verdict}`];
    })
    .join(", ");
