import { type Content, type Html, html } from "../html.js";

/** A chart, or the variants of one for wide and narrow screens, with its caption beneath. */
export const chartFigure = (charts: readonly Html[], caption: Content): Html => html`
<figure>
${charts.map((chart, i) => html`<div class="chart${charts.length > 1 ? (i === 0 ? " wide" : " narrow") : ""}">${chart}</div>`)}
<figcaption>${caption}</figcaption>
</figure>`;
