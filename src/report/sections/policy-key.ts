import { draw, Plot } from "../charts/drawing.js";
import { type Html, html } from "../html.js";
import { exact } from "../numbers.js";
import { markerFill, type PolicyLook } from "../palette.js";
import type { Reading } from "../reading.js";
import { prose } from "../typography.js";

/** Who is who: each policy's line and marker, its name, and what it does. */
export const policyKey = ({ policies, margin }: Reading): Html => html`
<ul class="key">${policies.map(
  (policy) => html`
<li>${swatch(policy)}<div><strong>${prose(policy.label)}</strong><p>${prose(explain(policy.id, margin))}</p></div></li>`,
)}
</ul>`;

interface Key {
  readonly look: PolicyLook;
  /** Default: a line with markers. */
  readonly mark?: "line" | "points" | "bare line";
}

/** The same for any series. */
export const seriesKey = (series: readonly (Key & { readonly label: string })[]): Html => html`
<ul class="key series">${series.map(
  (one) => html`
<li>${swatch(one)}<span>${prose(one.label)}</span></li>`,
)}
</ul>`;

/** A sample of the policy's line and marker, for those who see it. */
export const swatch = ({ look, mark = "line" }: Key): Html =>
  draw({
    name: "swatch",
    width: 46,
    height: 14,
    margin: 0,
    axis: null,
    x: { domain: [0, 46], range: [0, 46] },
    y: { domain: [0, 14], range: [0, 14] },
    marks: [
      mark !== "points"
        ? Plot.ruleY([7], {
            x1: 1,
            x2: 45,
            stroke: look.colour,
            strokeWidth: 2.25,
            strokeDasharray: look.dash,
          })
        : Plot.ruleX([23], { y1: 0, y2: 14, stroke: look.colour, strokeWidth: 1.75 }),
      Plot.dot(mark === "bare line" ? [] : [[23, 7]], {
        symbol: look.symbol,
        r: 4.5,
        fill: markerFill(look),
        ...(look.hollow ? { stroke: look.colour } : {}),
      }),
    ],
  });

function explain(id: string, margin: number): string {
  switch (id) {
    case "none":
      return "γ = 0: the network is left to the proxy objective.";
    case "critical_start":
      return `The paper’s rule, γ = ${exact(margin)} γ_crit, set once from the aligned network.`;
    case "critical_reestimated":
      return "The paper’s rule, with γ set anew whenever λ_max is measured.";
    case "feedback":
      return "A proportional-integral controller raises γ while S is above its target and lowers it below.";
    default:
      return "";
  }
}
