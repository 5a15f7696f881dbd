import { entropyChart } from "../charts/entropy.js";
import { frontierChart } from "../charts/frontier.js";
import { workCharts } from "../charts/work.js";
import { type Html, html } from "../html.js";
import { count, number } from "../numbers.js";
import type { Reading } from "../reading.js";
import { figure, fitted, panels } from "./figure.js";
import { policyKey } from "./policy-key.js";

export const charts = (reading: Reading): Html => html`
<section aria-labelledby="goals">
<h2 id="goals">Do the goals stay together?</h2>
${policyKey(reading)}
${figure(fitted(entropyChart(reading)), entropyCaption(reading))}
</section>
<section aria-labelledby="work">
<h2 id="work">How much work is applied, and how much does the formula ask for?</h2>
${figure(workPanels(reading), workCaption(reading))}
</section>
<section aria-labelledby="price">
<h2 id="price">What does the task pay?</h2>
${figure(fitted(frontierChart(reading)), frontierCaption(reading))}
</section>`;

const workPanels = (reading: Reading): Html =>
  panels(
    workCharts(reading).map(({ policy, chart }) => ({
      title: policy.label,
      chart,
      colour: policy.look.colour,
    })),
  );

const bands = ({ seeds }: Reading): string =>
  seeds > 1
    ? `Lines are means over ${count(seeds, "seed")}, bands their 95% intervals (Student t), step by step.`
    : "There is one seed, so there are no bands.";

const entropyCaption = (reading: Reading): string =>
  `How spread the network’s goals are while it trains on the proxy. ${bands(reading)} The grey strip runs from the ` +
  `target to the limit, ${number(reading.limit)} nats, up to which S counts as held. A ring marks the step at which the ` +
  "monitor raised its alarm, where at least half of the seeds did.";

const workCaption = (reading: Reading): string =>
  "On one logarithmic scale: λ_max (open dots), the γ_crit that follows from it at that step (filled dots), and the γ " +
  "that the policy applied (coloured). A γ of zero runs along the bottom edge. Horizontal: training step. " +
  bands(reading);

const frontierCaption = ({ seeds }: Reading): string =>
  "Each policy’s late S (mean over the second half) against its task loss after the last step, as a multiple of the " +
  "run without work on the same seed. " +
  (seeds > 1
    ? "Faint markers are single seeds, full ones their mean, with bars for the 95% interval over seeds in both " +
      "directions (the mean of task losses is geometric). "
    : "There is one seed, so there are no intervals. ") +
  "The grey strip runs from the target to the limit.";
