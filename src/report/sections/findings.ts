/** Claims of the paper and questions, each with where it stands after this run and the figure that decides. */
import type { ExperimentResult, Finding } from "../../contracts/index.js";
import { type Html, html, nothing } from "../html.js";
import { prose } from "../typography.js";
import { findingBadge } from "./badges.js";
import { chartAnchor } from "./chart-figures.js";
import { type FigureName, measured } from "./summary-table.js";

export function findings(result: ExperimentResult, nameOf: FigureName): Html {
  const { findings: all = [] } = result;
  if (all.length === 0) return nothing;
  return html`
<section aria-labelledby="findings">
<h2 id="findings">Claims and questions</h2>
<ul class="findings">${all.map((finding) => item(finding, result, nameOf))}
</ul>
</section>`;
}

const item = (finding: Finding, { summary }: ExperimentResult, nameOf: FigureName): Html => {
  const figure = summary[finding.figure];
  return html`
<li>${findingBadge(finding.standing)}<div>${prose(finding.claim)}<small>${
    figure === undefined
      ? nothing
      : html`${prose(nameOf(finding.figure) ?? finding.figure)}: ${measured(figure)}`
  }${finding.chart === undefined ? nothing : html` · <a href="#${chartAnchor(finding.chart)}">picture</a>`}</small></div></li>`;
};
