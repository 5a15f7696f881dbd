import { type Html, html, nothing } from "../html.js";
import { prose } from "../typography.js";

/** What the numbers of a page do not say; nothing where there is nothing to warn of. */
export const limitList = (limits: readonly string[]): Html =>
  limits.length === 0
    ? nothing
    : html`
<section aria-labelledby="limits">
<h2 id="limits">Limits</h2>
<ul>${limits.map((limit) => html`<li>${prose(limit)}</li>`)}</ul>
</section>`;
