/** A chart with its caption. */
import { type Html, html } from "../html.js";
import { prose } from "../typography.js";

export const figure = (body: Html, caption: string): Html => html`
<figure>
${body}
<figcaption>${prose(caption)}</figcaption>
</figure>`;

/** One chart drawn for wide and for narrow screens; the style sheet shows the one that fits. */
export const fitted = ([wide, narrow]: readonly [Html, Html]): Html => html`
<div class="chart wide">${wide}</div>
<div class="chart narrow">${narrow}</div>`;
