import { draw, Plot } from "../charts/drawing.js";
import { type Html, html } from "../html.js";
import { exact } from "../numbers.js";
import type { Policy, Reading } from "../reading.js";
import { prose, spoken } from "../typography.js";

/** Who is who: each policy's line and marker, its name, and what it does. */
export const policyKey = ({ policies, margin }: Reading): Html => html`
<ul class="key">${policies.map(
  (policy) => html`
<li>${swatch(policy, "key")}<div><strong>${prose(policy.label)}</strong>${explain(policy.id, margin)}</div></li>`,
)}</ul>`;

/** A sample of the policy's line and marker. @param place Keeps names unique where a policy is sampled twice. */
export const swatch = ({ id, label, look }: Policy, place: string): Html =>
  draw({
    name: `${place}-${id.replace(/[^\w-]/g, "")}`,
    title: spoken(label),
    description: "The line and marker of this policy on the charts",
    width: 46,
    height: 14,
    margin: 0,
    axis: null,
    x: { domain: [0, 46], range: [0, 46] },
    y: { domain: [0, 14], range: [0, 14] },
    marks: [
      Plot.ruleY([7], { x1: 1, x2: 45, stroke: look.colour, strokeWidth: 2.25, strokeDasharray: look.dash }),
      Plot.dot([[23, 7]], { symbol: look.symbol, r: 4.5, fill: look.colour }),
    ],
  });

function explain(id: string, margin: number): Html {
  switch (id) {
    case "none":
      return html`<p><var>γ</var> = 0: the network is left to the proxy objective.</p>`;
    case "critical_start":
      return html`<p>The paper’s rule, <var>γ</var> = ${exact(margin)} <var>γ</var><sub>crit</sub>, set once from the aligned network.</p>`;
    case "critical_reestimated":
      return html`<p>The paper’s rule, with <var>γ</var> set anew whenever <var>λ</var><sub>max</sub> is measured.</p>`;
    case "feedback":
      return html`<p>A proportional-integral controller raises <var>γ</var> while <var>S</var> is above its target and lowers it below.</p>`;
    default:
      return html``;
  }
}
