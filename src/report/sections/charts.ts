import { entropyChart } from "../charts/entropy.js";
import { frontierChart } from "../charts/frontier.js";
import { workCharts } from "../charts/work.js";
import { type Html, html, nothing } from "../html.js";
import { count, number } from "../numbers.js";
import type { Reading } from "../reading.js";
import { prose } from "../typography.js";
import { chartFigure } from "./chart-figure.js";
import { policyKey } from "./policy-key.js";

export const charts = (reading: Reading): Html => html`
<section aria-labelledby="goals">
<h2 id="goals">Do the goals stay together?</h2>
${policyKey(reading)}
${chartFigure(
  entropyChart(reading),
  html`How spread the network’s goals are while it trains on the proxy. ${bands(reading)} The grey strip runs from the target to the limit, ${number(reading.limit)} nats, below which <var>S</var> counts as held. A ring marks the step at which the monitor raised its alarm, where at least half of the seeds did.`,
)}
</section>
<section aria-labelledby="work">
<h2 id="work">How much work is applied, and how much does the formula ask for?</h2>
<figure>
<div class="panels">${workCharts(reading).map(
  ({ policy, chart }) =>
    html`<div class="panel"><h3 style="color: ${policy.look.colour}">${prose(policy.label)}</h3><div class="chart">${chart}</div></div>`,
)}</div>
<figcaption>On one logarithmic scale: <var>λ</var><sub>max</sub> (open dots), the <var>γ</var><sub>crit</sub> that follows from it at that step (filled dots), and the <var>γ</var> that the policy applied (coloured). A <var>γ</var> of zero runs along the bottom edge. Horizontal: training step. ${bands(reading)}</figcaption>
</figure>
</section>
<section aria-labelledby="price">
<h2 id="price">What does the task pay?</h2>
${chartFigure(
  frontierChart(reading),
  html`Each policy’s late <var>S</var> (mean over the second half) against its task loss after the last step, as a multiple of the run without work on the same seed. Faint markers are single seeds, full ones their mean${reading.seeds > 1 ? html`, with bars for the 95% interval over seeds in both directions (the mean of task losses is geometric)` : nothing}. The grey strip runs from the target to the limit.`,
)}
</section>`;

const bands = ({ seeds }: Reading): string =>
  seeds > 1
    ? `Lines are means over ${count(seeds, "seed")}, bands their 95% intervals (Student t), step by step.`
    : "There is one seed, so there are no bands.";
