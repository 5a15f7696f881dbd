/** A chart with its caption. */
import { type Html, html, nothing } from "../html.js";
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

export interface Panel {
  readonly title: string;
  readonly chart: Html;
  readonly colour?: string;
}

/** Small charts of one kind side by side. */
export const panels = (all: readonly Panel[], name = "panels"): Html => html`
<div class="${name}">${all.map(
  ({ title, chart, colour = "var(--ink)" }) => html`
<div>${title === "" ? nothing : html`<h3 style="color: ${colour}">${prose(title)}</h3>`}<div class="chart">${chart}</div></div>`,
)}
</div>`;
